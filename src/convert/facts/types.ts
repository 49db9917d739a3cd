/**
 * What is known of a Python value: as much as decides how it is written in TypeScript. Knows nothing of syntax.
 *
 * A number keeps whether it is an int, for `1` and `1.0` are one value in JavaScript and print differently in Python.
 */

import { nearestCommon } from './nearest'
import type { Missing, Type } from './type'

/** An int that may have any number of digits. */
const ANY_BITS = Infinity
/** Bits of what counts things: lengths, indices. */
export const COUNT_BITS = 32
/** Bits that a number of JavaScript holds exactly. */
export const SAFE_BITS = 53

export type { Missing, Type }

export const ANY: Type = { kind: 'any' }
export const MURKY: Type = { kind: 'any', isMurky: true }
export const NEVER: Type = { kind: 'never' }
export const STR: Type = { kind: 'str' }
export const BOOL: Type = { kind: 'bool' }
export const NONE: Type = { kind: 'none' }
export const NUMBER: Type = { kind: 'number' }
/** What floats add up to: 0 where there are none. */
export const TOTAL: Type = { kind: 'number', orZero: true }
/** A float, or what is no number. */
const OR_FLOAT: Type = { kind: 'any', isMurky: true, isFloat: true }
/** What JSON can hold, whose numbers may be ints or floats. */
const JSON_VALUE: Type = { kind: 'any', isMurky: true, isJson: true }
export const FLOAT: Type = { kind: 'float', hasFraction: false }
export const INT: Type = { kind: 'int', bits: ANY_BITS }
export const COUNT: Type = { kind: 'int', bits: COUNT_BITS }
export const SDK_VALUE: Type = { kind: 'sdk', of: 'value' }
export const listOf = (item: Type): Type => ({ kind: 'list', item })
export const tuplesOf = (item: Type): Type => ({ kind: 'list', item, isTuple: true })
export const mapOf = (key: Type, value: Type): Type => ({ kind: 'map', key, value })
export const dictOf = (value: Type): Type => ({ kind: 'dict', value })
export const optional = (of: Type): Type =>
  of.kind === 'optional' || of.kind === 'none' || of.kind === 'any' ? of : { kind: 'optional', of }

/** Whether a value is surely a number. */
export const isNumeric = (type: Type): boolean =>
  type.kind === 'int' || type.kind === 'float' || type.kind === 'number'

/** Whether a value may be of more than one kind. */
export const isOpen = (type: Type): boolean =>
  type.kind === 'any' || type.kind === 'sdk' || type.kind === 'optional'

