/**
 * JSON as Python's `json` module reads and writes it: its errors, its number formats, its escapes.
 * Pure; knows nothing of the command line of `json.tool`.
 * @see https://docs.python.org/3.11/library/json.html
 */

/** A value as Python keeps it: integers of any size and floats stay apart, objects keep their order. */
export type PythonValue =
  | null
  | boolean
  | string
  | { readonly number: string }
  | readonly PythonValue[]
  | ReadonlyMap<string, PythonValue>

/** Text that is not JSON; the message is Python's, with line, column and character. */
export class PythonJsonError extends Error {
  constructor(what: string, text: string, at: number) {
    // Python counts characters, JavaScript UTF-16 units.
    const before = text.slice(0, at)
    const line = before.split('\n').length
    const column = [...before.slice(before.lastIndexOf('\n') + 1)].length + 1
    super(`${what}: line ${line} column ${column} (char ${[...before].length})`)
  }
}

/** How values are written. */
export interface DumpOptions {
  /** One level of indentation; `undefined` writes everything on one line. */
  readonly indent: string | undefined
  readonly sortKeys: boolean
  readonly ensureAscii: boolean
  /** No blank after `,` and `:`. */
  readonly compact: boolean
}

/** Deepest nesting; Python gives up at its recursion limit, a little below 1000. */
const MAX_DEPTH = 990

/**
 * Reads a whole document.
 *
 * @param text - With `\n` as the only line end, as Python's text mode gives it.
 * @throws PythonJsonError with Python's words.
 */
export function parsePythonJson(text: string): PythonValue {
  if (text.startsWith('\ufeff'))
    throw new PythonJsonError('Unexpected UTF-8 BOM (decode using utf-8-sig)', text, 0)
  const reader = new Reader(text)
  reader.skipBlanks()
  const value = reader.value(0)
  reader.skipBlanks()
  if (reader.at !== text.length) throw new PythonJsonError('Extra data', text, reader.at)
  return value
}

class Reader {
  at = 0
  constructor(readonly text: string) {}

  skipBlanks(): void {
    while (BLANKS.has(this.text.charCodeAt(this.at))) this.at++
  }

  value(depth: number): PythonValue {
    if (depth > MAX_DEPTH) throw new Error('RecursionError: maximum recursion depth exceeded')
    const char = this.text[this.at]
    if (char === '"') return this.#string()
    if (char === '{') return this.#object(depth)
    if (char === '[') return this.#array(depth)
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.at)) continue
      this.at += word.length
      return value
    }
    return this.#number()
  }

  #object(depth: number): PythonValue {
    const entries = new Map<string, PythonValue>()
    this.at++
    this.skipBlanks()
    if (this.#accept('}')) return entries
    for (;;) {
      if (this.text[this.at] !== '"') this.#fail('Expecting property name enclosed in double quotes')
      const key = this.#string()
      this.skipBlanks()
      if (!this.#accept(':')) this.#fail("Expecting ':' delimiter")
      this.skipBlanks()
      entries.set(key, this.value(depth + 1))
      this.skipBlanks()
      if (this.#accept('}')) return entries
      if (!this.#accept(',')) this.#fail("Expecting ',' delimiter")
      this.skipBlanks()
    }
  }

  #array(depth: number): PythonValue {
    const items: PythonValue[] = []
    this.at++
    this.skipBlanks()
    if (this.#accept(']')) return items
    for (;;) {
      items.push(this.value(depth + 1))
      this.skipBlanks()
      if (this.#accept(']')) return items
      if (!this.#accept(',')) this.#fail("Expecting ',' delimiter")
      this.skipBlanks()
    }
  }

  #string(): string {
    const begin = this.at++
    let out = ''
    for (;;) {
      PLAIN.lastIndex = this.at
      const plain = PLAIN.exec(this.text)?.[0] ?? ''
      out += plain
      this.at += plain.length
      const char = this.text[this.at]
      if (char === undefined) throw new PythonJsonError('Unterminated string starting at', this.text, begin)
      if (char === '"') {
        this.at++
        return out
      }
      if (char !== '\\') this.#fail('Invalid control character at')
      out += this.#escape(begin)
    }
  }

  #escape(begin: number): string {
    const kind = this.text[this.at + 1]
    if (kind === undefined) throw new PythonJsonError('Unterminated string starting at', this.text, begin)
    if (kind !== 'u') {
      const char = ESCAPES[kind]
      if (char === undefined) this.#fail('Invalid \\escape')
      this.at += 2
      return char as string
    }
    const hex = this.text.slice(this.at + 2, this.at + 6)
    // Python also wants a character after the digits.
    if (!/^[\da-fA-F]{4}$/.test(hex) || this.at + 6 >= this.text.length)
      this.#fail('Invalid \\uXXXX escape', this.at + 1)
    this.at += 6
    return String.fromCharCode(parseInt(hex, 16))
  }

  #number(): PythonValue {
    NUMBER.lastIndex = this.at
    const match = NUMBER.exec(this.text)
    if (!match) this.#fail('Expecting value')
    const [whole, integer, rest] = match as unknown as [string, string, string]
    this.at += whole.length
    if (rest !== '') return { number: formatFloat(Number(whole)) }
    const digits = integer.replace('-', '').length
    if (digits > 4300)
      throw new Error(
        `Exceeds the limit (4300 digits) for integer string conversion: value has ${digits} digits; use sys.set_int_max_str_digits() to increase the limit`,
      )
    return { number: integer === '-0' ? '0' : integer }
  }

  #accept(char: string): boolean {
    if (this.text[this.at] !== char) return false
    this.at++
    return true
  }

  #fail(what: string, at = this.at): never {
    throw new PythonJsonError(what, this.text, at)
  }
}

