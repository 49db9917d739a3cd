/** `datetime`: moments without a zone as `Date`, spans of time as milliseconds. */
import { COUNT, FLOAT, isNumeric, present, STR, type Type } from '../../facts/types'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import type { Arguments, ModuleCall } from '../arguments'

const DATE: Type = { kind: 'sdk', of: 'date' }
const DAY: Type = { kind: 'sdk', of: 'day' }
const DURATION: Type = { kind: 'sdk', of: 'duration' }

const now: ModuleCall = (args, { node }) => {
  if (args.count > 0 || args.rest.length > 0)
    refuse('datetime.now with a zone', node, 'Use new Date().toISOString().')
  return primary('new Date()', DATE)
}

const UNITS: Readonly<Record<string, number>> = {
  weeks: 604_800_000,
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1000,
  milliseconds: 1,
}

export const DATE_CALLS: Readonly<Record<string, ModuleCall>> = {
  'datetime.datetime.now': now,
  'datetime.datetime.today': now,
  'datetime.date.today': () => primary('new Date()', DAY),
  'datetime.datetime': (args, { node }) => {
    const names = ['year', 'month', 'day', 'hour', 'minute', 'second']
    const codes = names.flatMap((name) => args.code(name) ?? [])
    if (codes.length < 3 || codes.some(({ type }) => type.kind !== 'int')) refuse('this datetime', node)
    const texts = codes.map((code, index) => {
      if (index !== 1) return code.text
      return /^\d+$/.test(code.text) ? String(Number(code.text) - 1) : `${operand(code, BINDS.plus)} - 1`
    })
    return primary(`new Date(${texts.join(', ')})`, DATE)
  },
  'datetime.timedelta': (args, { context, node }) => {
    if (args.count > 0) refuse('timedelta with arguments by position', node, 'Name them.')
    const parts = args.rest.map(([name, value]) => {
      args.named(name)
      const code = context.write(value)
      if (!isNumeric(code.type) || !Object.hasOwn(UNITS, name)) return refuse(`${name} of a timedelta`, node)
      return `${operand(code, BINDS.times)} * ${UNITS[name]!}`
    })
    return operation(parts.join(' + ') || '0', DURATION, BINDS.plus)
  },
  'time.strftime': (args, { context, node }) => {
    const format = args.need('format')
    if (args.count > 0) refuse('time.strftime of another time', node)
    return primary(`${context.helper('strftime')}(new Date(), ${format.text})`, STR)
  },
}

/** `date.name(…)` */
export function dateMethod(target: Code, args: Arguments): Code {
  const { context, name, node } = args.parts
  const type = present(target.type)
  if (type.kind === 'sdk' && type.of === 'duration') {
    if (name !== '.total_seconds') return refuse(`${name}() of a timedelta`, node)
    return operation(`${operand(target, BINDS.times)} / 1000`, FLOAT, BINDS.times)
  }
  const isDay = type.kind === 'sdk' && type.of === 'day'
  if (isDay && !['.strftime', '.isoformat', '.weekday'].includes(name)) refuse(`${name}() of a date`, node)
  if (isDay && name === '.isoformat')
    return primary(`${context.helper('isoFormat')}(${target.text}).slice(0, 10)`, STR)
  switch (name) {
    case '.date':
      return { ...target, type: DAY }
    case '.strftime':
      return primary(`${context.helper('strftime')}(${target.text}, ${args.need('format').text})`, STR)
    case '.isoformat':
      return primary(`${context.helper('isoFormat')}(${target.text})`, STR)
    case '.timestamp':
      return operation(`${operand(target, BINDS.call)}.getTime() / 1000`, FLOAT, BINDS.times)
    case '.weekday':
      return operation(`(${operand(target, BINDS.call)}.getDay() + 6) % 7`, COUNT, BINDS.times)
    default:
      return refuse(`${name}() of a datetime`, node, 'Use the methods of Date.')
  }
}

/** `date.year` and the like. */
export function dateAttribute(target: Code, name: string): Code | undefined {
  const type = present(target.type)
  const text = operand(target, BINDS.call)
  if (type.kind === 'sdk' && type.of === 'duration')
    return name === 'days' ? primary(`Math.floor(${target.text} / 86400000)`, COUNT) : undefined
  if (name === 'month') return operation(`${text}.getMonth() + 1`, COUNT, BINDS.plus)
  const method = {
    year: 'getFullYear',
    day: 'getDate',
    hour: 'getHours',
    minute: 'getMinutes',
    second: 'getSeconds',
  }[name]
  return method === undefined ? undefined : primary(`${text}.${method}()`, COUNT)
}

const kindOf = ({ type }: Code) =>
  type.kind === 'sdk' && (type.of === 'date' || type.of === 'duration') ? type.of : undefined

/** Sums and differences of moments and spans; `undefined` for other values. */
export function dateOperation(
  op: string,
  [left, right]: readonly [Code, Code],
  context: Context,
): Code | undefined {
  const [a, b] = [kindOf(left), kindOf(right)]
  if (a === undefined || b === undefined) return undefined
  if (a === 'date' && b === 'date' && op === 'Sub')
    return primary(`${context.helper('timeBetween')}(${right.text}, ${left.text})`, DURATION)
  if (a === 'date' && b === 'duration' && (op === 'Add' || op === 'Sub')) {
    const change = op === 'Add' ? right.text : `-${operand(right, BINDS.call)}`
    return primary(`${context.helper('addTime')}(${left.text}, ${change})`, DATE)
  }
  return undefined
}
