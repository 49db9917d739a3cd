/**
 * The public `chat`: light to import; the work is loaded with the first call.
 */
import { currentScope } from '../kernel/scope'
import type { ChatOptions } from './chat-options'
import type { ChatResult } from './result'

/**
 * Asks a chat model and shows its answer while it comes.
 *
 * @param options - Model, messages, where to ask, and any field of the request.
 * @returns The whole answer.
 * @throws ChatError when the answer is not whole: its `code` says why, its `partial` holds what arrived.
 * @example
 * ```ts
 * const { text } = await chat({ model: 'deci-nano', messages: 'How far is the moon?' })
 * ```
 */
export async function chat(options: ChatOptions): Promise<ChatResult> {
  const scope = currentScope()
  const { runChat } = await import('./run-chat.js')
  return runChat(options, scope)
}
