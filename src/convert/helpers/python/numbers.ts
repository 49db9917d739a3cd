/** Numbers: ints without a remainder lost, floats as Python prints and rounds them. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'

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
export function numberText(value: any): string {
  if (value instanceof Number) return String(value)
  if (!Number.isInteger(value)) return floatText(value)
  throw failure(
    'NotConverted',
    `${value} may be an int or a float, which Python prints differently: say which, with String or toFixed.`,
  )
}

/** `str(value)` of a float or the int 0: of floats that were added up */
export function totalText(value: number): string {
  return value === 0 && !Object.is(value, -0) ? numberText(value) : floatText(value)
}

/** An int that a number holds to its last digit. */
export function exact(value: number): number {
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw failure('NotConverted', `An int grew beyond ${Number.MAX_SAFE_INTEGER}, which needs BigInt here.`)
  // Ints have no -0.
  return value + 0
}

/** A bool as the int that it is in Python, what `eval` gave as a number; anything else as it is */
export function plainNumber(value: any): any {
  return typeof value === 'boolean' || value instanceof Number ? Number(value) : value
}

/** Arithmetic on numbers that may be ints or floats */
export function calculate(left: any, right: any, operation: (a: number, b: number) => number): any {
  const [a, b] = [plainNumber(left), plainNumber(right)]
  const told = [left, right].find((each) => each?.isFloat)
  if (typeof a === 'string' && operation.name === 'modulo')
    throw failure('NotConverted', 'text % values needs a template literal here.')
  if (typeof a !== 'number' || typeof b !== 'number')
    throw new TypeError(`unsupported operand types: ${typeof a} and ${typeof b}`)
  const result = operation(a, b)
  if (!told && Number.isInteger(a) && Number.isInteger(b)) return exact(result)
  if (told && Number.isInteger(result)) return new told.constructor(result, true)
  if (Number.isInteger(result))
    throw failure('NotConverted', `${result} would be a float in Python, and an int here.`)
  return result
}

/** `a / b` */
export function divide(left: any, right: any): number {
  const [a, b] = [plainNumber(left), plainNumber(right)]
  if (typeof a !== 'number' || typeof b !== 'number')
    throw new TypeError(`unsupported operand types: ${typeof a} and ${typeof b}`)
  if (b === 0) throw failure('ZeroDivisionError', 'division by zero')
  return a / b
}

/** `a ** b` */
export function power(a: number, b: number): number {
  if (a === 0 && b < 0) throw failure('ZeroDivisionError', '0.0 cannot be raised to a negative power')
  if ((Number.isInteger(a) && b < 0) || (a < 0 && !Number.isInteger(b)))
    throw failure('NotConverted', `${a} ** ${b} is of another kind in Python.`)
  return a ** b
}

/** `abs(value)` */
export function abs(value: any): number {
  if (value instanceof Number) throw failure('NotConverted', 'abs of what eval gave is not converted.')
  if (typeof value !== 'number') throw new TypeError(`bad operand type for abs(): ${typeof value}`)
  return Math.abs(value)
}

/** `a // b` */
export function floorDivide(a: number, b: number): number {
  if (b === 0) throw failure('ZeroDivisionError', 'integer division or modulo by zero')
  // Of 1 / 0.1 the quotient is rounded up.
  return Math.round((a - modulo(a, b)) / b) + 0
}

/** `a % b`: with the sign of `b` */
export function modulo(a: number, b: number): number {
  if (b === 0) throw failure('ZeroDivisionError', 'integer modulo by zero')
  const rest = a % b
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0
}

/** `divmod(a, b)` */
export function divmod(a: number, b: number): [number, number] {
  return [floorDivide(a, b), modulo(a, b)]
}

/** `round(value, digits)`: halves go to the even neighbour */
export function round(value: number, digits?: number): number {
  if (digits !== undefined && digits < 0) throw failure('NotConverted', 'round to tens or hundreds')
  return digits === undefined ? Number(toFixed(value, 0)) + 0 : Number(toFixed(value, digits))
}

