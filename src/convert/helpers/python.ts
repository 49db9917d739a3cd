/**
 * What Python does and JavaScript does otherwise, as functions that a converted notebook carries when it needs them.
 * Each is copied as text into its first cell: a function stands alone but for others of this file.
 * The values are those of JSON; `null` and `undefined` are None, and a whole number is an int.
 */
/* eslint-disable @typescript-eslint/no-explicit-any, house/positional-parameters */

/** `str(value)` */
export function str(value: any): string {
  return typeof value === 'string' ? value : value instanceof Error ? value.message : repr(value)
}

/** `str(value)` of a part of an answer, which Python shows as an object of a class when it is one */
export function shown(value: any): string {
  if ([value].flat().some((each) => each !== null && typeof each === 'object'))
    throw failure('NotConverted', 'Python would show this object in a form of its own: print its fields.')
  return str(value)
}

/** `repr(value)` */
export function repr(value: any): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return Number.isInteger(value) ? String(exact(value)) : floatText(value)
  if (typeof value === 'string') {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'"
    const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }
    const body = value.replace(/[\\\x00-\x1f\x7f-\xa0\xad]|['"]/g, (char) => {
      if (char === quote) return `\\${char}`
      if (char === "'" || char === '"') return char
      return escapes[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
    })
    return quote + body + quote
  }
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`
  const proto = Object.getPrototypeOf(value)
  if (typeof value === 'object' && (proto === Object.prototype || proto === null))
    return `{${Object.entries(value)
      .map(([key, each]) => `${repr(key)}: ${repr(each)}`)
      .join(', ')}}`
  throw failure(
    'NotConverted',
    `Python would show this ${proto?.constructor?.name ?? typeof value} in a form of its own.`,
  )
}

/** `str(value)` of a float: `1.0`, `1e-05` */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const [digits, power] = Math.abs(value).toExponential().split('e') as [string, string]
  const exponent = Number(power)
  if (value !== 0 && (exponent < -4 || exponent >= 16))
    return `${sign}${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  const all = digits.replace('.', '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${all}`
  const whole = all.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${all.slice(exponent + 1) || '0'}`
}

/** `str(value)` of what is an int or a float: a whole number could be either. */
export function numberText(value: number): string {
  if (!Number.isInteger(value)) return floatText(value)
  throw failure(
    'NotConverted',
    `${value} may be an int or a float, which Python prints differently: say which, with String or toFixed.`,
  )
}

/** An int that a number holds to its last digit. */
export function exact(value: number): number {
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw failure('NotConverted', `An int grew beyond ${Number.MAX_SAFE_INTEGER}, which needs BigInt here.`)
  // Ints have no -0.
  return value + 0
}

/** `bool(value)`: empty lists and dicts are false */
export function truthy(value: any): boolean {
  if (value instanceof Set || value instanceof Map) return value.size > 0
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.keys(value).length > 0
  return Boolean(value)
}

/** `a == b`: lists and dicts by what is in them */
export function equals(a: any, b: any): boolean {
  a ??= null
  b ??= null
  if (typeof a === 'boolean' && typeof b === 'number') return Number(a) === b
  if (typeof b === 'boolean' && typeof a === 'number') return Number(b) === a
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  if (Array.isArray(a)) return a.length === b.length && a.every((each, index) => equals(each, b[index]))
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equals(a[key], b[key]))
  )
}

/** `value in container` */
export function contains(container: any, value: any): boolean {
  if (typeof container === 'string') {
    if (typeof value !== 'string') throw new TypeError("'in <string>' requires string as left operand")
    return container.includes(value)
  }
  if (container instanceof Set) return container.has(value)
  if (Array.isArray(container)) return container.some((each) => equals(each, value))
  if (container === null || typeof container !== 'object') throw new TypeError('argument is not iterable')
  return Object.hasOwn(container, value)
}

/** `len(value)`: characters, not code units */
export function len(value: any): number {
  if (typeof value === 'string') return [...value].length
  if (value instanceof Set || value instanceof Map) return value.size
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length
  if (value === null || typeof value !== 'object') throw new TypeError('object has no len()')
  return Object.keys(value).length
}

/** `value[key]`: negative indices count from the end, and what is missing is an error */
export function item(value: any, key: any): any {
  if (value === null || value === undefined) throw new TypeError("'NoneType' object is not subscriptable")
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) {
    const all = typeof value === 'string' ? [...value] : value
    const name = typeof value === 'string' ? 'string' : 'list'
    if (typeof key !== 'number') throw new TypeError(`${name} indices must be integers`)
    const index = key < 0 ? key + all.length : key
    if (index < 0 || index >= all.length) throw failure('IndexError', `${name} index out of range`)
    return all[index]
  }
  if (Object.hasOwn(value, key)) return value[key]
  throw failure('KeyError', repr(key))
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}

/** `value[key] = item` */
export function setItem(value: any, key: any, item: any): void {
  if (Array.isArray(value)) {
    const index = key < 0 ? key + value.length : key
    if (!(index >= 0 && index < value.length))
      throw failure('IndexError', 'list assignment index out of range')
    value[index] = item
    return
  }
  if (typeof key !== 'string') throw failure('NotConverted', 'A key that is no string needs a Map here.')
  if (key === '__proto__' || (/^(0|[1-9]\d*)$/.test(key) && !Object.hasOwn(value, key)))
    throw failure('NotConverted', `Objects do not keep the key ${key} in its place: use a Map here.`)
  value[key] = item
}

/** `{key: value}` with keys that are worked out */
export function fromEntries(entries: Iterable<readonly any[]>): Record<string, any> {
  const dict = {}
  for (const [key, value] of entries) setItem(dict, key, value)
  return dict
}

/** `dict.get(key, otherwise)` */
export function get(dict: any, key: string, otherwise: any = null): any {
  if (dict === null || typeof dict !== 'object' || Array.isArray(dict))
    throw new TypeError(`only a dict has get`)
  return Object.hasOwn(dict, key) ? dict[key] : otherwise
}

/** `del dict[key]`, `del list[index]`, `dict.pop(key)`, `list.pop(index)` */
export function pop(value: any, key: any, ...otherwise: any[]): any {
  if (otherwise.length > 0 && !Array.isArray(value) && !Object.hasOwn(value, key)) return otherwise[0]
  const found = item(value, key)
  if (Array.isArray(value)) value.splice(key < 0 ? key + value.length : key, 1)
  else delete value[key]
  return found
}

/** `value[start:stop:step]` */
export function slice(value: any, start: number | null = null, stop: number | null = null, step = 1): any {
  if (typeof value !== 'string' && !Array.isArray(value))
    throw new TypeError(`${repr(value)} cannot be sliced`)
  const all = [...value]
  if (step === 0) throw failure('ValueError', 'slice step cannot be zero')
  const size = all.length
  const bound = (index: number | null, none: number) =>
    index === null
      ? none
      : Math.min(Math.max(index < 0 ? index + size : index, step < 0 ? -1 : 0), step < 0 ? size - 1 : size)
  const picked = []
  const end = bound(stop, step < 0 ? -1 : size)
  for (let index = bound(start, step < 0 ? size - 1 : 0); step < 0 ? index > end : index < end; index += step)
    picked.push(all[index])
  return typeof value === 'string' ? picked.join('') : picked
}

/** `text.find(part)`, in characters */
export function find(text: string, part: string): number {
  const index = text.indexOf(part)
  return index < 0 ? index : len(text.slice(0, index))
}

/** `text.rfind(part)`, in characters */
export function rfind(text: string, part: string): number {
  const index = text.lastIndexOf(part)
  return index < 0 ? index : len(text.slice(0, index))
}

/** `value.index(part)` */
export function indexOf(value: any, part: any): number {
  const index =
    typeof value === 'string' ? find(value, part) : value.findIndex((each: any) => equals(each, part))
  if (index < 0)
    throw failure(
      'ValueError',
      typeof value === 'string' ? 'substring not found' : `${repr(part)} is not in list`,
    )
  return index
}

/** `value.count(part)` */
export function count(value: any, part: any): number {
  if (typeof value !== 'string') return value.filter((each: any) => equals(each, part)).length
  return part === '' ? len(value) + 1 : value.split(part).length - 1
}

/** `text.split(separator, times)` */
export function split(text: string, separator: string | null, times = -1): string[] {
  if (separator === '') throw failure('ValueError', 'empty separator')
  const parts = []
  let rest = separator === null ? text.trimStart() : text
  for (;;) {
    const found = separator === null ? rest.search(/\s/) : rest.indexOf(separator)
    if (found < 0 || parts.length === times) break
    parts.push(rest.slice(0, found))
    rest = separator === null ? rest.slice(found).trimStart() : rest.slice(found + separator.length)
  }
  if (separator !== null || rest !== '') parts.push(rest)
  return parts
}

/** `text.splitlines()` */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** `text.strip(chars)` */
export function strip(text: string, chars: string, ends: 'both' | 'left' | 'right' = 'both'): string {
  const all = [...text]
  let [start, end] = [0, all.length]
  if (ends !== 'right') while (start < end && chars.includes(all[start]!)) start++
  if (ends !== 'left') while (end > start && chars.includes(all[end - 1]!)) end--
  return all.slice(start, end).join('')
}

/** `text.title()` */
export function title(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase())
}

/** `text.capitalize()` */
export function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()
}

/** `a + b` */
export function add(a: any, b: any): any {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b]
  if (typeof a === 'string' && typeof b === 'string') return a + b
  return calculate(a, b, (x, y) => x + y)
}

/** `a * b` */
export function multiply(a: any, b: any): any {
  if (typeof a === 'number' && typeof b !== 'number') return multiply(b, a)
  if (typeof a === 'string' && Number.isInteger(b)) return a.repeat(Math.max(0, b))
  if (Array.isArray(a) && Number.isInteger(b)) return Array.from({ length: Math.max(0, b) }, () => a).flat()
  return calculate(a, b, (x, y) => x * y)
}

/** Arithmetic on numbers that may be ints or floats */
export function calculate(a: any, b: any, operation: (a: number, b: number) => number): number {
  if (typeof a !== 'number' || typeof b !== 'number')
    throw new TypeError(`unsupported operand types: ${typeof a} and ${typeof b}`)
  const result = operation(a, b)
  if (Number.isInteger(a) && Number.isInteger(b)) return exact(result)
  if (Number.isInteger(result))
    throw failure('NotConverted', `${result} would be a float in Python, and an int here.`)
  return result
}

/** `a / b` */
export function divide(a: number, b: number): number {
  if (b === 0) throw failure('ZeroDivisionError', 'division by zero')
  return a / b
}

/** `a // b` */
export function floorDivide(a: number, b: number): number {
  if (b === 0) throw failure('ZeroDivisionError', 'integer division or modulo by zero')
  return Math.floor(a / b) + 0
}

/** `a % b`: with the sign of `b` */
export function modulo(a: number, b: number): number {
  if (b === 0) throw failure('ZeroDivisionError', 'integer modulo by zero')
  const rest = a % b
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0
}

/** `round(value, digits)`: halves go to the even neighbour */
export function round(value: number, digits?: number): number {
  return digits === undefined ? Number(toFixed(value, 0)) + 0 : Number(toFixed(value, digits))
}

/** `f"{value:.2f}"`: halves go to the even neighbour */
export function toFixed(value: number, digits: number): string {
  if (Math.abs(value) >= 1e21)
    throw failure('NotConverted', 'A number of more than 21 digits needs BigInt here.')
  const text = value.toFixed(digits)
  // A half that a number holds exactly is the only one; toFixed takes it away from zero.
  const scaled = Math.abs(value) * 10 ** digits
  const isHalf =
    digits <= 15 && scaled % 1 === 0.5 && (Math.floor(scaled) + 0.5) / 10 ** digits === Math.abs(value)
  if (!isHalf || !isExactHalf(value, digits) || Math.floor(scaled) % 2 !== 0) return text
  return ((Math.sign(value) * Math.floor(scaled)) / 10 ** digits).toFixed(digits)
}

function isExactHalf(value: number, digits: number): boolean {
  return (
    value
      .toFixed(Math.min(100, digits + 40))
      .replace(/0+$/, '')
      .split('.')[1]?.length ===
    digits + 1
  )
}

/** `f"{text:<10}"`, in characters */
export function pad(text: string, width: number, side: 'left' | 'right' | 'center', fill = ' '): string {
  const missing = Math.max(0, width - len(text))
  const before = side === 'left' ? 0 : side === 'right' ? missing : Math.floor(missing / 2)
  if (fill === '0' && text.startsWith('-')) return `-${'0'.repeat(missing)}${text.slice(1)}`
  return fill.repeat(before) + text + fill.repeat(missing - before)
}

/** `f"{value:,}"` */
export function thousands(text: string): string {
  return text.replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','))
}

