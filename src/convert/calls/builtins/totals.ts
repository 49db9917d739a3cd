/** `sum`, `min`, `max`, `any`, `all`, `abs`, `round`. */
import { ANY, BOOL, FLOAT, INT, isNumeric, itemOf, join, NEVER, NUMBER, type Type } from '../../facts/types'
import { BINDS, type Code, operand, primary } from '../../write/code'
import { asIterated } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import { asTest } from '../../write/truth'
import type { Arguments, CallParts, ModuleCall } from '../arguments'
import { keyOf, withSets } from './key'

export const TOTALS: Readonly<Record<string, ModuleCall>> = {
  sum: (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    const start = args.code('start')
    const type = values.item
    if (!isNumeric(type) && type.kind !== 'any' && type.kind !== 'bool' && type.kind !== 'never')
      refuse(`sum of what may be no numbers`, node)
    if (type.kind === 'any' && !type.isMurky) {
      const begin =
        start && start.type.kind === 'int' ? start.text : start ? refuse('sum with this start', node) : '0'
      return primary(`${operand(values, BINDS.call)}.reduce(${context.helper('add')}, ${begin})`, ANY)
    }
    const result: Type = type.kind === 'int' || type.kind === 'bool' ? INT : NUMBER
    const more = start ? `, ${start.text}` : ''
    return primary(
      `${context.helper('sum')}(${values.text}${more})`,
      start && start.type.kind !== 'int' ? NUMBER : result,
    )
  },
  min: (args, parts) => extreme(args, parts, -1),
  max: (args, parts) => extreme(args, parts, 1),
  abs: (args, { node }) => {
    const code = args.need('x')
    if (!isNumeric(code.type)) refuse('abs of what may be no number', node)
    return primary(`Math.abs(${code.text})`, code.type)
  },
  round: (args, { context, node }) => {
    const code = args.need('number')
    const digits = args.code('ndigits')
    if (!isNumeric(code.type)) refuse('round of what may be no number', node)
    if (!digits)
      return code.type.kind === 'int' ? code : primary(`${context.helper('round')}(${code.text})`, INT)
    if (code.type.kind === 'int') refuse('round of an int to digits', node)
    return primary(
      `${context.helper('round')}(${code.text}, ${digits.text})`,
      code.type.kind === 'number' ? NUMBER : FLOAT,
    )
  },
  any: (args, parts) => quantifier(args, parts, 'some'),
  all: (args, parts) => quantifier(args, parts, 'every'),
}

function extreme(args: Arguments, { context, node }: CallParts, sign: 1 | -1): Code {
  const codes = []
  while (args.count > 0) codes.push(args.need('value'))
  if (args.rest.some(([name]) => name === 'default')) refuse('min or max with a default', node)
  const isMany = codes.length > 1
  const values = isMany ? undefined : asIterated(withSets(codes[0]!), { context, node })
  const item = values ? values.item : codes.reduce((all: Type, code) => join(all, code.type), NEVER)
  const key = keyOf(args, item)
  if (key === undefined && isMany && codes.every(({ type }) => type.kind === 'int'))
    return primary(`Math.${sign > 0 ? 'max' : 'min'}(${codes.map(({ text }) => text).join(', ')})`, item)
  const all = values ? values.text : `[${codes.map(({ text }) => text).join(', ')}]`
  return primary(`${context.helper('extreme')}(${all}, ${sign}${key === undefined ? '' : `, ${key}`})`, item)
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
  const iterable = asIterated(withSets(code), { context, node })
  const condition = asTest(primary('each', iterable.item), { context, node })
  return primary(`${operand(iterable, BINDS.call)}.${name}((each) => ${condition.text})`, BOOL)
}
