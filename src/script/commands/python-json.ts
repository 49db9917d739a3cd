/**
 * JSON as Python's `json` module reads it, with its errors; numbers are kept as Python would print them.
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
class PythonJsonError extends Error {
  constructor(what: string, text: string, at: number) {
    // Python counts characters, JavaScript UTF-16 units.
    const before = text.slice(0, at)
    const line = before.split('\n').length
    const column = [...before.slice(before.lastIndexOf('\n') + 1)].length + 1
    super(`${what}: line ${line} column ${column} (char ${[...before].length})`)
  }
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