/** `sum(values)` */
export function sum(values: Iterable<any>, start = 0): number {
  return [...values].reduce((total, each) => exact(total + Number(each)), start)
}

/** `min(values)`, `max(values)` */
export function extreme(
  values: Iterable<any>,
  sign: 1 | -1,
  key: (value: any) => any = (value) => value,
): any {
  const all = [...values]
  if (all.length === 0) throw failure('ValueError', 'iterable argument is empty')
  return all.reduce((best, each) => (compare(key(each), key(best)) * sign > 0 ? each : best))
}

/** `a < b` is below 0, `a > b` above */
export function compare(a: any, b: any): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    const index = a.findIndex((each, at) => at >= b.length || !equals(each, b[at]))
    if (index < 0) return a.length - b.length
    return index >= b.length ? 1 : compare(a[index], b[index])
  }
  if (typeof a === 'boolean') return compare(Number(a), b)
  if (typeof b === 'boolean') return compare(a, Number(b))
  if (typeof a !== typeof b || (typeof a !== 'string' && typeof a !== 'number'))
    throw new TypeError(`values of these types have no order: ${typeof a}, ${typeof b}`)
  if (typeof a === 'number') return a - b
  // By characters: code units put an emoji before other letters.
  const [left, right] = [[...a], [...(b as string)]]
  const at = left.findIndex((char, index) => char !== right[index])
  if (at < 0) return left.length - right.length
  return at >= right.length ? 1 : left[at]!.codePointAt(0)! - right[at]!.codePointAt(0)!
}

