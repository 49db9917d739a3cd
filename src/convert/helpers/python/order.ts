/** Truth, equality and order. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'
import { plainNumber } from './numbers'

/** `bool(value)`: empty lists and dicts are false */
export function truthy(value: any): boolean {
  if (value instanceof Set || value instanceof Map) return value.size > 0
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0
  if (value instanceof Number) return Number(value) !== 0
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.keys(value).length > 0
  // An object of a class that says how long it is.
  if (typeof value?.length === 'number' && typeof value === 'object') return value.length > 0
  return Boolean(value)
}

/** `a or b` */
export function orElse(value: any, otherwise: any): any {
  return truthy(value) ? value : otherwise
}

/** `a == b`: lists and dicts by what is in them */
export function equals(a: any, b: any): boolean {
  if (a instanceof Number || b instanceof Number) return equals(plainNumber(a), plainNumber(b))
  a ??= null
  b ??= null
  if (typeof a === 'boolean' && typeof b === 'number') return Number(a) === b
  if (typeof b === 'boolean' && typeof a === 'number') return Number(b) === a
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  if (a instanceof Date || b instanceof Date)
    return a instanceof Date && b instanceof Date && Number(a) === Number(b) && 'zone' in a === 'zone' in b
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((each) => b.has(each))
  if (a instanceof Map && b instanceof Map)
    return a.size === b.size && [...a].every(([key, each]) => b.has(key) && equals(each, b.get(key)))
  if (Array.isArray(a)) return a.length === b.length && a.every((each, index) => equals(each, b[index]))
  if (a instanceof Map || b instanceof Map) return sizeOf(a) === 0 && sizeOf(b) === 0
  if (isObject(a) || isObject(b)) return sameObjects(a, b)
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equals(a[key], b[key]))
  )
}

/** Whether a value is an object of a class, and no dict */
function isObject(value: any): boolean {
  const proto = Object.getPrototypeOf(value)
  return proto !== Object.prototype && proto !== null
}

/** Objects are equal where their class says so, and else only to themselves */
function sameObjects(a: any, b: any): boolean {
  if (a === b) return true
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime()
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.from(a).equals(b)
  return typeof a.equals === 'function' && a.equals(b)
}

/** `value in container` */
export function contains(container: any, value: any): boolean {
  if (typeof container === 'string') {
    if (typeof value !== 'string') throw new TypeError("'in <string>' requires string as left operand")
    return container.includes(value)
  }
  if (container instanceof Set || container instanceof Map)
    return container.has(value instanceof Number ? Number(value) : value)
  if (Array.isArray(container)) return container.some((each) => equals(each, value))
  if (container === null || typeof container !== 'object') throw new TypeError('argument is not iterable')
  if (isObject(container) && typeof container.has === 'function') return container.has(value)
  return Object.hasOwn(container, value)
}

/** `a < b` is below 0, `a > b` above */
export function compare(a: any, b: any): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    const index = a.findIndex((each, at) => at >= b.length || !equals(each, b[at]))
    if (index < 0) return a.length - b.length
    return index >= b.length ? 1 : compare(a[index], b[index])
  }
  if (typeof a?.isBelow === 'function') return a.isBelow(b) ? -1 : b.isBelow(a) ? 1 : 0
  if (typeof a === 'boolean' || a instanceof Number) return compare(Number(a), b)
  if (typeof b === 'boolean' || b instanceof Number) return compare(a, Number(b))
  if (a instanceof Date && b instanceof Date) {
    if ('zone' in a !== 'zone' in b)
      throw new TypeError("can't compare offset-naive and offset-aware datetimes")
    return Number(a) - Number(b)
  }
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

/** `max(values, key=…, default=…)` */
export function max(
  values: Iterable<any>,
  options: { key?: (value: any) => any; otherwise?: any } = {},
): any {
  return extreme(values, 1, options)
}

/** `min(values, key=…, default=…)` */
export function min(
  values: Iterable<any>,
  options: { key?: (value: any) => any; otherwise?: any } = {},
): any {
  return extreme(values, -1, options)
}

function extreme(
  values: Iterable<any>,
  sign: 1 | -1,
  options: { key?: (value: any) => any; otherwise?: any },
): any {
  const { key = (value: any) => value } = options
  const all = [...values]
  if (all.length === 0) {
    if ('otherwise' in options) return options.otherwise
    throw failure('ValueError', 'iterable argument is empty')
  }
  return all.reduce((best, each) => (compare(key(each), key(best)) * sign > 0 ? each : best))
}

function sizeOf(dict: any): number {
  return dict instanceof Map ? dict.size : Object.keys(dict).length
}
