/**
 * Masks secrets in header lines that `-v` and `-i` print. Works on a growing text, a line at a time.
 */
import { cleanHeader } from '../../display/exchange-card'

/** Masks the values of secret headers in lines. */
export interface HeaderMask {
  /** Takes more text; a line that could still be a header is held back until it is whole. */
  push(text: string): string
  /** What was held back. */
  end(): string
}

/**
 * Makes a mask.
 *
 * @param prefix - What stands before a header in a line: `[<>] ` for `-v`, nothing for `-i`.
 */
export function createHeaderMask(prefix: '[<>] ' | ''): HeaderMask {
  const header = new RegExp(`^(${prefix})([\\w-]+): ?([^\\r\\n]*)(\\r?\\n?)$`)
  let rest = ''
  const mask = (line: string): string => {
    const match = header.exec(line)
    if (!match) return line
    const [, lead, name, value, end] = match as unknown as [string, string, string, string, string]
    const clean = cleanHeader(name, value)
    // What is not secret stays as it came, blanks and all.
    return clean.includes('\u2022') ? `${lead}${name}: ${clean}${end}` : line
  }
  return {
    push(text) {
      const lines = (rest + text).split(/(?<=\n)/)
      const last = lines.at(-1) ?? ''
      rest = last.endsWith('\n') ? '' : last
      if (rest !== '') lines.pop()
      return lines.map(mask).join('')
    },
    end() {
      const last = mask(rest)
      rest = ''
      return last
    },
  }
}
