/**
 * Tokens of canned answers: a stand-in for a tokenizer, exact about one thing only: the pieces join to the text again.
 * Counts come close to those of real models for English and code, which is all that `usage` and `max_tokens` need here.
 */

const TOKEN = /\s*(?:[\p{L}\p{N}_]{1,8}|[^\s\p{L}\p{N}_])|\s+/gu

/**
 * Cuts a text into tokens.
 * @param text - Any text.
 * @returns Pieces that joined give the text; none for an empty text.
 */
export function splitTokens(text: string): string[] {
  return text.match(TOKEN) ?? []
}

/** An answer as long as it was allowed to be. */
export interface CutText {
  /** The text, whole or its beginning. */
  readonly text: string
  /** Tokens in `text`. */
  readonly tokens: number
  /** Whether something was cut off. */
  readonly isCut: boolean
}

/**
 * Keeps the first tokens of a text.
 * @param text - Any text.
 * @param maxTokens - Most tokens to keep; `undefined` keeps all.
 */
export function cutToTokens(text: string, maxTokens: number | undefined): CutText {
  const all = splitTokens(text)
  const kept = maxTokens === undefined ? all : all.slice(0, maxTokens)
  return { text: kept.join(''), tokens: kept.length, isCut: kept.length < all.length }
}
