/** `asyncio`: what is not waited for is a promise. */
import { itemOf, join, listOf, NEVER, type Type } from '../../facts/types'
import type { Call } from '../../python/ast'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import { refuse } from '../../write/refusal'
import type { ModuleCall } from '../arguments'

/** `asyncio.gather(a(), b())` */
const gather: ModuleCall = (args, { context, node }) => {
  const all = args.all()
  if (args.named('return_exceptions'))
    refuse('gather with return_exceptions', node, 'Use Promise.allSettled.')
  const [only] = all
  if (only?.type === 'Starred') {
    if (all.length > 1) refuse('* among others in gather', only)
    // Tasks that were made before are begun there.
    if (only.value.type === 'ListComp' || only.value.type === 'GeneratorExp')
      context.isBegun.add(only.value.elt)
    const values = context.write(only.value)
    const item = itemOf(values.type)
    if (!['list', 'tuple'].includes(values.type.kind) || item.kind !== 'promise')
      return refuse('gather of what are no calls of asynchronous functions', only)
    return promised(`Promise.all(${values.text})`, listOf(item.of))
  }
  const codes = all.map((each) => {
    context.isBegun.add(each)
    const code = context.write(each)
    return code.type.kind === 'promise'
      ? code
      : refuse('gather of what is no call of an asynchronous function', each)
  })
  const types = codes.map(({ type }) => (type.kind === 'promise' ? type.of : type))
  const item = types.reduce((all_, each) => join(all_, each), NEVER)
  return promised(`Promise.all([${codes.map(({ text }) => text).join(', ')}])`, listOf(item))
}

/** Where a call stands, for one that is written instead of it. */
export const placeOf = ({ line, col, endLine, endCol }: Call) => ({ line, col, endLine, endCol })

const promised = (text: string, of: Type): Code => primary(text, { kind: 'promise', of })

export const ASYNC_CALLS: Readonly<Record<string, ModuleCall>> = {
  'asyncio.run': (args, { context, node }) => {
    const main = args.take('main') ?? refuse('asyncio.run without a call', node)
    context.isAwaited.add(main)
    const code = context.write(main)
    if (code.type.kind !== 'promise') return code
    return operation(context.wait(operand(code, BINDS.unary)), code.type.of, BINDS.unary)
  },
  'asyncio.gather': gather,
  // There is one thread: what the function waits for goes on beside it.
  'asyncio.to_thread': (args, { context, node }) => {
    const func = args.take('func') ?? refuse('to_thread without a function', node)
    const keywords = args.rest.map(([arg, value]) => ({
      ...placeOf(node),
      type: 'keyword' as const,
      arg,
      value,
    }))
    for (const [name] of args.rest) args.named(name)
    const call: Call = { ...placeOf(node), type: 'Call', func, args: args.all(), keywords }
    if (context.isBegun.has(node)) context.isBegun.add(call)
    const code = context.write(call)
    if (code.type.kind === 'promise' || context.isAwaited.has(node)) return code
    return primary(`Promise.resolve(${code.text})`, { kind: 'promise', of: code.type })
  },
  'asyncio.create_task': (args, { context, node }) => {
    const call = args.take('coro') ?? refuse('create_task without a call', node)
    context.isBegun.add(call)
    const code = context.write(call)
    return code.type.kind === 'promise' ? code : refuse('create_task of what is no call', node)
  },
}
