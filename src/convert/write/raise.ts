/** `raise`, and errors that are made to be raised later. */
import type { Type } from '../facts/types'
import type { Call, Expression, Place } from '../python/ast'
import type { Raise } from '../python/statements'
import { builtinError } from './caught'
import { type Code, operand, BINDS, primary } from './code'
import type { Context } from './context'
import { isError } from './error-parts'
import { refuse } from './refusal'
import { reprOf, textOf } from './text'

/** Errors that nothing but their names tells. */
const NAMED = /(?:Error|Exception)$/

/** Writes a `raise`. */
export function raise({ exc: node, cause, ...place }: Raise, context: Context): string {
  if (!node) {
    const caught = context.caught.at(-1) ?? refuse('raise outside of the handler of an error', place)
    return `throw ${caught}`
  }
  const from =
    cause && !(cause.type === 'Constant' && cause.kind === 'none') ? context.write(cause).text : undefined
  const func = node.type === 'Call' ? node.func : node
  const name = func.type === 'Name' ? errorNameOf(func.id, context) : undefined
  if (name !== undefined)
    return `throw ${madeError(name, node.type === 'Call' ? node.args : [], { context, node, from })}`
  const isClass = func.type === 'Name' && context.facts.classes.get(func.id)?.kind === 'error'
  const made: Expression =
    isClass && node.type !== 'Call' ? { ...node, type: 'Call', func, args: [], keywords: [] } : node
  if (!isClass && !['Name', 'Attribute', 'Subscript', 'Call'].includes(node.type))
    return refuse('raise of what is no exception', place, 'Throw an Error.')
  if (func.type === 'Name' && context.typeOf(func.id) === undefined) refuse(`raise ${func.id}`, place)
  const code = context.write(made)
  if (!isError(code.type, context) && !(code.type.kind === 'optional' && isError(code.type.of, context)))
    return refuse(
      `raise ${func.type === 'Name' ? func.id : 'of what is no exception'}`,
      place,
      'Throw an Error.',
    )
  return from === undefined ? `throw ${code.text}` : `throw Object.assign(${code.text}, { cause: ${from} })`
}

/** How an error of Python is called, or one that nothing but its name tells; `undefined` for another name. */
function errorNameOf(kind: string, context: Context): string | undefined {
  const known = context.typeOf(kind)
  if (known !== undefined && known.kind !== 'module') return undefined
  if (context.facts.classes.get(kind)?.kind === 'error') return undefined
  return kind === 'Exception' ? 'Error' : (builtinError(kind) ?? (NAMED.test(kind) ? kind : undefined))
}

/** `ValueError("…")` as a value; `undefined` for a call of something else. */
export function errorValue(node: Call, context: Context): Code | undefined {
  const known = node.func.type === 'Name' && context.typeOf(node.func.id) === undefined
  const name = known && node.func.type === 'Name' ? errorNameOf(node.func.id, context) : undefined
  if (name === undefined || (node.func.type === 'Name' && !builtinError(node.func.id) && name !== 'Error'))
    return undefined
  return primary(madeError(name, node.args, { context, node }), { kind: 'exception' })
}

interface Making {
  readonly context: Context
  readonly node: Expression
  readonly from?: string | undefined
}

/** `new Error(…)` with the name that Python has for it. */
function madeError(name: string, args: readonly Expression[], { context, node, from }: Making): string {
  if (node.type === 'Call' && node.keywords.length > 0) refuse(`raise of ${name} with named arguments`, node)
  const given = errorArguments(args, { context, node, name })
  const message = given.text ?? (from === undefined ? '' : 'undefined')
  const all = [message, ...(from === undefined ? [] : [`{ cause: ${from} }`])].join(', ')
  const fields = [
    ...(name === 'Error' || name === 'TypeError' ? [] : [`name: "${name}"`]),
    ...(given.args === undefined ? [] : [`args: ${given.args}`]),
  ]
  const made = `new ${name === 'TypeError' ? name : 'Error'}(${all})`
  return fields.length === 0 ? made : `Object.assign(${made}, { ${fields.join(', ')} })`
}

/** What `str` shows of an error that is made of arguments, and the arguments where they are asked for. */
export function errorArguments(
  args: readonly Expression[],
  { context, node, name }: { context: Context; node: Partial<Place>; name: string },
): { text: string | undefined; args: string | undefined } {
  if (args.some((each) => each.type === 'Starred')) refuse(`* in a call of ${name}`, node)
  const codes = args.map((each) => context.write(each))
  const list = `[${codes.map((code) => operand(code, BINDS.arrow)).join(', ')}]`
  const [only] = codes
  const isTold = codes.length > 1 || (only !== undefined && only.type.kind !== 'str')
  const asked = isTold && context.facts.asksArguments ? list : undefined
  if (codes.length === 0) return { text: undefined, args: undefined }
  if (codes.length > 1) {
    const type: Type = { kind: 'tuple', items: codes.map((code) => code.type) }
    return { text: textOf(primary(list, type), context, args[0]), args: asked }
  }
  // Of a missing key it is its `repr`.
  if (name === 'KeyError') return { text: reprOf(only!, context, args[0]), args: asked }
  const text = only!.type.kind === 'int' ? `String(${only!.text})` : textOf(only!, context, args[0])
  return { text, args: asked }
}
