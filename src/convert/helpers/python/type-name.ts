/** `type(value).__name__`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { errorName } from './error'
import { failure } from './failure'

/** `type(value).__name__` of what a text, None, a bool or a number with a fraction tells; a plain value tells more */
export function typeName(value: any, isPlain = false): string {
  if (value === null || value === undefined) return 'NoneType'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (value instanceof Error) return errorName(value)
  if (typeof value === 'number' && !Number.isInteger(value)) return 'float'
  if (value instanceof Number) return 'isFloat' in value && value.isFloat ? 'float' : 'int'
  if (isPlain && typeof value === 'number') return 'int'
  if (isPlain && Array.isArray(value)) return 'list'
  if (isPlain && Object.getPrototypeOf(value) === Object.prototype) return 'dict'
  throw failure('NotConverted', 'The name of this type in Python is not known here.')
}
