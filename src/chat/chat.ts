/**
 * The public `chat`: light to import; the work is loaded with the first call.
 */
import { currentScope } from '../kernel/scope/scope'
import type { ChatOptions } from './chat-options'
import { type Conversation, type ConversationOptions, createConversation, type Ask } from './conversation'
import type { ChatResult } from './cell/result'
import { noteShown } from '../kernel/scope/shown-values'

/** What `chat` is: a call, and the beginning of conversations. */
export interface Chat {
  /**
   * Asks a chat model and shows its answer while it comes.
   *
   * @param options - Model, messages, where to ask, and any field of the request.
   * @returns The whole answer.
   * @throws ChatError when the answer is not whole: its `code` says why, its `partial` holds what arrived.
   * @throws StoppedError when the cell or the call is stopped, with what arrived in `partial`.
   * @throws MagicsError `tool-loop` when the model still asks for tools after `maxSteps` rounds.
   * @throws UsageError for a call without model or messages, an option that there is not, or when no server is known.
   * @example
   * ```ts
   * const { text } = await chat({ model: 'deci-nano', messages: 'How far is the moon?' })
   * ```
   */
  (options: ChatOptions): Promise<ChatResult>
  /**
   * Starts a conversation that remembers what was said.
   *
   * @param options - Options of every turn.
   * @returns A function to say the next thing with.
   * @throws UsageError for an option that there is not.
   * @example
   * ```ts
   * const c = chat.with({ model: 'deci-nano', system: 'Answer in one sentence.' })
   * await c('How far is the moon?')
   * await c('And the sun?')
   * ```
   */
  with(options: ConversationOptions): Conversation
}

/** Takes the cell of the moment; what it gives asks in that cell. */
const prepare = (): Ask => {
  const scope = currentScope()
  return async (options) => {
    const { runChat } = await import('./cell/run-chat.js')
    const result = await runChat(options, scope)
    return options.quiet ? result : noteShown(result, scope)
  }
}

/** Asks a chat model and shows its answer while it comes; see {@link Chat}. */
export const chat: Chat = Object.assign(
  async (options: ChatOptions): Promise<ChatResult> => prepare()(options),
  {
    with: (options: ConversationOptions) => createConversation(options, prepare),
  },
)
