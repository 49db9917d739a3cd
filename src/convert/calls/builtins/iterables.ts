/** `range`, `enumerate`, `zip`, `sorted` and the like. */
import { listOf } from '../../facts/types'
import { BINDS, type Code, operand, primary } from '../../write/code'
import { asIterated, enumerateCall, rangeCall } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import type { Arguments, CallParts, ModuleCall } from '../arguments'
import { keyOf, withSets } from './key'

export const ITERABLES: Readonly<Record<string, ModuleCall>> = {
  range: (args, { context, node }) => {
    const codes = [
      args.need('stop'),
      ...[args.code('stop'), args.code('step')].flatMap((code) => (code ? [code] : [])),
    ]
    if (codes.some(({ type }) => type.kind !== 'int' && type.kind !== 'any'))
      refuse('range of what are no ints', node)
    return rangeCall(codes, context)
  },
  enumerate: (args, { context, node }) =>
    enumerateCall(asIterated(args.need('iterable'), { context, node }), args.code('start')),
  zip: (args, { context, node }) => {
    const all = []
    while (args.count > 0) all.push(asIterated(args.need('iterable'), { context, node }))
    if (all.some(({ isAsync }) => isAsync)) refuse('zip of a stream', node)
    const type = listOf({ kind: 'tuple', items: all.map(({ item }) => item) })
    return primary(`${context.helper('zip')}(${all.map(({ text }) => text).join(', ')})`, type)
  },
  sorted: (args, { context, node }) => sortedCall(args, { context, node }),
  reversed: (args, { context, node }) => {
    const values = asIterated(args.need('sequence'), { context, node })
    return primary(`[...${operand(values, BINDS.arrow)}].reverse()`, listOf(values.item))
  },
  map: (args, { context, node }) => {
    const func = args.take('function')!
    const values = asIterated(args.need('iterable'), { context, node })
    if (
      func.type === 'Name' &&
      ['str', 'int', 'float', 'len'].includes(func.id) &&
      !context.typeOf(func.id)
    ) {
      const each = context.withNames([['each', values.item]], () =>
        context.write({ ...node, func, args: [{ ...func, id: 'each' }], keywords: [] }),
      )
      return primary(`${operand(values, BINDS.call)}.map((each) => ${each.text})`, listOf(each.type))
    }
    return refuse('map of this function', node, 'Write a list comprehension.')
  },
}

function sortedCall(args: Arguments, { context, node }: Pick<CallParts, 'context' | 'node'>): Code {
  const values = asIterated(withSets(args.need('iterable')), { context, node })
  const [key, reverse] = [keyOf(args, values.item), args.named('reverse')]
  const options = [
    ...(key === undefined ? [] : [`key: ${key}`]),
    ...(reverse ? [`reverse: ${context.write(reverse).text}`] : []),
  ]
  const more = options.length > 0 ? `, { ${options.join(', ')} }` : ''
  return primary(`${context.helper('sorted')}(${values.text}${more})`, listOf(values.item))
}
