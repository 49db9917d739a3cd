/**
 * The syntax of `.env` files, by the rule of python-dotenv (`%dotenv` is its magic), with two exceptions of Docker
 * Compose's: nothing is filled in between single quotes, and a name that there is not stays as it stands. Pure. Owns also
 * what is said of a line that other readers of such files read in another way. Names appear there, never values.
 * @see https://github.com/theskumar/python-dotenv#file-format
 * @see https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
 */

/** What a file says. */
export interface DotenvFile {
  /** Values by name, in order; of a name that is there twice, the last. */
  readonly values: Readonly<Record<string, string>>
  /** Sentences about lines that are read differently elsewhere, or not at all. */
  readonly notes: readonly string[]
}

/** Value of a variable that is no variable of the file. */
type Lookup = (name: string) => string | undefined

const NAME = /[^\S\n]*(?:export[^\S\n]+)?(?:'([^'\n]+)'|([^\s=#'"]+))[^\S\n]*=[^\S\n]*/y
const SINGLE = /'((?:[^'\\]|\\[^])*)'(?=[^\S\n]*(?:#[^\n]*)?(?:\n|$))/y
const DOUBLE = /"((?:[^"\\]|\\[^])*)"(?=[^\S\n]*(?:#[^\n]*)?(?:\n|$))/y
const REFERENCE = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g

/**
 * Reads a file.
 *
 * @param text - Its text; a byte order mark and CRLF are as if they were not there.
 * @param lookup - For `$\{NAME\}` of a variable that the file has not set above; by default there is none.
 */
export function parseDotenv(text: string, lookup: Lookup = () => undefined): DotenvFile {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const values: Record<string, string> = Object.create(null) as Record<string, string>
  const notes: string[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (match === null) return undefined
    at += match[0].length
    return match
  }
  while (at < source.length) {
    const lineEnd = source.indexOf('\n', at) < 0 ? source.length : source.indexOf('\n', at)
    const line = source.slice(at, lineEnd).trim()
    if (line === '' || line.startsWith('#')) {
      at = lineEnd + 1
      continue
    }
    const number = source.slice(0, at).split('\n').length
    const [, quotedName, plainName] = take(NAME) ?? []
    const name = quotedName ?? plainName
    if (name === undefined) {
      notes.push(`line ${number} is not NAME=value and was left out`)
      at = lineEnd + 1
      continue
    }
    const single = take(SINGLE)
    const double = single === undefined ? take(DOUBLE) : undefined
    const plain = source.slice(at, lineEnd)
    const note = (sentence: string) => notes.push(`${name}: ${sentence}`)
    let value: string
    if (single !== undefined) value = (single[1] as string).replace(/\\([\\'])/g, '$1')
    else if (double !== undefined) value = fill(unescape(double[1] as string, note), { values, lookup, note })
    else value = fill(readPlain(plain, note), { values, lookup, note })
    if (Object.hasOwn(values, name) && values[name] !== value) note('it is set twice; the last value counts')
    values[name] = value
    const rest = source.indexOf('\n', at)
    at = rest < 0 ? source.length : rest + 1
  }
  return { values: { ...values }, notes }
}

type Note = (sentence: string) => void

/** A value without quotes: all of its line, up to a `#` after a blank. */
function readPlain(text: string, note: Note): string {
  const value = text.replace(/(?:^|\s+)#(?=\s|$).*$|\s+#.*$/, '').trim()
  if (/^['"]/.test(value))
    note('its quotes are no pair around the value, so they belong to it; write \\" or \\\' for one inside')
  else if (value.includes('#'))
    note(
      'the # belongs to its value; dotenv of Node ends the value there, so put it in quotes to be read alike',
    )
  else if (/^`[^`]*`$/.test(value)) note('the backticks belong to its value; dotenv of Node takes them off')
  return value
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

function unescape(text: string, note: Note): string {
  const value = text.replace(/\\([^])/g, (whole, char: string) => ESCAPES[char] ?? whole)
  if (/^[A-Za-z]:\\/.test(text) && /[\x07-\x0d]/.test(value))
    note('a \\ with a letter is a control character between double quotes; for a path use single quotes')
  return value
}

interface Filling {
  readonly values: Readonly<Record<string, string>>
  readonly lookup: Lookup
  readonly note: Note
}

function fill(text: string, { values, lookup, note }: Filling): string {
  let isFilled = false
  let isUnknown = false
  const value = text.replace(REFERENCE, (whole, name: string, fallback: string | undefined) => {
    const found = lookup(name) ?? (Object.hasOwn(values, name) ? values[name] : undefined)
    const filled = found === undefined || (found === '' && fallback !== undefined) ? fallback : found
    if (filled === undefined) isUnknown = true
    else isFilled = true
    return filled ?? whole
  })
  // Not which one: it may be a piece of a password.
  if (isUnknown) note('a ${…} in its value names no variable and stays; other readers put nothing there')
  if (isFilled) note('${…} in its value was filled in; dotenv of Node leaves it, single quotes keep it')
  else if (!isUnknown && /(?<!\\)\$[A-Za-z_]/.test(text))
    note('the $ belongs to its value; Docker Compose fills in a variable there, single quotes keep it')
  return value
}
