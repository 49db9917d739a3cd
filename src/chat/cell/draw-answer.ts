/**
 * An answer to what the cell shows: deltas to a live view, the end to a footer. Pure but for the view it is given.
 */
import type { LiveView } from '../../display/live/live-contract'
import { formatCount, formatMs } from '../../display/one-line'
import type { Answer, AnswerChoice, AnswerDelta, ServerPace } from '../answer/answer'
import { cachedTokens, reasoningTokens } from '../answer/token-counts'
import { type AnswerError, ChatError } from '../answer/errors'

/**
 * Shows one delta. Of several choices the first grows live; see {@link drawOtherChoices}.
 *
 * @param view - Where the answer grows.
 * @param delta - What was added.
 */
export function drawDelta(view: LiveView, delta: AnswerDelta): void {
  if (delta.choice !== 0) return
  if (delta.type === 'text-delta' || delta.type === 'refusal-delta') view.text(delta.text)
  else if (delta.type === 'reasoning-delta') view.reasoning(delta.text)
  else view.toolCalls(delta.calls)
}

/** Adds the choices after the first below it, each under a heading. */
export function drawOtherChoices(view: LiveView, answer: Answer): void {
  for (const choice of answer.choices) {
    if (choice.index === 0) continue
    const reason = choice.finishReason === null ? '' : ` · ${endWords(choice)}`
    view.text(`\n\n---\n\n**Choice ${choice.index}**${reason}\n\n${choice.text || choice.refusal}`)
  }
}

/** Finish reasons a reader should notice, in words. */
const FINISH_WORDS: Readonly<Record<string, string>> = {
  stop: 'finished',
  length: 'cut off: the token limit was reached (length)',
  max_tokens: 'cut off: the token limit was reached (max_tokens)',
  model_length: 'cut off: the context is full (model_length)',
  content_filter: 'cut off by the content filter (content_filter)',
  safety: 'cut off by the content filter (safety)',
  sensitive: 'cut off by the content filter (sensitive)',
  recitation: 'cut off by the content filter (recitation)',
  abort: 'aborted by the server (abort)',
  insufficient_system_resource: 'cut off: the server has no room (insufficient_system_resource)',
  tool_calls: 'asks for tools',
  function_call: 'asks for a function',
  error: 'ended by an error of the server (error)',
}

/**
 * A finish reason in words.
 *
 * @param reason - As the server sent it; `null` for none.
 */
function finishWords(reason: string | null): string {
  if (reason === null) return 'no finish reason given'
  return FINISH_WORDS[reason.toLowerCase()] ?? `finish reason: ${reason}`
}

/** Finish reasons of an answer that reached its token limit. */
const LIMIT_REASONS: ReadonlySet<string | undefined> = new Set(['length', 'max_tokens', 'model_length'])

/**
 * How an answer ended, in words; also that its reasoning left no token for the answer itself.
 *
 * @param choice - One of the answer's choices, or the answer.
 */
export function endWords(choice: AnswerChoice): string {
  const { finishReason, text, refusal, reasoning, toolCalls, functionCall } = choice
  const isSilent = text === '' && refusal === '' && toolCalls.length === 0 && functionCall === null
  if (!isSilent || reasoning === '' || !LIMIT_REASONS.has(finishReason?.toLowerCase()))
    return finishWords(finishReason)
  return `cut off: reasoning used up the token limit (${finishReason}). Raise max_tokens`
}

/**
 * The line under an answer: model, finish reason, tokens, time to the first token, tokens per second; what the server
 * tells of its cache, its reasoning and its speed.
 *
 * @param answer - The whole answer.
 */
export function answerFooter(answer: Answer): string {
  const { firstTokenMs, totalMs, tokensPerSecond, server } = answer.timing
  const parts = [answer.model, endWords(answer), tokenWords(answer)]
  if (firstTokenMs !== null) parts.push(`first token ${formatMs(firstTokenMs)}`)
  parts.push(`total ${formatMs(totalMs)}`)
  if (tokensPerSecond !== null) parts.push(`${formatPace(tokensPerSecond)} tokens/s`)
  if (server) parts.push(paceWords(server))
  return parts.filter((part) => part !== '').join(' · ')
}

function tokenWords({ usage }: Answer): string {
  const { prompt_tokens: sent, completion_tokens: got } = usage ?? {}
  if (typeof got !== 'number') return ''
  const [cached, reasoning] = usage ? [cachedTokens(usage), reasoningTokens(usage)] : [0, 0]
  const asked = typeof sent === 'number' ? `${formatCount(sent)}${noteWords(cached, 'cached')} + ` : ''
  return `${asked}${formatCount(got)}${noteWords(reasoning, 'reasoning')} tokens`
}

function noteWords(count: number, what: string): string {
  return count > 0 ? ` (${formatCount(count)} ${what})` : ''
}

function paceWords({ tokensPerSecond, promptTokensPerSecond }: ServerPace): string {
  const parts = [
    tokensPerSecond === null ? '' : `answer ${formatPace(tokensPerSecond)} tokens/s`,
    promptTokensPerSecond === null ? '' : `prompt ${formatPace(promptTokensPerSecond)} tokens/s`,
  ]
  return `by the server's clock: ${parts.filter((part) => part !== '').join(', ')}`
}

function formatPace(pace: number): string {
  return pace < 10 ? pace.toFixed(1) : formatCount(Math.round(pace))
}

/** A failure on one line, with what to do. */
export function failureLine(error: AnswerError): string {
  const hint = ChatError.is(error) ? error.hint : undefined
  return hint === undefined ? error.message : `${error.message} — ${hint}`
}
