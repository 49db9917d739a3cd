/**
 * What is known of a Python value: as much as decides how it is written in TypeScript. Knows nothing of syntax.
 *
 * A number keeps whether it is an int, for `1` and `1.0` are one value in JavaScript and print differently in Python.
 */

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
      return type.missing === undefined && isPlain(type.value)
    case 'record':
      return Object.values(type.fields).every(isPlain) && (type.more === undefined || isPlain(type.more))
    default:
      return true
  }
}

/** Whether two values of these types can be compared with `===` as `==` does it. */
export function isPrimitive(type: Type): boolean {
  if (type.kind === 'optional') return isPrimitive(type.of)
  return ['str', 'int', 'float', 'number', 'none'].includes(type.kind)
}

/** The value that is not `None`. */
export const present = (type: Type): Type => (type.kind === 'optional' ? type.of : type)
