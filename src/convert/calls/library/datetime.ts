/** `datetime`, `zoneinfo`, `pytz`: moments as `Date`, spans of time as milliseconds, zones as their names. */
import { isNumeric, STR, type Type } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import type { Context } from '../../write/context'
import { moduleOf } from '../../write/names'
import { refuse } from '../../write/refusal'
import type { Arguments, ModuleCall } from '../arguments'

export const DATE: Type = { kind: 'sdk', of: 'date' }
export const DAY: Type = { kind: 'sdk', of: 'day' }
export const DURATION: Type = { kind: 'sdk', of: 'duration' }
const ZONE: Type = { kind: 'sdk', of: 'zone' }
const PYTZ: Type = { kind: 'sdk', of: 'pytz-zone' }

/** Whether a value is a zone; one of pytz is none for a time that it has not made. */
export const isZoneType = (type: Type, isOfPytz = true): boolean =>
  type.kind === 'sdk' && (type.of === 'zone' || (isOfPytz && type.of === 'pytz-zone'))

/** The zone that a call names; `undefined` for none. */
function zoneArgument(args: Arguments, name: string, context: Context): Code | undefined {
  const node = args.take(name)
  if (!node || (node.type === 'Constant' && node.kind === 'none')) return undefined
  const zone = context.write(node)
  return isZoneType(zone.type) ? zone : refuse('a zone that may be none', node)
}

const now: ModuleCall = (args, { context }) => {
  const zone = zoneArgument(args, 'tz', context)
  return zone ? primary(`${context.helper('nowIn')}(${zone.text})`, DATE) : primary('new Date()', DATE)
}

/** Numbers of a date: year, month, day and more. */
const dateFrom = (names: readonly string[], type: Type): ModuleCall => {
  return (args, { context, node }) => {
    const codes = names.map((name) => args.code(name))
    const given = codes.slice(0, codes.findLastIndex((code) => code !== undefined) + 1)
    if (given.length < 3 || given.some((code) => code && code.type.kind !== 'int')) refuse('this date', node)
    const texts = given.map((code) => code?.text ?? '0')
    const zoned = args.named('tzinfo')
    const zone = zoned && context.write(zoned)
    if (zone && !isZoneType(zone.type, false)) refuse('a datetime with this zone', node, 'Use localize.')
    const isPlain = texts.length < 7 && isRealDay(texts)
    const text = isPlain
      ? `new Date(${texts.map((each, index) => (index === 1 ? String(Number(each) - 1) : each)).join(', ')})`
      : `${context.helper('dateOf')}(${texts.join(', ')})`
    return zone ? primary(`${context.helper('atWall')}(${text}, ${zone.text})`, type) : primary(text, type)
  }
}

/** Whether numbers that are written out are those of a day that there is. */
function isRealDay(texts: readonly string[]): boolean {
  const [year, month, day, hour = 0, minute = 0, second = 0] = texts.map(Number) as [number, number, number]
  if (!texts.every((text) => /^\d+$/.test(text)) || year < 100 || year > 9999) return false
  const date = new Date(Date.UTC(year, month - 1, day))
  return (
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  )
}

const UNITS: Readonly<Record<string, number>> = {
  days: 86_400_000,
  seconds: 1000,
  microseconds: 0.001,
  milliseconds: 1,
  minutes: 60_000,
  hours: 3_600_000,
  weeks: 604_800_000,
}

/** A zone by its name. */
const zone =
  (error: string, type: Type): ModuleCall =>
  (args, { context }) => {
    const name = args.need('key')
    if (name.text === '"UTC"') return primary(name.text, type.kind === 'sdk' ? ZONE : type)
    return primary(`${context.helper('zoneOf')}(${name.text}, "${error}")`, type)
  }

/** A moment that a text tells. */
const read =
  (helper: string, ...params: readonly string[]): ModuleCall =>
  (args, { context, node }) => {
    const codes = params.map((param) => args.need(param))
    if (codes.some(({ type }) => type.kind !== 'str' && type.kind !== 'any' && type.kind !== 'sdk'))
      refuse('a time of what may be no text', node)
    return primary(`${context.helper(helper)}(${codes.map(({ text }) => text).join(', ')})`, DATE)
  }