/** `round(value, digits)` of what may be an int or a float */
export function roundAny(value: any, digits?: number): any {
  const number = plainNumber(value)
  if (typeof number !== 'number') throw new TypeError("this type doesn't define __round__ method")
  if (digits === undefined) return round(number)
  if (Number.isInteger(number) && digits >= 0) return value
  const rounded = round(number, digits)
  if (Number.isInteger(rounded)) throw failure('NotConverted', `${rounded} would be a float in Python.`)
  return rounded
}

/** `f"{value:.2f}"`: halves go to the even neighbour */
export function toFixed(value: number, digits: number): string {
  if (Math.abs(value) >= 1e21)
    throw failure('NotConverted', 'A number of more than 21 digits needs BigInt here.')
  const text = (Object.is(value, -0) ? '-' : '') + value.toFixed(digits)
  // A half that a number holds exactly is the only one; toFixed takes it away from zero.
  const scaled = Math.abs(value) * 10 ** digits
  const isHalf =
    digits <= 15 && scaled % 1 === 0.5 && (Math.floor(scaled) + 0.5) / 10 ** digits === Math.abs(value)
  if (!isHalf || !isExactHalf(value, digits) || Math.floor(scaled) % 2 !== 0) return text
  return (value < 0 ? '-' : '') + (Math.floor(scaled) / 10 ** digits).toFixed(digits)
}

export function isExactHalf(value: number, digits: number): boolean {
  return (
    value
      .toFixed(Math.min(100, digits + 40))
      .replace(/0+$/, '')
      .split('.')[1]?.length ===
    digits + 1
  )
}

/** `f"{value:,}"` */
export function thousands(text: string, sign = ','): string {
  return text.replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, sign))
}

/** `f"{value:,}"` of what may be no number */
export function grouped(value: any, text: string): string {
  if (typeof plainNumber(value) !== 'number') throw failure('ValueError', "Cannot specify ',' with 's'.")
  return thousands(text)
}

/** `f"{value:+}"` */
export function signed(text: string): string {
  return text.startsWith('-') ? text : `+${text}`
}

/** `f"{value:.2e}"` */
export function toExponential(value: number, digits: number): string {
  const [, whole, power] = /^-?(.*)e(.*)$/.exec(value.toExponential(100 - digits > 60 ? digits + 40 : 100))!
  const kept = whole!.slice(0, digits + 2)
  // A half goes to the even neighbour.
  const isTie = /^50*$/.test(whole!.slice(digits + 2)) && /[02468]\.?$/.test(kept)
  const text = isTie
    ? `${value < 0 ? '-' : ''}${kept.replace(/\.$/, '')}e${power}`
    : (Object.is(value, -0) ? '-' : '') + value.toExponential(digits)
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}

/** A number that `math` takes: `True` and `False` are some */
export function realNumber(value: any): number {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  const name =
    value === null || value === undefined ? 'NoneType' : typeof value === 'string' ? 'str' : typeof value
  throw new TypeError(`must be real number, not ${name}`)
}

/** `f"{value:.3g}"`, and `f"{value:.3}"`, which keeps a point */
export function toGeneral(value: number, digits: number, isKept = false): string {
  if (typeof value !== 'number') throw new TypeError('unsupported format string passed to what is no number')
  if (!Number.isFinite(value)) return floatText(value)
  const size = Math.max(1, digits)
  const text = toExponential(value, size - 1)
  const [mantissa, power] = text.split('e') as [string, string]
  const exponent = Number(power)
  const bare = (number: string) => (number.includes('.') ? number.replace(/\.?0+$/, '') : number)
  if (exponent < -4 || exponent >= (isKept ? size - 1 : size)) return `${bare(mantissa)}e${power}`
  const fixed = bare(toFixed(value, size - 1 - exponent))
  return isKept && !fixed.includes('.') ? `${fixed}.0` : fixed
}

/** `"%d" % value` */
export function asWhole(value: any): number {
  if (typeof value !== 'number' && typeof value !== 'boolean')
    throw new TypeError('%d format: a real number is required, not something else')
  return exact(Math.trunc(Number(value)))
}

/** What `math` gives, which fails where `Math` gives no number */
export function inDomain(value: number): number {
  if (!Number.isFinite(value)) throw failure('ValueError', 'math domain error')
  return value
}
