/** Methods and fields of moments, days, spans of time and zones, and what operators make of them. */
import { COUNT, FLOAT, isNumeric, optional, present, STR } from '../../facts/types'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import { type Arguments, entries } from '../arguments'
import { DATE, DAY, DURATION, isZoneType } from './datetime'

/** `date.name(…)` */
export function dateMethod(target: Code, args: Arguments): Code {
  const { context, name, node } = args.parts
  const type = present(target.type)
  const base = operand(target, BINDS.call)
  if (type.kind === 'sdk' && type.of === 'duration') {
    if (name !== '.total_seconds') return refuse(`${name}() of a timedelta`, node)
    return operation(`${operand(target, BINDS.times)} / 1000`, FLOAT, BINDS.times)
  }
  if (isZoneType(type)) {
    const time = name === '.localize' ? args.need('dt') : refuse(`${name}() of a zone`, node)
    if (time.type.kind !== 'sdk' || time.type.of !== 'date') refuse('localize of this value', node)
    return primary(`${context.helper('atWall')}(${time.text}, ${target.text})`, DATE)
  }
  const isDay = type.kind === 'sdk' && type.of === 'day'
  switch (name) {
    case '.strftime':
      return primary(`${context.helper('strftime')}(${target.text}, ${args.need('format').text})`, STR)
    case '.isoformat':
      return isDay ? dayText(target, context) : isoText(target, args)
    case '.weekday':
      return operation(`(${base}.getDay() + 6) % 7`, COUNT, BINDS.times)
    case '.isoweekday':
      return operation(`${base}.getDay() || 7`, COUNT, BINDS.or)
    case '.replace':
      return replaced(target, args)
    case '.ctime':
      return primary(`${context.helper('strftime')}(${target.text}, "%c")`, STR)
  }
  if (isDay) return refuse(`${name}() of a date`, node)
  switch (name) {
    case '.date':
      return primary(`${context.helper('dayOf')}(${target.text})`, DAY)
    case '.timestamp':
      return operation(`${base}.getTime() / 1000`, FLOAT, BINDS.times)
    case '.astimezone': {
      const zone = args.code('tz')
      if (!zone || !isZoneType(zone.type)) return refuse('astimezone without a zone', node)
      return primary(`new ${context.helper('ZonedDate')}(${base}.getTime(), ${zone.text})`, DATE)
    }
    case '.tzname':
      return refuse('.tzname() of a datetime', node, 'Use strftime("%Z").')
    default:
      return refuse(`${name}() of a datetime`, node, 'Use the methods of Date.')
  }
}

function isoText(target: Code, args: Arguments): Code {
  const { context, node } = args.parts
  const separator = args.code('sep')?.text
  const spec = args.named('timespec')
  const isShort = spec?.type === 'Constant' && spec.value === 'seconds'
  if (spec && !isShort) refuse('isoformat with this timespec', node)
  const more = isShort ? `, ${separator ?? '"T"'}, true` : separator ? `, ${separator}` : ''
  return primary(`${context.helper('isoFormat')}(${target.text}${more})`, STR)
}

/** The text of a day. */
export const dayText = (target: Code, context: Context): Code =>
  primary(`${context.helper('strftime')}(${target.text}, "%Y-%m-%d")`, STR)

function replaced(target: Code, args: Arguments): Code {
  const { context, node } = args.parts
  const given = args.rest
  for (const [name, value] of given) {
    args.named(name)
    const { type } = context.write(value)
    const isKnown = name === 'tzinfo' ? type.kind === 'none' || isZoneType(type, false) : type.kind === 'int'
    if (!isKnown) refuse(`${name} of replace`, node, name === 'tzinfo' ? 'Use localize.' : undefined)
  }
  return primary(
    `${context.helper('replaceTime')}(${target.text}, { ${entries(given, args.parts).join(', ')} })`,
    target.type,
  )
}

