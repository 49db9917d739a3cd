/** `int` and `float` of texts. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'
import { exact } from './numbers'
import { repr } from './show'

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