/** `sorted(values, key=…, reverse=…)` */
export function sorted(
  values: Iterable<any>,
  options: { key?: (value: any) => any; reverse?: boolean } = {},
): any[] {
  const { key = (value: any) => value, reverse = false } = options
  const keyed = [...values].map((value) => ({ value, key: key(value) }))
  keyed.sort((a, b) => (reverse ? compare(b.key, a.key) : compare(a.key, b.key)))
  return keyed.map(({ value }) => value)
}

/** A `catch` lets through what this notebook cannot do as Python does it. */
export function passOn(error: any): void {
  if (error?.name === 'NotConverted') throw error
}

/** What `for` goes over: the keys of a dict, the characters of a text */
export function iterate(value: any): any[] {
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    throw new TypeError(`${repr(value)} is not iterable`)
  if (value instanceof Set)
    throw failure('NotConverted', 'Python does not tell the order of a set: sort it first.')
  return Symbol.iterator in Object(value) ? [...value] : Object.keys(value)
}

/** `range(start, stop, step)` */
export function range(start: number, stop: number, step = 1): number[] {
  if (step === 0) throw new RangeError('range() arg 3 must not be zero')
  return Array.from(
    { length: Math.max(0, Math.ceil((stop - start) / step)) },
    (_, index) => start + index * step,
  )
}

