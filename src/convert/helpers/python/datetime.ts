/** `datetime`: moments by the clock of this machine, or by that of a zone. */
/* eslint-disable @typescript-eslint/no-explicit-any, house/positional-parameters */
import { failure } from './failure'
import { atWall, offsetText, onClockOf, zoneName } from './zones'

/** `date.strftime(format)` */
export function strftime(date: Date, format: string): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const three = (value: number) => String(value).padStart(3, '0')
  const day = weekdays()[date.getDay()]!
  const month = months()[date.getMonth()]!
  const hour = date.getHours()
  const hour12 = hour % 12 === 0 ? 12 : hour % 12
  const isZoned = 'zone' in date
  const parts: Record<string, () => string> = {
    Y: () => String(date.getFullYear()),
    y: () => two(date.getFullYear() % 100),
    m: () => two(date.getMonth() + 1),
    d: () => two(date.getDate()),
    e: () => String(date.getDate()).padStart(2),
    H: () => two(hour),
    I: () => two(hour12),
    M: () => two(date.getMinutes()),
    S: () => two(date.getSeconds()),
    f: () => `${three(date.getMilliseconds())}000`,
    p: () => (hour < 12 ? 'AM' : 'PM'),
    A: () => day,
    a: () => day.slice(0, 3),
    B: () => month,
    b: () => month.slice(0, 3),
    j: () => three(dayOfYear(date)),
    u: () => String(date.getDay() || 7),
    w: () => String(date.getDay()),
    F: () => strftime(date, '%Y-%m-%d'),
    T: () => strftime(date, '%H:%M:%S'),
    R: () => strftime(date, '%H:%M'),
    X: () => strftime(date, '%H:%M:%S'),
    D: () => strftime(date, '%m/%d/%y'),
    x: () => strftime(date, '%m/%d/%y'),
    c: () => strftime(date, '%a %b %e %H:%M:%S %Y'),
    Z: () => (isZoned ? zoneName(date) : ''),
    z: () => (isZoned ? offsetText(date, '') : ''),
    '%': () => '%',
    // Without the zeros before it.
    '-d': () => String(date.getDate()),
    '-m': () => String(date.getMonth() + 1),
    '-H': () => String(hour),
    '-I': () => String(hour12),
    '-M': () => String(date.getMinutes()),
    '-S': () => String(date.getSeconds()),
  }
  return format.replace(/%(-?[\s\S]?)/g, (_whole, key: string) => {
    if (!Object.hasOwn(parts, key)) throw failure('NotConverted', `%${key} of strftime is not converted.`)
    return parts[key]!()
  })
}

export function weekdays(): string[] {
  return ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
}

export function months(): string[] {
  return 'January February March April May June July August September October November December'.split(' ')
}

export function dayOfYear(date: Date): number {
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()]
  return Math.round((Date.UTC(year, month, day) - Date.UTC(year, 0, 0)) / 86_400_000)
}

/** `date.isoformat()`, and `str(date)` with a space */
export function isoFormat(date: Date, separator = 'T', isShort = false): string {
  const rest = isShort || date.getMilliseconds() === 0 ? '' : '.%f'
  const offset = 'zone' in date ? offsetText(date) : ''
  return strftime(date, `%Y-%m-%d${separator}%H:%M:%S${rest}`) + offset
}

/** `date + timedelta(…)`, in milliseconds of the clock on the wall */
export function addTime(date: Date, milliseconds: number): Date {
  const day = [date.getFullYear(), date.getMonth(), date.getDate()] as const
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()] as const
  const wall = new Date(...day, ...time, date.getMilliseconds() + Math.round(milliseconds))
  return onClockOf(date, wall)
}

/** `date.replace(hour=…)` */
export function replaceTime(date: Date, parts: Record<string, any>): Date {
  const fields: [string, number][] = [
    ['year', date.getFullYear()],
    ['month', date.getMonth() + 1],
    ['day', date.getDate()],
    ['hour', date.getHours()],
    ['minute', date.getMinutes()],
    ['second', date.getSeconds()],
    ['microsecond', date.getMilliseconds() * 1000],
  ]
  const values = fields.map(([name, value]) => parts[name] ?? value)
  const wall = dateOf(...(values as [number, number, number]))
  if (parts.tzinfo === undefined) return onClockOf(date, wall)
  return parts.tzinfo === null ? wall : atWall(wall, parts.tzinfo)
}

/** `datetime(year, month, day, …)`, which knows how many days a month has */
export function dateOf(year: number, month: number, day: number, ...time: number[]): Date {
  const [hour = 0, minute = 0, second = 0, micro = 0] = time
  if (year < 100 || year > 9999 || micro % 1000 !== 0)
    throw failure('NotConverted', `The date ${year}-${month}-${day} is not converted.`)
  const date = new Date(year, month - 1, day, hour, minute, second, micro / 1000)
  if (month < 1 || month > 12) throw failure('ValueError', 'month must be in 1..12')
  if (date.getDate() !== day && new Date(year, month - 1, day).getDate() !== day)
    throw failure('ValueError', 'day is out of range for month')
  for (const [name, value, end] of [
    ['hour', hour, 23],
    ['minute', minute, 59],
    ['second', second, 59],
  ] as const)
    if (value < 0 || value > end) throw failure('ValueError', `${name} must be in 0..${end}`)
  return date
}

/** `later - earlier`, in milliseconds of the clock on the wall; between two zones, of time */
export function timeBetween(earlier: any, later: any): number {
  if ('zone' in earlier !== 'zone' in later)
    throw new TypeError("can't subtract offset-naive and offset-aware datetimes")
  if (earlier.zone !== later.zone) return later.getTime() - earlier.getTime()
  if ('zone' in earlier) onClockOf(earlier, later)
  const [a, b] = [earlier, later].map((date: Date) => date.getTime() - date.getTimezoneOffset() * 60_000)
  return b! - a!
}

/** `date.date()` */
export function dayOf(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate())
}

/** `datetime.utcnow()`: what the clock of UTC shows, as a moment without a zone */
export function utcWall(time: number): Date {
  const date = new Date(time)
  const day = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()] as const
  return new Date(
    ...day,
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds(),
  )
}

/** `str(timedelta(…))` of milliseconds */
export function durationText(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1000)
  const days = Math.floor(micros / 86_400_000_000)
  const rest = micros - days * 86_400_000_000
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const seconds = Math.floor(rest / 1_000_000)
  const clock = `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`
  const fraction = rest % 1_000_000 === 0 ? '' : `.${String(rest % 1_000_000).padStart(6, '0')}`
  const day = days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `
  return day + clock + fraction
}
