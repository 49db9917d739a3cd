/**
 * Values as plain JSON, for content that is sent: a copy without methods, cycles and proxies, of bounded size.
 */

/** A JSON value and its text. */
export interface PlainJson {
  readonly value: unknown
  readonly text: string
}

/**
 * Copies a value by way of JSON.
 *
 * @param value - Anything.
 * @param maxChars - Most characters of its text.
 * @returns `undefined` when it is not JSON (a cycle, a BigInt, a function) or too long.
 */
export function toPlainJson(value: unknown, maxChars: number): PlainJson | undefined {
  try {
    const text = JSON.stringify(value) as string | undefined
    if (text === undefined || text.length > maxChars) return undefined
    return { value: JSON.parse(text), text }
  } catch {
    return undefined
  }
}
