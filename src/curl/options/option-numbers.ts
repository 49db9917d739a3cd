/**
 * Numbers, sizes and protocol lists in option values, with curl's own complaints. Knows nothing of options.
 */
import { CurlUsageError } from '../transfer-error'

/** A whole number of at least `least`. */
export function parseNumber(value: string, least = 0): number {
  if (!/^\s*[+-]?\d+$/.test(value)) throw new CurlUsageError('expected a proper numerical parameter')
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new CurlUsageError('too large number')
  if (number < least) {
    throw new CurlUsageError(
      least < 0 ? 'expected a proper numerical parameter' : 'expected a positive numerical parameter',
    )
  }
  return number
}

/** An octal number of at most `most`. */
export function parseOctal(value: string, most: number): number {
  if (!/^[0-7]+$/.test(value)) throw new CurlUsageError('expected a proper numerical parameter')
  const number = parseInt(value, 8)
  if (number > most) throw new CurlUsageError('too large number')
  return number
}

/** Seconds, with decimals, as milliseconds. */
export function parseMilliseconds(value: string): number {
  if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) {
    throw new CurlUsageError('expected a proper numerical parameter')
  }
  const number = Number(value)
  if (number < 0) throw new CurlUsageError('expected a positive numerical parameter')
  if (number > Number.MAX_SAFE_INTEGER / 1000) throw new CurlUsageError('too large number')
  return Math.trunc(number * 1000)
}

/** Bytes, with an optional `K`, `M` or `G`. */
export function parseSize(value: string, what: string, warn: (text: string) => void): number {
  const [, digits, unit = ''] = /^\s*\+?(\d+)([^]*)$/.exec(value) ?? []
  if (digits === undefined) {
    warn(`invalid number specified for ${what}`)
    throw new CurlUsageError('is badly used here')
  }
  const power = ['b', 'k', 'm', 'g'].indexOf(unit === '' ? 'b' : unit.toLowerCase())
  if (power < 0) {
    warn(`unsupported ${what} unit. Use G, M, K or B!`)
    throw new CurlUsageError('is badly used here')
  }
  const bytes = Number(digits) * 1024 ** power
  if (!Number.isSafeInteger(bytes)) throw new CurlUsageError('too large number')
  return bytes
}

/** `--rate`: transfers per second, minute, hour (default) or day, as milliseconds for one. */
export function parseRate(value: string, warn: (text: string) => void): number {
  const [count = '', unit = 'h'] = value.split('/', 2)
  const perUnit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit.charAt(0)]
  const number = parseNumber(count)
  if (number < 1) throw new CurlUsageError('is badly used here')
  if (perUnit === undefined) {
    warn('unsupported --rate unit')
    throw new CurlUsageError('is badly used here')
  }
  return Math.trunc(perUnit / number)
}

/** `--proto`: a comma list with `+`, `-` or `=` before a protocol or `all`; only http and https matter here. */
export function parseProtocols(value: string): ReadonlySet<string> {
  const all = ['http', 'https']
  let allowed = new Set(all)
  for (const word of value.split(',').filter((item) => item !== '')) {
    const [, signs = '', name = ''] = /^([=+-]*)(\w*)$/.exec(word) ?? []
    if (name === '') throw new CurlUsageError('is badly used here')
    const sign = signs.at(-1) ?? '+'
    const named =
      name.toLowerCase() === 'all' ? all : all.filter((protocol) => protocol === name.toLowerCase())
    if (sign === '=') allowed = new Set(named)
    else for (const protocol of named) allowed[sign === '-' ? 'delete' : 'add'](protocol)
  }
  return allowed
}
