/**
 * Words into shell text and back: `split(quote(words))` is `words`. Pure; knows nothing of variables or commands.
 */

/**
 * Writes words so that bash, and {@link split}, read exactly these words again.
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

/**
 * Reads shell text that holds only words: blanks separate, quotes and backslashes protect, nothing is expanded.
 *
 * @param text - What {@link quote} gives, or a simple command line.
 * @returns The words.
 * @throws SyntaxError when a quote is not closed.
 */
export function split(text: string): string[] {
  const words: string[] = []
  let word: string | undefined
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at)
    const blank = /^[ \t\n]+/.exec(rest)
    if (blank) {
      if (word !== undefined) words.push(word)
      word = undefined
      at += blank[0].length
      continue
    }
    const [raw, value] = readChunk(rest)
    word = (word ?? '') + value
    at += raw
  }
  return word === undefined ? words : [...words, word]
}

/** One quoted part, one escaped character or one run of plain ones: its length in the text, and what it says. */
function readChunk(text: string): [length: number, value: string] {
  const single = /^'([^']*)'/.exec(text)
  if (single) return [single[0].length, single[1] as string]
  const double = /^"((?:\\[\s\S]|[^"\\])*)"/.exec(text)
  if (double) {
    const value = (double[1] as string).replace(/\\([$`"\\\n])/g, (_, char: string) =>
      char === '\n' ? '' : char,
    )
    return [double[0].length, value]
  }
  if (text.startsWith("'") || text.startsWith('"'))
    throw new SyntaxError(`The quote ${text[0]} is not closed.`)
  if (text.startsWith('\\')) return [Math.min(2, text.length), text[1] === '\n' ? '' : (text[1] ?? '\\')]
  const plain = /^[^ \t\n'"\\]+/.exec(text)?.[0] ?? ''
  return [plain.length, plain]
}
