/** `datetime`: moments without a zone, by the clock of this machine. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'

/** `date.strftime(format)` */
export function strftime(date: Date, format: string): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const name = (options: any) => date.toLocaleDateString('en-US', options)
  const hour = date.getHours()
  const parts: Record<string, string> = {
    Y: String(date.getFullYear()),
    y: two(date.getFullYear() % 100),
    m: two(date.getMonth() + 1),
    d: two(date.getDate()),
    H: two(hour),
    I: two(hour % 12 === 0 ? 12 : hour % 12),
    M: two(date.getMinutes()),
    S: two(date.getSeconds()),
    f: `${String(date.getMilliseconds()).padStart(3, '0')}000`,
    p: hour < 12 ? 'AM' : 'PM',
    A: name({ weekday: 'long' }),
    a: name({ weekday: 'short' }),
    B: name({ month: 'long' }),
    b: name({ month: 'short' }),
    '%': '%',
  }
  return format.replace(/%([\s\S]?)/g, (_whole, key: string) => {
    if (!Object.hasOwn(parts, key)) throw failure('NotConverted', `%${key} of strftime is not converted.`)
    return parts[key]!
  })
}

/** `date.isoformat()`, and `str(date)` with a space */
export function isoFormat(date: Date, separator = 'T'): string {
  const rest = date.getMilliseconds() === 0 ? '' : '.%f'
  return strftime(date, `%Y-%m-%d${separator}%H:%M:%S${rest}`)
}

/** `date + timedelta(…)`, in milliseconds of the clock on the wall */
export function addTime(date: Date, milliseconds: number): Date {
  const day = [date.getFullYear(), date.getMonth(), date.getDate()] as const
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()] as const
  return new Date(...day, ...time, date.getMilliseconds() + milliseconds)
}

/** `later - earlier`, in milliseconds of the clock on the wall */
export function timeBetween(earlier: Date, later: Date): number {
  const [a, b] = [earlier, later].map((date) => date.getTime() - date.getTimezoneOffset() * 60_000)
  return b! - a!
}