/** What may be one or the other. `depth` ends what would nest for ever. */
export function join(left: Type, right: Type, depth = 0): Type {
  if (left === right || right.kind === 'never') return left
  if (left.kind === 'never') return right
  if (depth > 4) return isPlain(left) && isPlain(right) ? ANY : MURKY
  const inner = (one: Type, other: Type) => join(one, other, depth + 1)
  if (left.kind === 'none') return optional(right)
  if (right.kind === 'none') return optional(left)
  if (left.kind === 'optional' || right.kind === 'optional')
    return optional(
      inner(left.kind === 'optional' ? left.of : left, right.kind === 'optional' ? right.of : right),
    )
  if (left.kind === 'int' && right.kind === 'int')
    return left.bits === right.bits ? left : left.bits < COUNT_BITS && right.bits < COUNT_BITS ? COUNT : INT
  if (left.kind === 'float' && right.kind === 'float') return left.hasFraction ? right : left
  if (isNumeric(left) && isNumeric(right)) {
    if (isPlain(left) && isPlain(right) && left.kind !== right.kind) return ANY
    return isFloatOrZero(left) && isFloatOrZero(right) ? TOTAL : NUMBER
  }
  if (left.kind === 'list' && right.kind === 'list') {
    const item = inner(left.item, right.item)
    if (left.isTuple === right.isTuple && left.isDeque === right.isDeque) return { ...left, item }
    return MURKY
  }
  if (left.kind === 'set' && right.kind === 'set') return { kind: 'set', item: inner(left.item, right.item) }
  if (left.kind === 'map' && right.kind === 'map')
    return { ...left, key: inner(left.key, right.key), value: inner(left.value, right.value) }
  // A dict that is still empty.
  if (left.kind === 'map' && right.kind === 'dict' && right.value.kind === 'never') return left
  if (right.kind === 'map' && left.kind === 'dict' && left.value.kind === 'never') return right
  if (left.kind === 'promise' && right.kind === 'promise')
    return { kind: 'promise', of: inner(left.of, right.of) }
  if (left.kind === 'generator' && right.kind === 'generator')
    return { kind: 'generator', item: inner(left.item, right.item) }
  if (left.kind === 'tuple' && right.kind === 'tuple' && left.items.length === right.items.length)
    return { kind: 'tuple', items: left.items.map((item, index) => inner(item, right.items[index]!)) }
  if (left.kind === 'instance' && right.kind === 'instance') return commonBase(left, right)
  const [leftValue, rightValue] = [valueOf(left), valueOf(right)]
  if (leftValue && rightValue) {
    if (left.kind === 'record' && right.kind === 'record') {
      const keys = Object.keys(left.fields)
      if (
        keys.length === Object.keys(right.fields).length &&
        keys.every((key) => Object.hasOwn(right.fields, key))
      )
        return record(
          Object.fromEntries(keys.map((key) => [key, inner(left.fields[key]!, right.fields[key]!)])),
          inner(left.more ?? NEVER, right.more ?? NEVER),
        )
    }
    const value = inner(leftValue, rightValue)
    const missing = missingOf(left) ?? missingOf(right)
    const of = [...new Set([...recordsOf(left), ...recordsOf(right)])].sort()
    return {
      kind: 'dict',
      value,
      ...(missing === undefined ? {} : { missing }),
      ...(of.length === 0 ? {} : { of }),
    }
  }
  const isFloat = left.kind === 'float' || right.kind === 'float' || isOrFloat(left) || isOrFloat(right)
  if (isFloat && hasFloats(left) && hasFloats(right)) return OR_FLOAT
  if (left.kind === right.kind && JSON.stringify(left) === JSON.stringify(right)) return left
  if (isPlain(left) && isPlain(right)) return ANY
  return isJson(left) && isJson(right) ? JSON_VALUE : MURKY
}

/** Whether a value is surely none that JSON has not. */
function isJson(type: Type): boolean {
  switch (type.kind) {
    case 'any':
      return !type.isMurky || type.isFloat === true || type.isJson === true
    case 'list':
      return !type.isTuple && !type.isDeque && isJson(type.item)
    case 'dict':
      return type.missing === undefined && isJson(type.value)
    case 'record':
      return Object.values(type.fields).every(isJson) && (type.more === undefined || isJson(type.more))
    case 'optional':
      return isJson(type.of)
    default:
      return isNumeric(type) || ['never', 'str', 'bool', 'none'].includes(type.kind)
  }
}

/** Whether a number is a float, unless it is 0. */
export const isFloatOrZero = (type: Type): boolean =>
  type.kind === 'float' ||
  (type.kind === 'int' && type.bits === 0) ||
  (type.kind === 'number' && type.orZero === true)

/** Whether all numbers that a value may be are floats. */
const hasFloats = (type: Type): boolean => ['float', 'str', 'bool'].includes(type.kind) || isOrFloat(type)

const isOrFloat = (type: Type): boolean => type.kind === 'any' && type.isFloat === true

function commonBase(left: Type & { kind: 'instance' }, right: Type & { kind: 'instance' }): Type {
  const [one, other] = [left, right].map(({ name, bases = [] }) => [name, ...bases])
  const [name, ...bases] = nearestCommon(one!, other!)
  return name === undefined ? MURKY : { kind: 'instance', name, ...(bases.length > 0 ? { bases } : {}) }
}

