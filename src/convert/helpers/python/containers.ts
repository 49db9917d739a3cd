/** Lists and dicts: what is missing is an error, negative indices count from the end. */
/* eslint-disable @typescript-eslint/no-explicit-any, house/positional-parameters */
import { failure } from './failure'
import { exact } from './numbers'
import { contains, equals } from './order'
import { repr, reprAs } from './show'

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
  if (key instanceof Number) return item(value, Number(key))
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) {
    const all = typeof value === 'string' ? [...value] : value
    const name = typeof value === 'string' ? 'string' : 'list'
    if (typeof key !== 'number') throw new TypeError(`${name} indices must be integers`)
    const index = key < 0 ? key + all.length : key
    if (index < 0 || index >= all.length) throw failure('IndexError', `${name} index out of range`)
    return all[index]
  }
  if (value instanceof Map ? value.has(key) : Object.hasOwn(value, key)) return get(value, key)
  throw keyError(key)
}

function keyError(key: any): Error {
  if (Array.isArray(key)) return failure('KeyError', reprAs(key, { tuple: 'any' }))
  return Object.assign(failure('KeyError', repr(key)), { args: [key] })
}

/** `value[key] = item` */
export function setItem(value: any, key: any, item: any): void {
  if (key instanceof Number) throw failure('NotConverted', 'A key that eval gave is not converted.')
  if (Array.isArray(value)) {
    const index = key < 0 ? key + value.length : key
    if (!(index >= 0 && index < value.length))
      throw failure('IndexError', 'list assignment index out of range')
    value[index] = item
    return
  }
  if (value instanceof Map) {
    value.set(key, item)
    return
  }
  if (typeof key !== 'string') throw failure('NotConverted', 'A key that is no string needs a Map here.')
  if (key === '__proto__' || (/^(0|[1-9]\d*)$/.test(key) && !Object.hasOwn(value, key)))
    throw failure('NotConverted', `Objects do not keep the key ${key} in its place: use a Map here.`)
  value[key] = item
}

/** `{key: value}` with keys that are worked out */
export function fromEntries(entries: Iterable<any>): Record<string, any> {
  const dict = {}
  for (const [key, value] of entries) setItem(dict, key, value)
  return dict
}

/** `dict.items()` of a dict whose keys may be no texts */
export function entriesOf(dict: any): [any, any][] {
  return dict instanceof Map ? [...dict] : Object.entries(dict)
}

/** `dict.get(key, otherwise)` */
export function get(dict: any, key: any, otherwise: any = null): any {
  if (key instanceof Number) return get(dict, Number(key), otherwise)
  if (dict instanceof Map) return dict.has(key) ? dict.get(key) : otherwise
  if (dict === null || typeof dict !== 'object' || Array.isArray(dict))
    throw new TypeError(`only a dict has get`)
  return Object.hasOwn(dict, key) ? dict[key] : otherwise
}

/** `dict.setdefault(key, value)`, and what a defaultdict does for a missing key */
export function setDefault(dict: any, key: any, value: any): any {
  if (!contains(dict, key)) setItem(dict, key, value)
  return get(dict, key)
}

/** `del dict[key]`, `del list[index]`, `dict.pop(key)`, `list.pop(index)` */
export function pop(value: any, key: any, ...otherwise: any[]): any {
  if (otherwise.length > 0 && !Array.isArray(value) && !contains(value, key)) return otherwise[0]
  if (Array.isArray(value) && !(key < value.length && key >= -value.length))
    throw failure('IndexError', value.length === 0 ? 'pop from empty list' : 'pop index out of range')
  const found = item(value, key)
  if (key instanceof Number) throw failure('NotConverted', 'A key that eval gave is not converted.')
  if (Array.isArray(value)) value.splice(key < 0 ? key + value.length : key, 1)
  else if (value instanceof Map) value.delete(key)
  else delete value[key]
  return found
}

/** `list.remove(part)` */
export function removeItem(list: any[], part: any): void {
  const at = list.findIndex((each) => equals(each, part))
  if (at < 0) throw failure('ValueError', 'list.remove(x): x not in list')
  list.splice(at, 1)
}

/** `set.remove(part)` */
export function removeFrom(set: Set<any>, part: any): void {
  if (!set.delete(part)) throw keyError(part)
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

/** What `for` goes over: the keys of a dict, the characters of a text */
export function iterate(value: any): any[] {
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    throw new TypeError(`${repr(value)} is not iterable`)
  if (value instanceof Set)
    throw failure('NotConverted', 'Python does not tell the order of a set: sort it first.')
  if (value instanceof Map) return [...value.keys()]
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

/** `sum(values)` */
export function sum(values: Iterable<any>, start = 0): number {
  return [...values].reduce((total, each) => exact(total + Number(each)), start)
}

/** `answer.model_dump(exclude_none=True)` */
export function withoutNone(value: any): any {
  if (Array.isArray(value)) return value.map(withoutNone)
  if (value === null || typeof value !== 'object') return value
  const kept = Object.entries(value).filter(([, each]) => each !== null && each !== undefined)
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutNone(each)]))
}

/** `object.model_dump(include=…)` */
export function withoutSome(value: any, kept: readonly string[]): any {
  return Object.fromEntries(kept.map((key) => [key, value[key]]))
}

/** Waits for each before the next begins, as a list of Python is made. */
export async function mapInTurn<T = any, R = any>(
  values: Iterable<T>,
  each: (value: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  for (const value of values) results.push(await each(value))
  return results
}

/** `next(iterator)` */
export function nextOf(iterator: Iterator<any>): any {
  const { value, done } = iterator.next()
  if (done) throw failure('StopIteration')
  return value
}

/** `next((… for … in values), otherwise)` */
export function first(values: readonly any[], otherwise: any): any {
  return values.length > 0 ? values[0] : otherwise
}

/** `a, b = values`: as many as there are names */
export function unpack(values: any, size: number, rest = false): any[] {
  const all = iterate(values)
  if (all.length < size)
    throw failure('ValueError', `not enough values to unpack (expected ${size}, got ${all.length})`)
  if (all.length > size && !rest) throw failure('ValueError', `too many values to unpack (expected ${size})`)
  return all
}

/** `next(iterator, otherwise)` */
export function nextOr(iterator: Iterator<any>, otherwise: any): any {
  const { value, done } = iterator.next()
  return done ? otherwise : value
}

/** `itertools.islice(values, count)`, which takes no more than it gives */
export function* take(values: Iterable<any>, count: number): Generator<any> {
  const iterator = values[Symbol.iterator]()
  for (let taken = 0; taken < count; taken++) {
    const { value, done } = iterator.next()
    if (done) return
    yield value
  }
}

/** `list[start:stop] = values` */
export function setSlice(list: any[], start: number | null, stop: number | null, values: any[]): void {
  const bound = (index: number) => Math.min(Math.max(index < 0 ? index + list.length : index, 0), list.length)
  const from = bound(start ?? 0)
  list.splice(from, Math.max(0, bound(stop ?? list.length) - from), ...values)
}

/** `first, *middle, last = values`: so many before the star, and so many behind it */
export function unpackAround(values: any, before: number, after: number): any[] {
  const all = iterate(values)
  const end = all.length - after
  if (end < before)
    throw failure(
      'ValueError',
      `not enough values to unpack (expected at least ${before + after}, got ${all.length})`,
    )
  return [...all.slice(0, before), all.slice(before, end), ...all.slice(end)]
}
