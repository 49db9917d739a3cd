/**
 * Who is in a class: lines of a text file, each `NAME` or `NAME TOKEN`. Owns what a name and a token may be, so that
 * neither a terminal, a page nor a spreadsheet takes one for something else. Pure.
 */

/** A line of a class. */
export interface RosterLine {
  readonly name: string
  /** Absent where the line has none. */
  readonly token?: string
}

/** A class as its file has it. */
export interface Roster {
  readonly lines: readonly RosterLine[]
  /** What is wrong, by the number of the line; never what stands in it. Such lines are left out. */
  readonly problems: readonly string[]
}

/** Letters and digits of any language; then also what addresses of mail and logins have. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+'-]{0,63}$/u
/** What a header can carry, as the specification of bearer tokens has it. */
const TOKEN = /^[A-Za-z0-9._~+/-]{16,256}=*$/

/** Most lines that are read. */
const MAX_LINES = 100_000

/**
 * Reads the lines of a class. Blank lines do not count, nor does what follows a `#` that begins a word.
 *
 * @param text - The file.
 * @returns Its students in their order, and what is wrong. Two lines of one name count when only one has a token.
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function readRoster(text: string): Roster {
  const byName = new Map<string, RosterLine>()
  const tokens = new Map<string, string>()
  const problems: string[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/, MAX_LINES)
  for (const [index, line] of lines.entries()) {
    const words = line
      .replace(/(^|\s)#.*$/, '')
      .normalize('NFC')
      .split(/\s+/)
      .filter((word) => word !== '')
    if (words.length === 0) continue
    const problem = problemOf(words, { byName, tokens })
    if (problem !== undefined) {
      problems.push(`line ${index + 1}: ${problem}`)
      continue
    }
    const [name = '', token] = words
    const known = byName.get(name)
    if (token !== undefined) tokens.set(token, name)
    byName.set(name, { name, ...(token === undefined ? known?.token && { token: known.token } : { token }) })
  }
  return { lines: [...byName.values()], problems }
}

interface Before {
  readonly byName: ReadonlyMap<string, RosterLine>
  readonly tokens: ReadonlyMap<string, string>
}

function problemOf(words: readonly string[], { byName, tokens }: Before): string | undefined {
  const [name = '', token, ...more] = words
  if (!NAME.test(name))
    return "a name begins with a letter or a digit and has at most 64 letters, digits and . _ @ + ' -."
  if (more.length > 0) return 'a line is NAME or NAME TOKEN. A name has no blanks: write Ada_Lovelace.'
  if (token === undefined) return undefined
  if (!TOKEN.test(token))
    return 'a token has 16 to 256 letters, digits and . _ ~ + / -. A name has no blanks: write Ada_Lovelace.'
  const holder = tokens.get(token)
  if (holder !== undefined && holder !== name) return 'its token is that of another student.'
  const known = byName.get(name)?.token
  return known !== undefined && known !== token ? 'the name is there already, with another token.' : undefined
}