/** `date.year` and the like. */
export function dateAttribute(target: Code, name: string, context: Context): Code | undefined {
  const type = present(target.type)
  const text = operand(target, BINDS.call)
  if (isZoneType(type)) return name === 'key' || name === 'zone' ? { ...target, type: STR } : undefined
  if (type.kind === 'sdk' && type.of === 'duration') {
    if (name === 'days') return primary(`Math.floor(${target.text} / 86400000)`, COUNT)
    if (name !== 'seconds') return undefined
    return primary(`Math.floor(${context.helper('modulo')}(${target.text}, 86400000) / 1000)`, COUNT)
  }
  if (name === 'month') return operation(`${text}.getMonth() + 1`, COUNT, BINDS.plus)
  const isDay = type.kind === 'sdk' && type.of === 'day'
  const method = { year: 'getFullYear', day: 'getDate' }[name]
  const clock = { hour: 'getHours', minute: 'getMinutes', second: 'getSeconds' }[name]
  const found = method ?? (isDay ? undefined : clock)
  if (found !== undefined) return primary(`${text}.${found}()`, COUNT)
  if (name === 'microsecond' && !isDay)
    return operation(`${text}.getMilliseconds() * 1000`, COUNT, BINDS.times)
  if (name !== 'tzinfo' || isDay) return undefined
  return primary(`(${target.text} as any).zone`, optional({ kind: 'sdk', of: 'zone' }))
}

const kindOf = ({ type }: Code) =>
  type.kind === 'sdk' && (type.of === 'date' || type.of === 'duration' || type.of === 'day')
    ? type.of
    : undefined

/** What operators make of moments and spans; `undefined` for other values. */
export function dateOperation(
  op: string,
  [left, right]: readonly [Code, Code],
  context: Context,
): Code | undefined {
  const [a, b] = [kindOf(left), kindOf(right)]
  const isSum = op === 'Add' || op === 'Sub'
  if (a !== undefined && a !== 'duration' && a === b && op === 'Sub')
    return primary(`${context.helper('timeBetween')}(${right.text}, ${left.text})`, DURATION)
  if (a === 'date' && b === 'duration' && isSum) {
    const change = op === 'Add' ? right.text : `-${operand(right, BINDS.call)}`
    return primary(`${context.helper('addTime')}(${left.text}, ${change})`, DATE)
  }
  if (a === 'day' && b === 'duration' && isSum) {
    // Hours do not change a day.
    const isWhole = /^\d+ \* (?:86400000|604800000)$/.test(right.text)
    const days = isWhole ? right.text : `Math.floor(${operand(right, BINDS.times)} / 86400000) * 86400000`
    const change = op === 'Add' ? days : isWhole ? `-(${days})` : `-${days}`
    return primary(`${context.helper('addTime')}(${left.text}, ${change})`, DAY)
  }
  if (a === 'duration' && b === 'date' && op === 'Add') return dateOperation(op, [right, left], context)
  if (a === 'duration' && b === 'duration' && isSum)
    return operation(
      `${operand(left, BINDS.plus)} ${op === 'Add' ? '+' : '-'} ${operand(right, BINDS.plus + 1)}`,
      DURATION,
      BINDS.plus,
    )
  if (a === 'duration' && b === 'duration' && op === 'Div')
    return primary(`${context.helper('divide')}(${left.text}, ${right.text})`, FLOAT)
  const isScaled = op === 'Mult' && [left, right].some(({ type }) => isNumeric(type))
  if (isScaled && (a === 'duration' || b === 'duration'))
    return operation(
      `${operand(left, BINDS.times)} * ${operand(right, BINDS.times + 1)}`,
      DURATION,
      BINDS.times,
    )
  if (a === 'duration' && op === 'Div' && isNumeric(right.type))
    return primary(`${context.helper('divide')}(${left.text}, ${right.text})`, DURATION)
  return undefined
}
