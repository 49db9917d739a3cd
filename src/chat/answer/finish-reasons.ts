/**
 * Why a model stopped, in words, and which of the reasons mean that its answer is cut off. Pure.
 */

interface Reason {
  readonly words: string
  readonly isCut?: boolean
}

const limit = (what: string): Reason => ({ words: `cut off: ${what}`, isCut: true })
const filter: Reason = { words: 'cut off by the content filter', isCut: true }
const atLimit = limit('the token limit was reached')
const isFull = limit('the context is full')

/** Finish reasons of servers, in lower case. Those that everybody knows go without their name. */
const REASONS: Readonly<Record<string, Reason>> = {
  length: atLimit,
  max_tokens: atLimit,
  max_output_tokens: atLimit,
  model_length: isFull,
  model_context_window_exceeded: isFull,
  content_filter: filter,
  safety: filter,
  sensitive: filter,
  recitation: filter,
  abort: { words: 'aborted by the server', isCut: true },
  insufficient_system_resource: limit('the server has no room'),
  incomplete: { words: 'cut off by the server', isCut: true },
  error: { words: 'ended by an error of the server', isCut: true },
  stop_sequence: { words: 'finished at a stop sequence' },
  pause_turn: { words: 'paused by the server: send the answer back to go on' },
  refusal: { words: 'refused by the model' },
}

/** Reasons that everybody knows. */
const PLAIN: Readonly<Record<string, string>> = {
  stop: 'finished',
  end_turn: 'finished',
  tool_calls: 'asks for tools',
  tool_use: 'asks for tools',
  function_call: 'asks for a function',
}

/** Finish reasons of an answer that reached its token limit. */
const LIMITS: ReadonlySet<string> = new Set([
  'length',
  'max_tokens',
  'max_output_tokens',
  'model_length',
  'model_context_window_exceeded',
])

/**
 * A finish reason in words.
 *
 * @param reason - As the server sent it; `null` for none.
 */
export function finishWords(reason: string | null): string {
  if (reason === null) return 'no finish reason given'
  const name = reason.toLowerCase()
  const known = REASONS[name]
  return PLAIN[name] ?? (known ? `${known.words} (${reason})` : `finish reason: ${reason}`)
}

/** Whether an answer reached its token limit. */
export function isAtLimit(reason: string | null): boolean {
  return reason !== null && LIMITS.has(reason.toLowerCase())
}

/** Whether a model was ended before it was finished: what it was writing is not whole. */
export function isCutOff(reason: string | null): boolean {
  return reason !== null && REASONS[reason.toLowerCase()]?.isCut === true
}
