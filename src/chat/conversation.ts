/**
 * Conversations: a chat that remembers what was said.
 */
import type { ChatMessage } from './answer/chat-message'
import { checkCall } from './call/check-call'
import type { ChatOptions } from './chat-options'
import type { ChatResult } from './cell/result'

/** Options of a conversation: those of `chat`; the messages are what was said before. */
export type ConversationOptions = Omit<ChatOptions, 'messages'> & {
  /** Name of the model. */
  readonly model: string
  /** What was said before. @defaultValue nothing */
  readonly messages?: string | readonly ChatMessage[]
  /** What the model is told first. @defaultValue nothing */
  readonly system?: string
  readonly [field: string]: unknown
}

/** A conversation: call it with what to say next. */
export interface Conversation {
  /**
   * Says something and gives the answer. Both are remembered if the answer is whole.
   *
   * @param prompt - A text, or messages.
   * @param options - Options for this turn only.
   */
  (prompt: string | readonly ChatMessage[], options?: Partial<ConversationOptions>): Promise<ChatResult>
  /** Everything said so far. */
  readonly messages: readonly ChatMessage[]
  /** Forgets everything but what it began with. */
  reset(): void
}

/** What a turn does: the call of `chat`. */
export type Ask = (options: ChatOptions) => Promise<ChatResult>

/**
 * Starts a conversation.
 *
 * @param options - Options of every turn.
 * @param prepare - Called when a turn begins, gives what asks; so an answer is shown in the cell that asked for it.
 */
export function createConversation(options: ConversationOptions, prepare: () => Ask): Conversation {
  checkCall('chat.with', options)
  const { system, messages: before, ...common } = options
  const first: readonly ChatMessage[] = [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    ...asMessages(before ?? []),
  ]
  let messages = first
  /** Turns follow each other, also when a cell does not wait for one. */
  let last: Promise<unknown> = Promise.resolve()

  const say = async (prompt: string | readonly ChatMessage[], extra: Partial<ConversationOptions>) => {
    const ask = prepare()
    const before = last
    let finish = (): void => {}
    last = new Promise<void>((resolve) => (finish = resolve))
    try {
      await before
      const turn = { ...common, ...extra, messages: [...messages, ...asMessages(prompt)] } as ChatOptions
      const result = await ask(turn)
      if (!result.error) messages = result.messages
      return result
    } finally {
      finish()
    }
  }
  const conversation = (prompt: string | readonly ChatMessage[], extra: Partial<ConversationOptions> = {}) =>
    say(prompt, extra)
  return Object.defineProperties(conversation, {
    messages: { get: () => messages, enumerable: true },
    reset: { value: () => void (messages = first) },
  }) as unknown as Conversation
}

function asMessages(value: string | readonly ChatMessage[]): readonly ChatMessage[] {
  return typeof value === 'string' ? [{ role: 'user', content: value }] : value
}
