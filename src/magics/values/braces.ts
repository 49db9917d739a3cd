/**
 * `\{name\}` in a magic's line: where a notebook variable is meant. Owns the pattern; knows nothing of values.
 * Only names and members count, so that the braces of awk, JSON, curl's `%\{http_code\}` and `$\{HOME\}` stay.
 */
import { IDENTIFIER } from '../../base/identifier'

/** One `\{…\}` of a line. */
export interface Brace {
  readonly start: number
  readonly end: number
  /** The variable: `user` of `\{user.names[0]\}`. */
  readonly root: string
  /** The members below it, in order. */
  readonly keys: readonly (string | number)[]
  /** Written `\{\{name\}\}`: stands for the text `\{name\}`. */
  readonly escaped: boolean
}

const PATH = `(${IDENTIFIER})((?:\\.${IDENTIFIER}|\\[\\d+\\]|\\["[^"\\\\\\]]*"\\]|\\['[^'\\\\\\]]*'\\])*)`
const MEMBER = new RegExp(`\\.(${IDENTIFIER})|\\[(\\d+)\\]|\\[(?:"([^"]*)"|'([^']*)')\\]`, 'gu')
// `${x}` is the shell's, `%{x}` curl's; a backslash keeps a brace as it is.
const BRACE = new RegExp(`(?<![\\\\$%{])(?:\\{\\{${PATH}\\}\\}(?!\\})|\\{${PATH}\\})`, 'gu')

/** Lists the braces of a text that name something, in order. */
export function findBraces(text: string): Brace[] {
  return [...text.matchAll(BRACE)].map((match) => {
    const [whole, escapedRoot, escapedRest, root, rest] = match
    const members = [...((root === undefined ? escapedRest : rest) ?? '').matchAll(MEMBER)]
    return {
      start: match.index,
      end: match.index + whole.length,
      root: (root ?? escapedRoot) as string,
      keys: members.map(([, name, index, double, single]) =>
        index === undefined ? ((name ?? double ?? single) as string) : Number(index),
      ),
      escaped: root === undefined,
    }
  })
}