/** A dict whose keys are known, and what it got besides. */
export const record = (fields: Readonly<Record<string, Type>>, more: Type): Type => ({
  kind: 'record',
  fields,
  ...(more.kind === 'never' ? {} : { more }),
})

/** The dicts with known keys that a value may be, each by its keys. */
export const recordsOf = (type: Type): readonly string[] =>
  type.kind === 'record'
    ? [Object.keys(type.fields).sort().join()]
    : type.kind === 'dict'
      ? (type.of ?? [])
      : []

/** What a missing key of a dict gives, if not an error. */
export const missingOf = (type: Type): Missing | undefined =>
  type.kind === 'dict' || type.kind === 'map' ? type.missing : undefined

/** A dict as one that gives nothing for a missing key. */
export function withoutMissing(type: Type): Type {
  if (type.kind !== 'dict' && type.kind !== 'map') return type
  const { missing, ...plain } = type
  return missing === undefined ? type : plain
}

/** A value as JSON sees it, whose dicts are all alike. */
export function plainDicts(type: Type): Type {
  if (type.kind === 'list') return { ...type, item: plainDicts(type.item) }
  if (type.kind === 'record')
    return {
      ...type,
      fields: Object.fromEntries(Object.entries(type.fields).map(([key, each]) => [key, plainDicts(each)])),
    }
  const plain = withoutMissing(type)
  return plain.kind === 'dict' ? { ...plain, value: plainDicts(plain.value) } : plain
}

/** What the values of a dict may be; `undefined` for what is no dict. */
export function valueOf(type: Type): Type | undefined {
  if (type.kind === 'dict') return type.value
  if (type.kind !== 'record') return undefined
  return Object.values(type.fields).reduce((all, each) => join(all, each), type.more ?? NEVER)
}

/** Whether the value alone says how Python prints it: no float that may be whole, no tuple, no set. */
export function isPlain(type: Type): boolean {
  switch (type.kind) {
    case 'any':
      return !type.isMurky
    case 'float':
      return type.hasFraction
    case 'number':
    case 'tuple':
    case 'set':
    case 'bytes':
    case 'function':
    case 'class':
    case 'instance':
    case 'module':
    case 'sdk':
    case 'exception':
    case 'map':
    case 'promise':
    case 'generator':
      return false
    case 'list':
      return type.isTuple !== true && type.isDeque !== true && isPlain(type.item)
    case 'optional':
      return isPlain(type.of)
    case 'dict':
    case 'record':
      return missingOf(type) === undefined && isPlain(valueOf(type)!)
    default:
      return true
  }
}

/** What iterating over a value gives; of an empty list nothing is known. */
export function itemOf(type: Type): Type {
  const item = anyItemOf(type)
  return item.kind === 'never' ? ANY : item
}

function anyItemOf(type: Type): Type {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'generator':
      return type.item
    case 'map':
      return type.key
    case 'tuple':
      return type.items.reduce(join, NEVER)
    case 'bytes':
      return COUNT
    case 'str':
    case 'dict':
    case 'record':
      return STR
    case 'sdk':
      if (type.of === 'event-stream') return { kind: 'sdk', of: 'event' }
      if (type.of === 'text-stream') return STR
      if (type.of === 'genai-stream' || type.of === 'genai-value') return { kind: 'sdk', of: 'genai-value' }
      return SDK_VALUE
    default:
      return type.kind === 'any' ? type : ANY
  }
}

/** Whether two values of these types can be compared with `===` as `==` does it. */
export function isPrimitive(type: Type): boolean {
  if (type.kind === 'optional') return isPrimitive(type.of)
  return ['str', 'int', 'float', 'number', 'none'].includes(type.kind)
}

/** The value that is not `None`. */
export const present = (type: Type): Type => (type.kind === 'optional' ? type.of : type)
