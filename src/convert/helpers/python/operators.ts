/** `+` and `*` of values of unknown type. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { calculate } from './numbers'

/** `a + b` */
export function add(a: any, b: any): any {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b]
  if (typeof a === 'string' && typeof b === 'string') return a + b
  return calculate(a, b, (x, y) => x + y)
}

/** `a += b`: a list is the same one after it */
export function addTo(a: any, b: any): any {
  if (!Array.isArray(a) || !Array.isArray(b)) return add(a, b)
  a.push(...b)
  return a
}

/** `a * b` */
export function multiply(a: any, b: any): any {
  if (typeof a === 'number' && typeof b !== 'number') return multiply(b, a)
  if (typeof a === 'string' && Number.isInteger(b)) return a.repeat(Math.max(0, b))
  if (Array.isArray(a) && Number.isInteger(b)) return Array.from({ length: Math.max(0, b) }, () => a).flat()
  return calculate(a, b, (x, y) => x * y)
}

/** `a *= b`: a list is the same one after it */
export function multiplyBy(a: any, b: any): any {
  const product = multiply(a, b)
  if (!Array.isArray(a)) return product
  a.splice(0, a.length, ...product)
  return a
}
