/**
 * The public `stream`: light to import; the work is loaded with the first call.
 */
import { currentScope } from '../kernel/scope'
import type { ChatResult } from './result'

/** How a stream is shown and given back. */
export interface StreamOptions {
  /**
   * `markdown` (the default) and `text` draw the answer's text while it grows, `events` a line for each event, `json` a
   * tree: of the text if that is JSON, else of everything that came.
   */
  readonly as?: 'markdown' | 'text' | 'events' | 'json'
  /** `false` shows nothing in the cell. */
  readonly draw?: boolean
  /** `false` gives the result back with `error` set where the call would reject. */
  readonly reject?: boolean
  /** Stops the reading when aborted, as the Stop button does. */
  readonly signal?: AbortSignal
}

/**
 * Shows any stream while it comes, and gives its answer.
 *
 * @param source - A stream of the openai client (chat completions or responses), a result of the AI SDK, a `Response`,
 * a readable stream, an iterable of texts, chunks or server-sent events, an `EventSource`, or a promise of one.
 * It is read once and then closed.
 * @param options - How to show it.
 * @returns The whole answer.
 * @throws ChatError when the answer is not whole, with what arrived in `partial`.
 * @example
 * ```ts
 * const { text } = await stream(oai.chat.completions.create({ model, messages, stream: true }))
 * ```
 */
export async function stream(source: unknown, options: StreamOptions = {}): Promise<ChatResult> {
  const scope = currentScope()
  const { runStream } = await import('./run-stream.js')
  return runStream(source, options, scope)
}
