/** `itertools`, `heapq`. */
import { itemOf, join } from '../../facts/join'
import { ANY, listOf, NEVER, NONE, optional, tuplesOf, type Type } from '../../facts/types'
import { BINDS, type Code, operand, primary } from '../../write/code'
import { asIterated } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import type { Arguments, CallParts, ModuleCall } from '../arguments'
import { applied, keyOf } from '../builtins/key'

const joined = (args: Arguments, parts: CallParts) =>
  args.all().map((each) => {
    if (each.type === 'Starred') return refuse(`* in a call of ${parts.name}`, each)
    return asIterated(parts.context.write(each), { context: parts.context, node: parts.node })
  })

/** The values as an array. */
const arrayOf = (values: ReturnType<typeof asIterated>): string =>
  values.isArray ? values.text : `[...${operand(values, BINDS.arrow)}]`

/** `heapq.nlargest(n, values, key=…)`, which is a part of what `sorted` gives. */
const extremes =
  (isLargest: boolean): ModuleCall =>
  (args, { context, node }) => {
    const size = args.need('n')
    const values = asIterated(args.need('iterable'), { context, node })
    if (values.isAsync || size.type.kind !== 'int') refuse('this call of heapq', node)
    const key = keyOf(args, values.item)
    const options = [...(key === undefined ? [] : [`key: ${key}`]), ...(isLargest ? ['reverse: true'] : [])]
    const more = options.length > 0 ? `, { ${options.join(', ')} }` : ''
    return primary(
      `${context.helper('sorted')}(${values.text}${more}).slice(0, ${size.text})`,
      listOf(values.item),
    )
  }

/** A list that is a heap. */
function heapOf(args: Arguments): Code {
  const heap = args.need('heap')
  if (heap.type.kind !== 'list' || heap.type.isTuple) refuse('a heap of what may be no list', args.parts.node)
  return heap
}

export const ITERATION_CALLS: Readonly<Record<string, ModuleCall>> = {
  'itertools.chain': (args, parts) => {
    const all = joined(args, parts)
    return primary(
      `[${all.map((each) => `...${operand(each, BINDS.arrow)}`).join(', ')}]`,
      listOf(
        all.reduce(
          (type: Type, each) => join(type, each.type.kind === 'list' ? each.type.item : each.item),
          NEVER,
        ),
      ),
    )
  },
  'itertools.chain.from_iterable': (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    if (values.item.kind !== 'list') refuse('a chain of what may be no lists', node)
    return primary(`${operand(values, BINDS.call)}.flat()`, values.item)
  },
  'itertools.product': (args, parts) => {
    const all = joined(args, parts)
    if (args.rest.length > 0) refuse('itertools.product with repeat', parts.node)
    return primary(
      `${parts.context.helper('product')}(${all.map(({ text }) => text).join(', ')})`,
      listOf({ kind: 'tuple', items: all.map(({ item }) => item) }),
    )
  },
  'itertools.combinations': (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    const size = args.need('r')
    return primary(
      `${context.helper('combinations')}([...${values.text}], ${size.text})`,
      listOf(tuplesOf(values.item)),
    )
  },
  'itertools.islice': (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    const stop = args.need('stop')
    if (args.count > 0 || values.isAsync || stop.type.kind !== 'int')
      refuse('islice of this', node, 'Use slice.')
    if (values.type.kind === 'generator')
      return primary(`${context.helper('take')}(${values.text}, ${stop.text})`, values.type)
    if (!values.isArray) refuse('islice of this', node, 'Use slice.')
    return primary(`${operand(values, BINDS.call)}.slice(0, ${stop.text})`, listOf(values.item))
  },
  'itertools.permutations': (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    const size = args.code('r')
    if (values.isAsync) refuse('permutations of a stream', node)
    return primary(
      `${context.helper('permutations')}(${arrayOf(values)}${size ? `, ${size.text}` : ''})`,
      listOf(tuplesOf(values.item)),
    )
  },
  'itertools.zip_longest': (args, parts) => {
    const otherwise = args.named('fillvalue')
    const fill = otherwise && parts.context.write(otherwise)
    const all = joined(args, parts)
    const item = (each: Type): Type => (fill ? join(each, fill.type) : optional(each))
    return primary(
      `${parts.context.helper('zipLongest')}(${[fill?.text ?? 'null', ...all.map(({ text }) => text)].join(', ')})`,
      listOf({ kind: 'tuple', items: all.map((each) => item(each.item)) }),
    )
  },
  'itertools.accumulate': (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    if (args.count > 0 || (values.item.kind !== 'int' && values.item.kind !== 'float'))
      refuse('this accumulate', node, 'Write a loop.')
    return primary(`${context.helper('accumulateNumbers')}(${values.text})`, listOf(values.item))
  },
  'itertools.groupby': (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    const key = args.take('key')
    if (values.isAsync) refuse('groupby of a stream', node)
    const func = key
      ? applied(key, values.item, { context, node })
      : { text: '(each) => each', type: values.item }
    const group: Type = { kind: 'generator', item: values.item }
    return primary(
      `${context.helper('groupBy')}(${values.text}, ${func.text})`,
      listOf({ kind: 'tuple', items: [func.type, group] }),
    )
  },
  'heapq.nlargest': extremes(true),
  'heapq.nsmallest': extremes(false),
  'heapq.heappush': (args, { context, node }) => {
    const target = node.args[0]!
    const heap = heapOf(args)
    const item = args.need('item')
    const isKnown = context.grow(
      target,
      (type) => (type.kind === 'list' ? { ...type, item: join(type.item, item.type) } : type),
      item.type,
    )
    if (!isKnown && !context.isPlain(item.type)) refuse('a float or tuple in a heap that has no name', node)
    return primary(`${context.helper('heapPush')}(${heap.text}, ${item.text})`, NONE)
  },
  'heapq.heappop': (args, { context }) => {
    const heap = heapOf(args)
    return primary(`${context.helper('heapPop')}(${heap.text})`, itemOf(heap.type) ?? ANY)
  },
  'heapq.heapify': (args, { context }) => primary(`${context.helper('heapify')}(${heapOf(args).text})`, NONE),
}
