/** `datetime.strptime`, `datetime.fromisoformat`. */
import { dateOf, months, weekdays } from './datetime'
import { failure } from './failure'
import { repr } from './show'
import { atWall } from './zones'

/** `datetime.strptime(text, format)` */
export function strptime(text: string, format: string): Date {
  const oneOf = (names: string[]) => names.join('|')
  const short = (names: string[]) => names.map((name) => name.slice(0, 3))
  const patterns: Record<string, string> = {
    Y: '\\d{4}',
    y: '\\d\\d',
    m: '1[0-2]|0[1-9]|[1-9]',
    d: '3[01]|[12]\\d|0[1-9]|[1-9]| [1-9]',
    H: '2[0-3]|[01]\\d|\\d',
    I: '1[0-2]|0[1-9]|[1-9]',
    M: '[0-5]\\d|\\d',
    S: '6[01]|[0-5]\\d|\\d',
    f: '\\d{1,6}',
    p: 'am|pm',
    A: oneOf(weekdays()),
    a: oneOf(short(weekdays())),
    B: oneOf(months()),
    b: oneOf(short(months())),
    z: '[+-]\\d\\d:?[0-5]\\d|Z',
  }
  const keys: string[] = []
  const pattern = format.replace(/%([\s\S]?)|\s+|[\\^$*+?.()|{}[\]]/g, (part, key?: string) => {
    if (key === undefined) return /^\s/.test(part) ? '\\s+' : `\\${part}`
    if (key === '%') return '%'
    if (!Object.hasOwn(patterns, key)) throw failure('NotConverted', `%${key} of strptime is not converted.`)
    keys.push(key)
    return `(${patterns[key]})`
  })
  const found = new RegExp(`^${pattern}`, 'i').exec(text)
  if (!found) throw failure('ValueError', `time data ${repr(text)} does not match format ${repr(format)}`)
  if (found[0].length < text.length)
    throw failure('ValueError', `unconverted data remains: ${text.slice(found[0].length)}`)
  const given = new Map(keys.map((key, index) => [key, found[index + 1]!.toLowerCase()]))
  const number = (key: string, otherwise: number) => (given.has(key) ? Number(given.get(key)) : otherwise)
  const nameIn = (names: string[], key: string) =>
    names.findIndex((name) => name.toLowerCase() === given.get(key)) + 1
  const short2 = number('y', 0)
  const year = given.has('y') ? (short2 < 69 ? 2000 : 1900) + short2 : number('Y', 1900)
  const month = nameIn(months(), 'B') || nameIn(short(months()), 'b') || number('m', 1)
  const half = given.has('p') ? (number('I', 0) % 12) + (given.get('p') === 'pm' ? 12 : 0) : number('I', 0)
  const micros = Number((given.get('f') ?? '0').padEnd(6, '0'))
  const hour = given.has('I') ? half : number('H', 0)
  const date = dateOf(year, month, number('d', 1), hour, number('M', 0), number('S', 0), micros)
  return given.has('z') ? inOffset(date, given.get('z')!) : date
}

/** `date.fromisoformat(text)` */
export function dayFromIso(text: string): Date {
  if (/^\d{4}-?\d\d\d\d$|^\d{4}-?W/.test(text))
    throw failure('NotConverted', `The date ${text} is not read here.`)
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw failure('ValueError', `Invalid isoformat string: ${repr(text)}`)
  return fromIso(text)
}

/** The moment at which a clock with an offset shows a date */
export function inOffset(date: Date, offset: string): Date {
  const isZero = /^z$|^[+-]00:?00$/i.test(offset)
  return atWall(date, isZero ? 'UTC' : offset.replace(/^(...):?/, '$1:'))
}

/** `datetime.fromisoformat(text)` */
export function fromIso(text: string): Date {
  const found =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3}|\d{6}))?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(
      text,
    )
  if (!found) {
    if (/^\d{4}-?(?:\d\d|W)/.test(text)) throw failure('NotConverted', `The time ${text} is not read here.`)
    throw failure('ValueError', `Invalid isoformat string: ${repr(text)}`)
  }
  const numbers = found.slice(1, 7).map((part) => Number(part ?? 0)) as [number, number, number]
  const date = dateOf(...numbers, Number((found[7] ?? '').padEnd(6, '0')))
  return found[8] === undefined ? date : inOffset(date, found[8])
}
