/**
 * A message of a conversation: the type that requests, results and tools share. Holds no code.
 */

/** A message of a conversation, in the form of the API. */
export interface ChatMessage {
  /** Who speaks: `system`, `developer`, `user`, `assistant` or `tool`. */
  readonly role: string
  /** What is said: text, or parts such as images. */
  readonly content?: string | null | readonly unknown[]
  readonly [field: string]: unknown
}
