/** `range`, `enumerate`, `zip`, `sorted` and the like. */
import { itemOf, join } from '../../facts/join'
import { ANY, listOf, NEVER, optional, tuplesOf, type Type } from '../../facts/types'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import type { ListComp } from '../../python/ast'
import type { Context } from '../../write/context'
import { doesMore } from '../../write/effects'
import { asIterated, enumerateCall, type Iterated, rangeCall } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import { asTest } from '../../write/truth'
import type { Arguments, CallParts, ModuleCall } from '../arguments'
import { applied, appliedToAll, keyOf, withSets } from './key'

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
    enumerateCall(asIterated(args.need('iterable'), { context, node }), {
      start: args.code('start'),
      context,
    }),
  zip: (args, { context, node }) => {
    const all = args.all()
    const values = all.map((each) =>
      asIterated(context.write(each.type === 'Starred' ? each.value : each), { context, node }),
    )
    if (values.some(({ isAsync }) => isAsync)) refuse('zip of a stream', node)
    const texts = values.map(({ text }, index) => (all[index]!.type === 'Starred' ? `...${text}` : text))
    const isSpread = all.some((each) => each.type === 'Starred')
    const item: Type = isSpread
      ? tuplesOf(values.reduce((type, each) => join(type, itemOf(each.item)), NEVER))
      : { kind: 'tuple', items: values.map((each) => each.item) }
    if (values.some(({ type }) => type.kind === 'generator'))
      return primary(`${context.helper('zipped')}(${texts.join(', ')})`, { kind: 'generator', item })
    return primary(`${context.helper('zip')}(${texts.join(', ')})`, listOf(item))
  },
  sorted: (args, { context, node }) => sortedCall(args, { context, node }),
  reversed: (args, { context, node }) => {
    const values = asIterated(args.need('sequence'), { context, node })
    return primary(`[...${operand(values, BINDS.arrow)}].reverse()`, listOf(values.item))
  },
  map: (args, { context, node }) => {
    const func = args.take('function')!
    const values = asIterated(args.need('iterable'), { context, node })
    const others: Iterated[] = []
    while (args.count > 0) others.push(asIterated(args.need('iterable'), { context, node }))
    if ([values, ...others].some(({ isAsync }) => isAsync))
      refuse('map of a stream', node, 'Write a for await loop.')
    if (others.length > 0) {
      const lists = [values, ...others]
      const given = appliedToAll(func, lists.map((each) => each.item), { context, node }) // prettier-ignore
      const zipped = `${context.helper('zip')}(${lists.map((each) => each.text).join(', ')})`
      return primary(`${zipped}.map(${given.text})`, listOf(given.type))
    }
    const all = values.isArray ? operand(values, BINDS.call) : `[...${operand(values, BINDS.arrow)}]`
    const { text, type } = applied(func, values.item, { context, node })
    return primary(`${all}.map(${text})`, listOf(type))
  },
  filter: (args, { context, node }) => {
    const func = args.take('function')!
    const values = asIterated(args.need('iterable'), { context, node })
    if (values.isAsync) refuse('filter of a stream', node, 'Write a for await loop.')
    const all = values.isArray ? operand(values, BINDS.call) : `[...${operand(values, BINDS.arrow)}]`
    const isNone = func.type === 'Constant' && func.kind === 'none'
    const text = isNone
      ? `(each) => ${asTest(primary('each', values.item), { context, node }).text}`
      : applied(func, values.item, { context, node, isTest: true }).text
    return primary(`${all}.filter(${text})`, listOf(values.item))
  },
  iter: (args, { context, node }) => {
    const values = asIterated(args.need('object'), { context, node })
    if (values.isAsync) refuse('iter of a stream', node, 'Write a for await loop.')
    const type: Type = { kind: 'generator', item: values.item }
    if (values.type.kind === 'generator') return values
    const all = values.isArray ? operand(values, BINDS.call) : `[...${operand(values, BINDS.arrow)}]`
    return primary(`${all}.values()`, type)
  },
  next: (args, { context, node }) => {
    const values = args.take('iterator')!
    const otherwise = args.code('default')
    const code = context.write(values)
    if (code.type.kind === 'generator') {
      if (otherwise)
        return primary(
          `${context.helper('nextOr')}(${code.text}, ${operand(otherwise, BINDS.arrow)})`,
          join(code.type.item, otherwise.type),
        )
      return primary(`${context.helper('nextOf')}(${code.text})`, code.type.item)
    }
    if (values.type !== 'GeneratorExp' || code.text.startsWith('await '))
      refuse('next of this value', node, 'Take the first item.')
    if (isBusy(values, context)) refuse('next of calls that Python stops making', node, 'Write a loop.')
    const item = itemOf(code.type)
    if (!otherwise) return primary(`${context.helper('nextOf')}(${code.text}.values())`, item)
    // What is found may be nothing itself.
    if (item.kind === 'optional' || item.kind === 'any' || item.kind === 'sdk')
      return primary(
        `${context.helper('first')}(${code.text}, ${otherwise.text})`,
        otherwise.type.kind === 'none' ? optional(item) : ANY,
      )
    const first = `${operand(code, BINDS.call)}[0]`
    return operation(
      `${first} ?? ${operand(otherwise, BINDS.equal)}`,
      join(item, otherwise.type),
      BINDS.coalesce,
    )
  },
}

/** Whether a generator expression does more than give values. */
export const isBusy = (node: ListComp, context: Context): boolean =>
  doesMore(node.elt, context) ||
  node.generators.some(({ ifs }) => ifs.some((each) => doesMore(each, context)))

function sortedCall(args: Arguments, { context, node }: Pick<CallParts, 'context' | 'node'>): Code {
  const values = asIterated(withSets(args.need('iterable')), { context, node })
  if (values.isAsync) refuse('sorted of a stream', node)
  const [key, reverse] = [keyOf(args, values.item), args.named('reverse')]
  const options = [
    ...(key === undefined ? [] : [`key: ${key}`]),
    ...(reverse ? [`reverse: ${context.write(reverse).text}`] : []),
  ]
  const more = options.length > 0 ? `, { ${options.join(', ')} }` : ''
  return primary(`${context.helper('sorted')}(${values.text}${more})`, listOf(values.item))
}