const fromSeconds: ModuleCall = (args, { context, node }) => {
  const seconds = args.need('timestamp')
  const given = zoneArgument(args, 'tz', context)
  if (!isNumeric(seconds.type) && seconds.type.kind !== 'sdk' && seconds.type.kind !== 'any')
    refuse('a time of what may be no number', node)
  const text = `${operand(seconds, BINDS.times)} * 1000`
  if (!given) return primary(`new Date(${text})`, DATE)
  return primary(`new ${context.helper('ZonedDate')}(${text}, ${given.text})`, DATE)
}

/** The time that `time.strftime` shows: that of the clock, or of UTC. */
function shownTime(node: Expression | undefined, context: Context): string {
  if (!node) return 'new Date()'
  const name = node.type === 'Call' ? moduleOf(node.func, context) : undefined
  if (node.type !== 'Call' || (name !== 'time.localtime' && name !== 'time.gmtime'))
    return refuse('time.strftime of another time', node)
  const [seconds] = node.args
  const time = seconds ? `${operand(context.write(seconds), BINDS.times)} * 1000` : 'Date.now()'
  if (name === 'time.gmtime') return `${context.helper('utcWall')}(${time})`
  return seconds ? `new Date(${time})` : 'new Date()'
}

export const DATE_CALLS: Readonly<Record<string, ModuleCall>> = {
  'datetime.datetime.now': now,
  'datetime.datetime.today': now,
  'datetime.datetime.utcnow': (_args, { context }) =>
    primary(`${context.helper('utcWall')}(Date.now())`, DATE),
  'datetime.date.today': (_args, { context }) => primary(`${context.helper('dayOf')}(new Date())`, DAY),
  'datetime.datetime': dateFrom(['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'], DATE),
  'datetime.date': dateFrom(['year', 'month', 'day'], DAY),
  'datetime.datetime.strptime': read('strptime', 'date_string', 'format'),
  'datetime.datetime.fromisoformat': read('fromIso', 'date_string'),
  'datetime.date.fromisoformat': (args, parts) => ({
    ...read('dayFromIso', 'date_string')(args, parts),
    type: DAY,
  }),
  'datetime.datetime.fromtimestamp': fromSeconds,
  'datetime.datetime.utcfromtimestamp': (args, { context }) =>
    primary(`${context.helper('utcWall')}(${operand(args.need('timestamp'), BINDS.times)} * 1000)`, DATE),
  'datetime.timedelta': (args, { context, node }) => {
    const names = Object.keys(UNITS)
    const given = names.flatMap((name) => {
      const value = args.take(name)
      return value ? ([[name, value]] as const) : []
    })
    const parts = given.map(([name, value]) => {
      const code = context.write(value)
      if (!isNumeric(code.type) && code.type.kind !== 'any') return refuse(`${name} of a timedelta`, node)
      return `${operand(code, BINDS.times)} * ${UNITS[name]!}`
    })
    return operation(parts.join(' + ') || '0', DURATION, BINDS.plus)
  },
  'datetime.timezone': (args, { context, node }) => {
    const offset = args.need('offset')
    if (offset.type.kind !== 'sdk' || offset.type.of !== 'duration') refuse('this zone', node)
    return primary(`${context.helper('fixedZone')}(${offset.text})`, ZONE)
  },
  'zoneinfo.ZoneInfo': zone('ZoneInfoNotFoundError', ZONE),
  'pytz.timezone': zone('UnknownTimeZoneError', PYTZ),
  'zoneinfo.available_timezones': () => primary('zones', { kind: 'sdk', of: 'zones' }),
  'time.strftime': (args, { context }) => {
    const format = args.need('format')
    return primary(
      `${context.helper('strftime')}(${shownTime(args.take('t'), context)}, ${format.text})`,
      STR,
    )
  },
  'time.ctime': (_args, { context }) => primary(`${context.helper('strftime')}(new Date(), "%c")`, STR),
}

/** Values of these modules. */
export const DATE_VALUES: Readonly<Record<string, Code>> = {
  'datetime.timezone.utc': primary('"UTC"', ZONE),
  'datetime.UTC': primary('"UTC"', ZONE),
  'pytz.utc': primary('"UTC"', ZONE),
  'pytz.UTC': primary('"UTC"', ZONE),
  'pytz.all_timezones': primary('zones', { kind: 'sdk', of: 'zones' }),
  'pytz.all_timezones_set': primary('zones', { kind: 'sdk', of: 'zones' }),
  'pytz.common_timezones': primary('zones', { kind: 'sdk', of: 'zones' }),
}
