/**
 * The messages of a request as texts. Pure.
 */

/** A message, as far as a canned answer looks at it. */
export interface Message {
  readonly role: string
  readonly text: string
}

/**
 * Reads a list of messages.
 * @param value - The body's list; anything may be in it.
 * @returns The messages, or `undefined` when it is not a list of messages or empty.
 */
export function readMessages(value: unknown): Message[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const messages: Message[] = []
  for (const item of value as unknown[]) {
    if (typeof item !== 'object' || item === null) return undefined
    const { role, content } = item as { role?: unknown; content?: unknown }
    if (typeof role !== 'string') return undefined
    messages.push({ role, text: textOf(content) })
  }
  return messages
}

/**
 * Reads a content: a text, or a list of parts, of which only those with a text count here.
 * @param content - The content; anything may be in it.
 */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: { text?: unknown } | null) => (typeof part?.text === 'string' ? part.text : ''))
    .join('')
}
