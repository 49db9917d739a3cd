/**
 * Words into shell text that gives these words again. Pure; knows nothing of variables or commands.
 */

/**
 * Writes words so that bash reads exactly these words again.
 *
 * @param words - Any texts without NUL, also empty ones and ones with newlines.
 * @returns One line of shell text; line breaks inside a word are kept inside its quotes.
 * @example
 * quote(['curl', '-d', "it's"]) // curl -d 'it'\''s'
 */
export function quote(words: readonly string[]): string {
  return words.map(quoteWord).join(' ')
}

/** Quotes one word only if it needs to be. */
export function quoteWord(word: string): string {
  // A leading ~ or = and a brace could be expanded, so only plainly harmless characters go bare.
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word)) return word
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** Quotes one word always, as `$\{name@Q\}` does. */
export function quoteForBash(word: string): string {
  // bash turns to $'…' when there is a character that cannot be typed.
  if (!/[\x00-\x1f\x7f]/.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`
  const escapes: Readonly<Record<string, string | undefined>> = {
    '\n': '\\n',
    '\t': '\\t',
    '\r': '\\r',
    '\x07': '\\a',
    '\b': '\\b',
    '\f': '\\f',
    '\v': '\\v',
    '\x1b': '\\E',
  }
  const body = word.replace(/[\\'\x00-\x1f\x7f]/g, (char) => {
    if (char === '\\' || char === "'") return `\\${char}`
    return escapes[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`
  })
  return `$'${body}'`
}