/** `zip(…)` */
export function zip(...all: Iterable<any>[]): any[][] {
  const lists = all.map((each) => [...each])
  const size = Math.min(...lists.map((list) => list.length))
  return Array.from({ length: size }, (_, index) => lists.map((list) => list[index]))
}

/** `int(value)` */
export function int(value: any): number {
  const isText = typeof value === 'string'
  if (isText && !/^\s*[+-]?\d+(_\d+)*\s*$/.test(value))
    throw failure('ValueError', `invalid literal for int() with base 10: ${repr(value)}`)
  const number = Math.trunc(Number(isText ? value.replaceAll('_', '') : value)) + 0
  if (value === null || !Number.isFinite(number)) throw new TypeError('int() needs a string or a number')
  return exact(number)
}

/** `float(value)` */
export function float(value: any): number {
  if (typeof value === 'string' && !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value))
    throw failure('ValueError', `could not convert string to float: ${repr(value)}`)
  return Number(value)
}

/** `template.format(…)` */
export function format(template: string, values: Record<string, any>): string {
  let next = 0
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (whole, field: string | undefined) => {
    if (whole === '{{' || whole === '}}') return whole[0]!
    if (field === undefined) throw failure('ValueError', `Single '${whole}' encountered in format string`)
    if (!/^\w*$/.test(field))
      throw failure('NotConverted', `The field {${field}} of a format string is not converted.`)
    return str(item(values, field === '' ? String(next++) : field))
  })
}

