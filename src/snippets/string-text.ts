/**
 * What string literals of all languages have in common. Pure.
 */

/** Fewer characters are as well read with `\n` in them. */
const MIN_LINES_CHARS = 40

/** Whether a text is better read in its own lines. */
export function isWorthLines(text: string): boolean {
  return text.length >= MIN_LINES_CHARS && text.includes('\n') && !text.includes('\r')
}

/** Escapes what hides in a text or turns it around, so that code is what it looks like; TypeScript and Python read it alike. */
export function escapeOddChars(literal: string): string {
  return literal.replace(
    /[\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
