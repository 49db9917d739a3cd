/** What a value is that may be one or the other: in a branch, in a list. */
import { nearestCommon } from './nearest'
import {
  ANY,
  COUNT,
  COUNT_BITS,
  INT,
  isNumeric,
  isPlain,
  missingOf,
  MURKY,
  NEVER,
  NUMBER,
  optional,
  record,
  recordsOf,
  SDK_VALUE,
  STR,
  TOTAL,
  type Type,
} from './types'

/** What JSON can hold, whose numbers may be ints or floats. */
const MAY_ANSWER: Type = { kind: 'any', isMurky: true, mayAnswer: true }
const JSON_VALUE: Type = { kind: 'any', isMurky: true, isJson: true }
/** One of several classes of models. */
const MODEL_CLASS: Type = { kind: 'sdk', of: 'model-class' }
/** A float, or what is no number. */
const OR_FLOAT: Type = { kind: 'any', isMurky: true, isFloat: true }

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
  if (isModelClass(left) && isModelClass(right))
    return left.kind === 'sdk' || !isSame(left, right) ? MODEL_CLASS : left
  const isFloat = left.kind === 'float' || right.kind === 'float' || isOrFloat(left) || isOrFloat(right)
  if (isFloat && hasFloats(left) && hasFloats(right)) return OR_FLOAT
  if (isSame(left, right)) return left
  if (mayAnswer(left) || mayAnswer(right)) return MAY_ANSWER
  if (isPlain(left) && isPlain(right)) return ANY
  return isJson(left) && isJson(right) ? JSON_VALUE : MURKY
}

/** Whether a value may be an object of an answer. */
export const mayAnswer = (type: Type): boolean =>
  type.kind === 'sdk' ? ['value', 'delta'].includes(type.of) : type.kind === 'any' && type.mayAnswer === true

const isSame = (left: Type, right: Type) =>
  left.kind === right.kind && JSON.stringify(left) === JSON.stringify(right)

const isModelClass = (type: Type): boolean =>
  (type.kind === 'class' && type.isModel === true) || (type.kind === 'sdk' && type.of === 'model-class')

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

/** What the values of a dict may be; `undefined` for what is no dict. */
export function valueOf(type: Type): Type | undefined {
  if (type.kind === 'dict') return type.value
  if (type.kind !== 'record') return undefined
  return Object.values(type.fields).reduce((all, each) => join(all, each), type.more ?? NEVER)
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