/** `json.loads(text)` */
export function parseJson(text: string): any {
  const numbers = text.match(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? []
  for (const number of numbers)
    if (
      !number.startsWith('"') &&
      (/[.eE]/.test(number) ? Number.isInteger(Number(number)) : !Number.isSafeInteger(Number(number)))
    )
      throw failure('NotConverted', `${number} would be another number here than in Python.`)
  return JSON.parse(text, function (this: any, key, value) {
    if (!Array.isArray(this) && /^(0|[1-9]\d*)$/.test(key))
      throw failure('NotConverted', `Objects do not keep the key ${key} in its place: use a Map here.`)
    return value
  })
}

/** `json.dumps(value, …)` */
export function dumps(
  value: any,
  options: { indent?: number | null; ascii?: boolean; sort?: boolean } = {},
  depth = 0,
): string {
  const { indent = null, ascii = true, sort = false } = options
  if (value === undefined) return 'null'
  if (typeof value === 'number') return Number.isInteger(value) ? String(exact(value)) : floatText(value)
  if (typeof value === 'string') {
    const text = JSON.stringify(value)
    return ascii
      ? text.replace(/[\x7f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
      : text
  }
  if (value === null || typeof value === 'boolean') return String(value)
  const isList = Array.isArray(value)
  if (!isList && Object.getPrototypeOf(value) !== Object.prototype)
    throw new TypeError(`Object of type ${value.constructor?.name} is not JSON serializable`)
  const inner = (each: any) => dumps(each, options, depth + 1)
  const entries = isList ? [] : Object.entries(value)
  if (sort) entries.sort(([a], [b]) => compare(a, b))
  const parts: string[] = isList
    ? value.map(inner)
    : entries.map(([key, each]) => `${dumps(key, options)}: ${inner(each)}`)
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return open + close
  if (indent === null) return `${open}${parts.join(', ')}${close}`
  const pad = `\n${' '.repeat(indent * (depth + 1))}`
  return `${open}${pad}${parts.join(`,${pad}`)}\n${' '.repeat(indent * depth)}${close}`
}

/** `requests.get(url, …)` and its like: the whole answer at once */
export async function request(
  url: string,
  options: {
    method?: string
    params?: any
    headers?: any
    json?: any
    body?: string
    timeoutMs?: number
  } = {},
): Promise<any> {
  const { method = 'GET', params = {}, headers = {}, json, body, timeoutMs } = options
  const address = new URL(url)
  for (const [key, value] of Object.entries(params ?? {}))
    for (const each of [value].flat())
      if (each !== null && each !== undefined) address.searchParams.append(key, str(each))
  const response = await fetch(address, {
    method,
    headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(json === undefined ? (body === undefined ? {} : { body }) : { body: JSON.stringify(json) }),
    ...(timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
  })
  const content = new Uint8Array(await response.arrayBuffer())
  const text = new TextDecoder().decode(content)
  const raiseForStatus = () => {
    if (!response.ok) throw new Error(`${response.status} ${response.statusText} for url: ${response.url}`)
  }
  const { ok, status, headers: received } = response
  return {
    ok,
    status,
    url: response.url,
    headers: Object.fromEntries(received),
    content,
    text,
    json: () => parseJson(text),
    raiseForStatus,
  }
}

/** Waits for each before the next begins, as a list of Python is made. */
export async function mapInTurn<T, R>(values: Iterable<T>, each: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const value of values) results.push(await each(value))
  return results
}
