/** `asyncio`: what is not waited for is a promise. */
import { itemOf, join } from '../../facts/join'
import { listOf, NEVER, type Type } from '../../facts/types'
import type { Call, Expression } from '../../python/ast'
import { placeOf } from '../../python/place'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import type { Context } from '../../write/context'
import { callsMore, doesMore } from '../../write/effects'
import { asIterated } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import { type Arguments, isTrue, type ModuleCall } from '../arguments'

/** `asyncio.gather(a(), b())` */
const gather: ModuleCall = (args, { context, node }) => {
  const all = args.all()
  const isOutcome = args.named('return_exceptions')
  if (isOutcome && isOutcome.type !== 'Constant') refuse('gather with this return_exceptions', node)
  const isSettled = isOutcome !== undefined && isTrue(isOutcome)
  const together = (text: string, item: Type): Code =>
    isSettled
      ? promised(`${context.helper('outcomes')}(${text})`, listOf(join(item, { kind: 'exception' })))
      : promised(`Promise.all(${text})`, listOf(item))
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
    return together(values.text, item.of)
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
  return together(`[${codes.map(({ text }) => text).join(', ')}]`, item)
}

const promised = (text: string, of: Type): Code => primary(text, { kind: 'promise', of })

/** `as_completed(futures)` */
const completed: ModuleCall = (args, { context, node }) => {
  const values = args.need('fs')
  const item = itemOf(values.type)
  if (values.type.kind !== 'list' || item.kind !== 'promise')
    return refuse('as_completed of what may be no list of calls', node, 'Use Promise.all.')
  return primary(`${context.helper('inTurn')}(${values.text})`, listOf(item))
}

/** `concurrent.futures.as_completed(futures)`, which gives the futures themselves. */
const finished: ModuleCall = (args, { context, node }) => {
  const values = asIterated(args.need('fs'), { context, node })
  if (values.item.kind !== 'promise' || values.isAsync)
    return refuse('as_completed of what may be no list of calls', node, 'Use Promise.all.')
  const type: Type = { kind: 'generator', item: values.item, isAsync: true }
  return primary(`${context.helper('finished')}(${values.text})`, type)
}

/** The call of a function with the arguments that are left. */
export function callOf(func: Expression, args: Arguments): Call {
  const place = placeOf(args.parts.node)
  const keywords = args.rest.map(([arg, value]) => ({ ...place, type: 'keyword' as const, arg, value }))
  for (const [name] of args.rest) args.named(name)
  return { ...place, type: 'Call', func, args: args.all(), keywords }
}

const SEMAPHORE: Type = { kind: 'sdk', of: 'semaphore' }

/** A call that begins when what runs now waits, where that makes a difference: it prints, or changes something. */
export function begunLater(code: Code, node: Expression, context: Context): Code {
  if (node.type !== 'Call' || code.type.kind !== 'promise' || !doesMore(node, context)) return code
  const { func } = node
  const found = /^([\w.]+)\(([\s\S]*)\)$/.exec(code.text)
  if (!found || code.text.startsWith('later(')) return code
  const [, name, values] = found as unknown as [string, string, string]
  const called = func.type === 'Attribute' ? `${name}.bind(${name.replace(/\.\w+$/, '')})` : name
  const text = `${context.helper('later')}(${[called, ...(values === '' ? [] : [values])].join(', ')})`
  return { ...code, text }
}

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
    const call = callOf(args.take('func') ?? refuse('to_thread without a function', node), args)
    if (context.isBegun.has(node)) context.isBegun.add(call)
    const code = context.write(call)
    if (code.type.kind === 'promise' || context.isAwaited.has(node)) return code
    return primary(`Promise.resolve(${code.text})`, { kind: 'promise', of: code.type })
  },
  'asyncio.create_task': (args, { context, node }) => {
    const call = args.take('coro') ?? refuse('create_task without a call', node)
    args.named('name')
    context.isBegun.add(call)
    const code = begunLater(context.write(call), call, context)
    return code.type.kind === 'promise' ? code : refuse('create_task of what is no call', node)
  },
  'asyncio.as_completed': completed,
  'concurrent.futures.as_completed': finished,
  'asyncio.Semaphore': (args, { context }) =>
    primary(`new ${context.helper('Semaphore')}(${args.code('value')?.text ?? ''})`, SEMAPHORE),
  'asyncio.BoundedSemaphore': (args, { context }) =>
    primary(`new ${context.helper('Semaphore')}(${args.code('value')?.text ?? ''})`, SEMAPHORE),
  'asyncio.Lock': (_args, { context }) => primary(`new ${context.helper('Semaphore')}()`, SEMAPHORE),
  'asyncio.wait_for': (args, { context, node }) => {
    const call = args.take('fut') ?? refuse('wait_for without a call', node)
    if (call.type !== 'Call' || (call.func.type === 'Name' && callsMore(call.func, context)))
      refuse('a time limit of what goes on here when it is over', node, 'Use Promise.race.')
    context.isBegun.add(call)
    const [code, limit] = [context.write(call), args.need('timeout')]
    if (code.type.kind !== 'promise') return refuse('wait_for of what is no call', node)
    return promised(`${context.helper('within')}(${code.text}, ${limit.text})`, code.type.of)
  },
}
