/**
 * Brace expansion: `a{b,c}d` and `{1..3}` into several words, on the text of a word before anything else happens.
 * @see https://www.gnu.org/software/bash/manual/html_node/Brace-Expansion.html
 */

/**
 * Expands the braces of one word.
 *
 * @param word - Source text of a word, quotes and all.
 * @returns Source texts of the words it stands for; the same text when there is nothing to expand.
 */
export function expandBraces(word: string): string[] {
  for (let open = nextOpen(word, 0); open !== -1; open = nextOpen(word, open + 1)) {
    const close = matching(word, open)
    if (close === -1) continue
    const items = alternatives(word.slice(open + 1, close))
    if (items === undefined) continue
    const before = word.slice(0, open)
    const after = expandBraces(word.slice(close + 1))
    return items.flatMap((item) => after.map((rest) => before + item + rest))
  }
  return [word]
}

function alternatives(inside: string): string[] | undefined {
  const items = splitCommas(inside)
  if (items.length > 1) return items.flatMap(expandBraces)
  return sequence(inside)
}

function sequence(inside: string): string[] | undefined {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(inside)
  if (numbers) {
    const [, from, to, by] = numbers as unknown as [string, string, string, string | undefined]
    // A leading zero asks for equal width.
    const padded = [from, to].some((text) => /^-?0\d/.test(text))
    const width = padded ? Math.max(from.length, to.length) : 0
    return range(Number(from), Number(to), by).map((value) => {
      const digits = String(Math.abs(value)).padStart(width - (value < 0 ? 1 : 0), '0')
      return value < 0 ? `-${digits}` : digits
    })
  }
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(inside)
  if (!letters) return undefined
  const [, from, to, by] = letters as unknown as [string, string, string, string | undefined]
  return range(from.charCodeAt(0), to.charCodeAt(0), by).map((code) => {
    const char = String.fromCharCode(code)
    // Between `Z` and `a` lie characters that are syntax; bash quotes them by accident of order, so do we on purpose.
    return /\w/.test(char) ? char : `\\${char}`
  })
}

function range(from: number, to: number, by: string | undefined): number[] {
  const step = Math.abs(Number(by ?? 1)) || 1
  const count = Math.floor(Math.abs(to - from) / step) + 1
  const sign = to < from ? -1 : 1
  return Array.from({ length: count }, (_, index) => from + sign * step * index)
}

/** Offset of the next unquoted `\{` that is not part of `$\{`, or -1. */
function nextOpen(text: string, from: number): number {
  for (let at = skipTo(text, 0, from); at < text.length; at = step(text, at)) if (text[at] === '{') return at
  return -1
}

/** Moves over quoted parts so that `from` is not inside one. */
function skipTo(text: string, start: number, from: number): number {
  let at = start
  while (at < from) at = step(text, at)
  return at
}

function matching(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at = step(text, at)) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return -1
}

function splitCommas(text: string): string[] {
  const items: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at = step(text, at)) {
    if (text[at] === '{') depth++
    else if (text[at] === '}') depth--
    else if (text[at] === ',' && depth === 0) {
      items.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...items, text.slice(start)]
}

/** The offset after the character or the quoted or substituted part that begins at `at`. */
function step(text: string, at: number): number {
  const rest = text.slice(at)
  const quotedPart =
    /^(?:\\[\s\S]|'[^']*'|\$'(?:\\[\s\S]|[^'\\])*'|\$?"(?:\\[\s\S]|[^"\\])*"|`(?:\\[\s\S]|[^`\\])*`)/.exec(
      rest,
    )
  if (quotedPart) return at + quotedPart[0].length
  if (/^\$[({[]/.test(rest)) return closeOf(text, at + 1)
  return at + 1
}

/** The offset after the bracket that closes the one at `open`, quotes inside respected. */
function closeOf(text: string, open: number): number {
  const pairs: Readonly<Record<string, string | undefined>> = { '(': ')', '{': '}', '[': ']' }
  const close = pairs[text[open] ?? '']
  let depth = 0
  for (let at = open; at < text.length;) {
    if (text[at] === text[open]) depth++
    else if (text[at] === close && --depth === 0) return at + 1
    at = at === open ? at + 1 : step(text, at)
  }
  return text.length
}
