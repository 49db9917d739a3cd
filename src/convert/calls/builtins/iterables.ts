/** `range`, `enumerate`, `zip`, `sorted` and the like. */
import { ANY, itemOf, join, listOf, NEVER, optional, tuplesOf, type Type } from '../../facts/types'
import type { Expression } from '../../python/ast'
import type { Context } from '../../write/context'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import { asIterated, enumerateCall, rangeCall } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import { asTest } from '../../write/truth'
import type { Arguments, CallParts, ModuleCall } from '../arguments'
import { applied, keyOf, withSets } from './key'

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
    if (values.isAsync) refuse('map of a stream', node, 'Write a for await loop.')
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
  next: (args, { context, node }) => {
    const values = args.take('iterator')!
    const otherwise = args.code('default')
    const iterated = iteratedOnce(values, context)
    const code = iterated ?? context.write(values)
    if (code.type.kind === 'generator') {
      if (otherwise) refuse('next of a generator with a default', node)
      return primary(`${context.helper('nextOf')}(${code.text})`, code.type.item)
    }
    if ((!iterated && values.type !== 'GeneratorExp') || code.text.startsWith('await '))
      refuse('next of this value', node, 'Take the first item.')
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
      `${first} ?? ${operand(otherwise, BINDS.coalesce + 1)}`,
      join(item, otherwise.type),
      BINDS.coalesce,
    )
  },
}

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

/** `iter(values)`, of which only the first is taken. */
function iteratedOnce(node: Expression, context: Context): Code | undefined {
  if (node.type !== 'Call' || node.func.type !== 'Name' || node.func.id !== 'iter') return undefined
  const [values] = node.args
  if (!values || node.args.length > 1 || context.typeOf('iter')) return undefined
  const { item, isArray, isAsync, ...code } = asIterated(context.write(values), { context, node })
  if (!isArray || isAsync) refuse('next(iter()) of this value', node, 'Take the first item.')
  return { ...code, type: listOf(item) }
}
