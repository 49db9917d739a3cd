/**
 * `$name` in a magic's line: where a notebook variable may be meant, as in IPython. Owns the pattern and which names
 * belong to the shell; knows nothing of values. Between single quotes a dollar is a dollar, in bash and in IPython.
 */

/** One `$name` or `$\{name\}` of a line. */
export interface Dollar {
  readonly start: number
  readonly end: number
  readonly root: string
  /** `.member` behind it, one after the other; they count only where the value has them. */
  readonly members: readonly { readonly key: string; readonly end: number }[]
}

const NAME = '[A-Za-z_]\\w*'
const DOLLAR = new RegExp(`(?<![\\\\$])\\$(?:\\{(${NAME})\\}|(${NAME})((?:\\.${NAME})*))`, 'g')

/** Lists the dollars of a text that name something which the text itself does not set, in order. */
export function findDollars(text: string): Dollar[] {
  if (!text.includes('$')) return []
  const quoted = listQuoted(text)
  return [...text.matchAll(DOLLAR)].flatMap((match): Dollar[] => {
    const [whole, braced, name, rest = ''] = match
    const root = (braced ?? name) as string
    const start = match.index
    if (quoted.some(({ from, to }) => from < start && start < to) || isSetIn(text, root)) return []
    let end = start + whole.length - rest.length
    const members = rest
      .split('.')
      .slice(1)
      .map((key) => ({ key, end: (end += key.length + 1) }))
    return [{ start, end: start + whole.length - rest.length, root, members }]
  })
}

/** Stretches between single quotes that are not inside of double ones. */
function listQuoted(text: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  for (const { 0: piece, index } of text.matchAll(/\\[^]|"(?:\\[^]|[^"\\])*"|'[^']*'/g))
    if (piece.startsWith("'")) found.push({ from: index, to: index + piece.length - 1 })
  return found
}

/** `name=…`, `for name in`, `read name`: then it is a variable of the shell. */
function isSetIn(text: string, name: string): boolean {
  const start = '(?:^|[;&|({\\n]|\\b(?:do|then|else|export|local|declare|readonly)\\b)\\s*'
  const assigned = `${start}(?:\\w+=\\S*\\s+)*${name}\\+?=`
  return new RegExp(
    `${assigned}|\\bfor\\s+${name}\\b|\\b(?:read|mapfile|readarray)\\b[^;|&]*\\b${name}\\b`,
  ).test(text)
}
