/**
 * Shell text back to words: what a reader of quotes makes of them, without a shell.
 */

/**
 * Reads shell text that holds only words: blanks separate, quotes and backslashes protect, nothing is expanded.
 *
 * @param text - What `quote` gives, or a simple command line.
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
