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

/** `int(text, base)` */
export function intIn(text: string, base: number): number {
  const prefix = { 2: '0b', 8: '0o', 16: '0x' }[base] ?? ''
  const [, sign, digits] = /^([+-]?)(.*)$/s.exec(text.trim().toLowerCase())!
  const bare = (prefix !== '' && digits!.startsWith(prefix) ? digits!.slice(2) : digits!).replace(
    /(?<=\w)_(?=\w)/g,
    '',
  )
  const isGood = bare !== '' && [...bare].every((char) => /[0-9a-z]/.test(char) && parseInt(char, 36) < base)
  if (!isGood) throw failure('ValueError', `invalid literal for int() with base ${base}: ${repr(text)}`)
  return exact((sign === '-' ? -1 : 1) * parseInt(bare, base)) + 0
}

/** `float(value)` */
export function float(value: any): number {
  const special = typeof value === 'string' && /^\s*([+-]?)(?:(inf|infinity)|nan)\s*$/i.exec(value)
  if (special) return special[2] === undefined ? NaN : special[1] === '-' ? -Infinity : Infinity
  if (typeof value === 'string' && !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value))
    throw failure('ValueError', `could not convert string to float: ${repr(value)}`)
  return Number(value)
}
