/** `sum`, `min`, `max`, `any`, `all`, `abs`, `round`. */
import { itemOf, join } from '../../facts/join'
import {
  ANY,
  BOOL,
  FLOAT,
  INT,
  isNumeric,
  isOpen,
  NEVER,
  NUMBER,
  present,
  type Type,
} from '../../facts/types'
import { arithmetic } from '../../write/arithmetic'
import { BINDS, type Code, operand, primary } from '../../write/code'
import { asIterated } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import { asTest } from '../../write/truth'
import type { Arguments, CallParts, ModuleCall } from '../arguments'
import { isBusy } from './iterables'
import { keyOf, withSets } from './key'

const ZERO: Type = { kind: 'int', bits: 0 }

export const TOTALS: Readonly<Record<string, ModuleCall>> = {
  sum: (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    const start = args.code('start')
    const type = values.item
    if (type.kind === 'list' && !type.isTuple && start?.text === '[]')
      return primary(`${operand(values, BINDS.call)}.flat()`, type)
    if (!isNumeric(type) && type.kind !== 'any' && type.kind !== 'bool' && type.kind !== 'never')
      refuse(`sum of what may be no numbers`, node)
    if (type.kind === 'any' && !type.isMurky) {
      const begin =
        start && start.type.kind === 'int' ? start.text : start ? refuse('sum with this start', node) : '0'
      return primary(`${operand(values, BINDS.call)}.reduce(${context.helper('add')}, ${begin})`, ANY)
    }
    const isFull = /^\[(?!\.\.\.)[^\]]/.test(values.text) && values.type.kind === 'list'
    const each: Type = type.kind === 'bool' ? INT : type
    const first = start ? start.type : ZERO
    const sum = isFull && each.kind === 'float' ? FLOAT : join(first, each.kind === 'float' ? FLOAT : each)
    const result: Type = sum.kind === 'int' ? INT : isNumeric(sum) ? sum : NUMBER
    const more = start ? `, ${start.text}` : ''
    return primary(`${context.helper('sum')}(${values.text}${more})`, result)
  },
  min: (args, parts) => extreme(args, parts, -1),
  max: (args, parts) => extreme(args, parts, 1),
  abs: (args, { context, node }) => {
    const code = args.need('x')
    if (isOpen(code.type)) return primary(`${context.helper('abs')}(${code.text})`, present(code.type))
    if (!isNumeric(code.type)) refuse('abs of what may be no number', node)
    return primary(`Math.abs(${code.text})`, code.type)
  },
  round: (args, { context, node }) => {
    const code = args.need('number')
    const digits = args.code('ndigits')
    if (code.type.kind === 'any')
      return primary(
        `${context.helper('roundAny')}(${code.text}${digits ? `, ${digits.text}` : ''})`,
        digits ? code.type : INT,
      )
    if (!isNumeric(code.type)) refuse('round of what may be no number', node)
    if (!digits)
      return code.type.kind === 'int' ? code : primary(`${context.helper('round')}(${code.text})`, INT)
    if (code.type.kind === 'int' && /^\d+$/.test(digits.text)) return code
    if (code.type.kind === 'int') refuse('round of an int to digits', node)
    return primary(
      `${context.helper('round')}(${code.text}, ${digits.text})`,
      code.type.kind === 'number' ? code.type : FLOAT,
    )
  },
  divmod: (args, { context, node }) => {
    const [a, b] = [args.need('a'), args.need('b')]
    if (![a, b].every(({ type }) => type.kind === 'int' || type.kind === 'float'))
      refuse('divmod of what may be no numbers', node, 'Use Math.floor and %.')
    const parts = (['FloorDiv', 'Mod'] as const).map((op) => arithmetic(a, b, { op, context, node }))
    const isNamed = [a, b].every(({ text }) => /^[\w.]+$/.test(text))
    const text = isNamed
      ? `[${parts.map((each) => each.text).join(', ')}]`
      : `${context.helper('divmod')}(${a.text}, ${b.text})`
    return primary(text, { kind: 'tuple', items: parts.map(({ type }) => type) })
  },
  pow: (args, { context, node }) => {
    const [left, right] = [args.need('base'), args.need('exp')]
    return arithmetic(left, right, { op: 'Pow', context, node })
  },
  any: (args, parts) => quantifier(args, parts, 'some'),
  all: (args, parts) => quantifier(args, parts, 'every'),
}

function extreme(args: Arguments, { context, node }: CallParts, sign: 1 | -1): Code {
  const [first] = node.args
  const isSpread = node.args.length === 1 && first?.type === 'Starred'
  const codes = isSpread ? (args.all(), [context.write(first.value)]) : []
  while (args.count > 0) codes.push(args.need('value'))
  const given = args.named('default')
  const otherwise = given && context.write(given)
  const isMany = codes.length > 1
  const values = isMany ? undefined : asIterated(withSets(codes[0]!), { context, node })
  if (values?.isAsync) refuse('min or max of a stream', node)
  const item = values ? values.item : codes.reduce((all: Type, code) => join(all, code.type), NEVER)
  const key = keyOf(args, item)
  if (key === undefined && isMany && codes.every(({ type }) => type.kind === 'int'))
    return primary(`Math.${sign > 0 ? 'max' : 'min'}(${codes.map(({ text }) => text).join(', ')})`, item)
  const all = values ? values.text : `[${codes.map(({ text }) => text).join(', ')}]`
  const options = [
    ...(key === undefined ? [] : [`key: ${key}`]),
    ...(otherwise ? [`otherwise: ${otherwise.text}`] : []),
  ]
  const more = options.length > 0 ? `, { ${options.join(', ')} }` : ''
  return primary(
    `${context.helper(sign > 0 ? 'max' : 'min')}(${all}${more})`,
    otherwise ? join(item, otherwise.type) : item,
  )
}

function quantifier(args: Arguments, { context, node }: CallParts, name: 'some' | 'every'): Code {
  const values = args.take('iterable')!
  const code = context.write(values)
  if (code.text.startsWith('await '))
    refuse(`${name === 'some' ? 'any' : 'all'} of what waits`, node, 'Write a loop.')
  const found = values.type === 'GeneratorExp' ? /^(.*)\.map\((\(\w+\) => .*)\)$/s.exec(code.text) : null
  const item = itemOf(code.type)
  if (found && item.kind === 'bool' && !found[1]!.includes('.map('))
    return primary(`${found[1]}.${name}(${found[2]})`, BOOL)
  if (values.type === 'GeneratorExp' && isBusy(values, context))
    refuse(`${name === 'some' ? 'any' : 'all'} of calls that Python stops making`, node, 'Write a loop.')
  const iterable = asIterated(withSets(code), { context, node })
  const condition = asTest(primary('each', iterable.item), { context, node })
  return primary(`${operand(iterable, BINDS.call)}.${name}((each) => ${condition.text})`, BOOL)
}
