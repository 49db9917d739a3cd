/** `ThreadPoolExecutor`: there is one thread here, and what the calls wait for goes on beside each other. */
import { itemOf } from '../../facts/join'
import { listOf, NONE, type Type } from '../../facts/types'
import type { Call, Expression, ListComp, Name } from '../../python/ast'
import { placeOf } from '../../python/place'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import { refuse } from '../../write/refusal'
import type { Arguments, ModuleCall } from '../arguments'
import { callOf } from './asyncio'

const POOL: Type = { kind: 'sdk', of: 'pool' }

export const THREAD_CALLS: Readonly<Record<string, ModuleCall>> = {
  'concurrent.futures.ThreadPoolExecutor': (args, { context }) => {
    args.take('max_workers')
    args.take('thread_name_prefix')
    context.note('all calls of a pool begin at once, however many workers it has')
    return primary('undefined', POOL)
  },
}

/** `pool.submit(f, value)`, `pool.map(f, values)` */
export function poolMethod(args: Arguments): Code {
  const { parts } = args
  if (parts.name === '.shutdown') {
    args.take('wait')
    return primary('', NONE)
  }
  if (parts.name === '.map') return mapped(args)
  if (parts.name !== '.submit') return refuse(`${parts.name}() of a pool`, parts.node, 'Use Promise.all.')
  return submitted(args)
}

/** A call that is begun, and fails where its result is asked for. */
function submitted(args: Arguments): Code {
  const { node, context } = args.parts
  const func = args.take('fn') ?? refuse('submit without a function', node)
  const call = callOf(func, args)
  context.isBegun.add(call)
  const code = context.write(call)
  const of = code.type.kind === 'promise' ? code.type.of : code.type
  const waits = /\bawait /.test(code.text) ? 'async ' : ''
  return primary(`${context.helper('started')}(${waits}() => ${operand(code, BINDS.arrow)})`, {
    kind: 'promise',
    of,
  })
}

/** Names for what a function is called with. */
const EACH = ['each', 'other', 'third'] as const

/** As `[f(each) for each in values]`, whose calls are only begun. */
function mapped(args: Arguments): Code {
  const { node, context } = args.parts
  const func = args.take('fn')
  if (args.rest.length > 0) args.take('timeout')
  const [first, ...more] = args.all()
  if (!func || !first) return refuse('map of a pool without values', node)
  if (more.length >= EACH.length) return refuse('map of a pool over so many values', node, 'Use Promise.all.')
  const place = placeOf(node)
  const names = [first, ...more].map((_, index): Name => ({ ...place, type: 'Name', id: EACH[index]! }))
  const isOne = more.length === 0
  const zip: Name = { ...place, type: 'Name', id: 'zip' }
  const target: Expression = isOne ? names[0]! : { ...place, type: 'Tuple', elts: names }
  const iter: Expression = isOne
    ? first
    : { ...place, type: 'Call', func: zip, args: [first, ...more], keywords: [] }
  const elt: Call = { ...place, type: 'Call', func, args: names, keywords: [] }
  const all: ListComp = {
    ...place,
    type: 'ListComp',
    elt,
    generators: [{ target, iter, ifs: [], is_async: 0 }],
  }
  context.isBegun.add(elt)
  const values = context.write(all)
  const item = itemOf(values.type)
  if (item.kind !== 'promise') return values
  return operation(context.wait(`Promise.all(${operand(values, BINDS.arrow)})`), listOf(item.of), BINDS.unary)
}

/** `future.result()` */
export function result(target: Code, args: Arguments): Code {
  const { node, context, name } = args.parts
  if (target.type.kind !== 'promise' || name !== '.result') return refuse(`${name}() of a task`, node)
  if (args.take('timeout')) refuse('a time limit of a result', node)
  return operation(context.wait(operand(target, BINDS.unary)), target.type.of, BINDS.unary)
}
