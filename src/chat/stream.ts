/**
 * The public `stream`: light to import; the work is loaded with the first call.
 */
import { currentScope } from '../kernel/scope/scope'
import type { ChatResult } from './cell/result'
import type { StreamOptions } from './chat-options'
import { noteShown } from '../kernel/scope/shown-values'

/**
 * Shows any stream while it comes, and gives its answer.
 *
 * @param source - A stream of the openai client (chat completions or responses), a result of the AI SDK, a `Response`,
 * a readable stream, an iterable of texts, chunks or server-sent events, an `EventSource`, or a promise of one.
 * It is read once and then closed.
 * @param options - How to show it.
 * @returns The whole answer.
 * @throws ChatError when the answer is not whole, with what arrived in `partial`.
 * @throws StoppedError when the cell or the call is stopped, with what arrived in `partial`.
 * @throws UsageError for what is no stream, for a stream that was read before, and for an option that there is not.
 * @example
 * ```ts
 * const oai = openai()
 * const messages = [{ role: 'user' as const, content: 'Hello' }]
 * const { text } = await stream(oai.chat.completions.create({ model: 'deci-nano', messages, stream: true }))
 * ```
 */
export async function stream(source: unknown, options: StreamOptions = {}): Promise<ChatResult> {
  const scope = currentScope()
  const { runStream } = await import('./cell/run-stream.js')
  const result = await runStream(source, options, scope)
  return options.quiet ? result : noteShown(result, scope)
}