const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d])
// eslint-disable-next-line no-control-regex -- control characters are what ends a plain run
const PLAIN = /[^"\\\x00-\x1f]*/y
const NUMBER = /(-?(?:0|[1-9]\d*))((?:\.\d+)?(?:[eE][-+]?\d+)?)/y
const WORDS: readonly (readonly [string, PythonValue])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', { number: 'NaN' }],
  ['Infinity', { number: 'Infinity' }],
  ['-Infinity', { number: '-Infinity' }],
]
const ESCAPES: Readonly<Record<string, string | undefined>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** `float.__repr__`: the shortest digits, an exponent from 1e16 on and below 1e-4. */
function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [mantissa, power] = value.toExponential().split('e') as [string, string]
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 16) {
    const sign = value < 0 ? '-' : ''
    const digits = mantissa.replace(/[-.]/g, '')
    if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
    const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
    return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
  }
  const sign = exponent < 0 ? '-' : '+'
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
}

/** Writes a value as `json.dump` does. */
export function dumpPythonJson(value: PythonValue, options: DumpOptions): string {
  const chunks: string[] = []
  write(value, options, '\n', chunks)
  return chunks.join('')
}

function write(value: PythonValue, options: DumpOptions, newline: string, out: string[]): void {
  if (value === null || typeof value === 'boolean') out.push(String(value))
  else if (typeof value === 'string') out.push(quoteString(value, options.ensureAscii))
  else if (Array.isArray(value))
    writeAll('[', ']', value as readonly PythonValue[], options, newline, out, write)
  else if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<string, PythonValue>)]
    if (options.sortKeys) entries.sort(([a], [b]) => compareCodePoints(a, b))
    writeAll('{', '}', entries, options, newline, out, (entry, _, inner) => {
      const [key, item] = entry
      out.push(quoteString(key, options.ensureAscii), options.compact ? ':' : ': ')
      write(item, options, inner, out)
    })
  } else out.push((value as { number: string }).number)
}

function writeAll<T>(
  open: string,
  close: string,
  items: readonly T[],
  options: DumpOptions,
  newline: string,
  out: string[],
  writeItem: (item: T, options: DumpOptions, newline: string, out: string[]) => void,
): void {
  if (items.length === 0) {
    out.push(open, close)
    return
  }
  const inner = options.indent === undefined ? '' : newline + options.indent
  const separator = options.indent === undefined && !options.compact ? ', ' : ','
  items.forEach((item, index) => {
    out.push(index === 0 ? open : separator, inner)
    writeItem(item, options, inner, out)
  })
  out.push(options.indent === undefined ? '' : newline, close)
}

const SHORT: Readonly<Record<string, string | undefined>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function quoteString(text: string, ensureAscii: boolean): string {
  const lone = ensureAscii ? -1 : text.search(/\p{Cs}/u)
  if (lone !== -1) {
    const code = text.charCodeAt(lone).toString(16)
    throw new Error(
      `'utf-8' codec can't encode character '\\u${code}' in position ${lone + 1}: surrogates not allowed`,
    )
  }
  // eslint-disable-next-line no-control-regex -- control characters are what must be escaped
  const special = ensureAscii ? /["\\]|[^ -~]/g : /["\\\x00-\x1f]/g
  const escape = (char: string): string =>
    SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `"${text.replace(special, escape)}"`
}

function compareCodePoints(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
