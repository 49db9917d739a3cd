/** Times with a zone, by `Intl`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'
import { repr } from './show'

/** A moment by the clock of a zone: its fields are what that clock shows */
export class ZonedDate extends Date {
  /** A date whose fields in UTC are those of the zone. */
  private readonly wall: Date
  readonly zone: string

  constructor(time: number, zone: string) {
    super(time)
    this.zone = zone
    this.wall = new Date(time + offsetIn(zone, time))
  }

  override getFullYear(): number {
    return this.wall.getUTCFullYear()
  }

  override getMonth(): number {
    return this.wall.getUTCMonth()
  }

  override getDate(): number {
    return this.wall.getUTCDate()
  }

  override getDay(): number {
    return this.wall.getUTCDay()
  }

  override getHours(): number {
    return this.wall.getUTCHours()
  }

  override getMinutes(): number {
    return this.wall.getUTCMinutes()
  }

  override getSeconds(): number {
    return this.wall.getUTCSeconds()
  }

  override getTimezoneOffset(): number {
    return (this.getTime() - this.wall.getTime()) / 60_000
  }
}

/** Milliseconds by which the clock of a zone is ahead of UTC */
export function offsetIn(zone: string, time: number): number {
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(zone)
  if (fixed) return Number(`${fixed[1]}1`) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
  const [year, month, day] = [parts.get('year')!, parts.get('month')!, parts.get('day')!]
  const clock = [parts.get('hour')!, parts.get('minute')!, parts.get('second')!] as const
  return Date.UTC(year, month - 1, day, ...clock) - Math.floor(time / 1000) * 1000
}

/** The moment at which the clock of a zone shows the fields of a date, where it does so once */
export function atWall(date: Date, zone: string): ZonedDate {
  const wall = date.getTime() - date.getTimezoneOffset() * 60_000
  const offsets = new Set([-1, 1].map((day) => offsetIn(zone, wall + day * 86_400_000)))
  const times = [...offsets].map((offset) => wall - offset)
  const [time, ...others] = times.filter((each) => each + offsetIn(zone, each) === wall)
  if (time === undefined || others.length > 0)
    throw failure('NotConverted', `The clock of ${zone} is put forward or back at this time.`)
  return new ZonedDate(time, zone)
}

/** The moment at which the clock of a date shows another time */
export function onClockOf(date: any, wall: Date): Date {
  if (date.zone === undefined) return wall
  const moved = atWall(wall, date.zone)
  if (moved.getTimezoneOffset() !== date.getTimezoneOffset())
    throw failure('NotConverted', `The clock of ${date.zone} is put forward or back between two times.`)
  return moved
}

/** `datetime.now(zone)` */
export function nowIn(zone: string | null): Date {
  return zone === null ? new Date() : new ZonedDate(Date.now(), zone)
}

/** `pytz.timezone(name)`, `ZoneInfo(name)` */
export function zoneOf(name: any, error: 'UnknownTimeZoneError' | 'ZoneInfoNotFoundError'): string {
  if (isZone(name)) return name
  const found =
    typeof name === 'string' && isZone(name.replace(/(?<![A-Za-z])[a-z]/g, (char) => char.toUpperCase()))
  if (found && error === 'UnknownTimeZoneError')
    throw failure('NotConverted', `The zone ${name} is known by another case of its letters.`)
  throw failure(error, repr(error === 'UnknownTimeZoneError' ? name : `No time zone found with key ${name}`))
}

/** `name in pytz.all_timezones` */
export function isZone(name: any): boolean {
  // What ICU knows besides, and by other cases of the letters.
  if (typeof name !== 'string' || !/^[A-Z]/.test(name) || /^System|[A-Z]{3}.*\/|\/[a-z]/.test(name))
    return false
  if (/^[A-Z]{3}$/.test(name) && !/^(?:UTC|GMT|EST|MST|HST|CET|EET|MET|WET|UCT|PRC|ROC|ROK)$/.test(name))
    return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** `timezone(timedelta(…))` */
export function fixedZone(milliseconds: number): string {
  const minutes = Math.abs(milliseconds) / 60_000
  if (!Number.isInteger(minutes)) throw failure('NotConverted', 'A zone of seconds is not converted.')
  if (minutes >= 1440)
    throw failure(
      'ValueError',
      'offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).',
    )
  if (minutes === 0) return 'UTC'
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${milliseconds < 0 ? '-' : '+'}${hour}:${minute}`
}

/** `str(zone)`, and what `%Z` shows of one that is an offset */
export function zoneText(zone: string | undefined): string {
  if (zone === undefined) return 'None'
  return /^[+-]/.test(zone) ? `UTC${zone}` : zone
}

/** `%z` with a colon: `+02:00` */
export function offsetText(date: Date, colon = ':'): string {
  const minutes = -date.getTimezoneOffset()
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  if (!Number.isInteger(minutes)) throw failure('NotConverted', 'An offset of seconds is not converted.')
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}${colon}${two(Math.abs(minutes) % 60)}`
}

/** `%Z`: what people call the time of a zone */
export function zoneName(date: any): string {
  const { zone } = date
  if (zone === undefined) return ''
  if (/^(?:[+-]|UTC$)/.test(zone)) return zoneText(zone)
  const long = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'long' })
  const name = long.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const areas =
    /^(?:(Eastern|Central|Mountain|Pacific|Atlantic) (Standard|Daylight)|(Central|Eastern) European (Standard|Summer)|(Australian) (Eastern|Central|Western) (Standard|Daylight)|(India|China|Japan|Korean|Philippine) Standard|(British) Summer|(Greenwich) Mean) Time$/
  const initials = name.replace(/(\w)\w*\W*/g, '$1')
  if (areas.test(name)) return / European Standard/.test(name) ? initials.replace('S', '') : initials
  const others: Record<string, string> = {
    'Alaska Standard Time': 'AKST',
    'Alaska Daylight Time': 'AKDT',
    'Hawaii-Aleutian Standard Time': 'HST',
    'Moscow Standard Time': 'MSK',
    'Hong Kong Standard Time': 'HKT',
    'New Zealand Standard Time': 'NZST',
    'New Zealand Daylight Time': 'NZDT',
    'South Africa Standard Time': 'SAST',
    'East Africa Time': 'EAT',
    'Coordinated Universal Time': 'UTC',
  }
  if (Object.hasOwn(others, name)) return others[name]!
  throw failure('NotConverted', `What %Z shows of ${zone} is not known here.`)
}
