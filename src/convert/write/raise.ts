/** `raise`. */
import type { Expression } from '../python/ast'
import type { Raise } from '../python/statements'
import { builtinError } from './caught'
import type { Context } from './context'
import { nameText } from './names'
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
  const [made, args] = node.type === 'Call' ? [node.func, node.args] : [node, []]
  if (made.type !== 'Name') return refuse('raise of what is no exception', place, 'Throw an Error.')
  const kind = made.id
  if (context.facts.classes.get(kind)?.kind === 'error') {
    const call =
      node.type === 'Call' ? node : { ...node, type: 'Call' as const, func: made, args, keywords: [] }
    const { text } = context.write(call)
    return from === undefined ? `throw ${text}` : `throw Object.assign(${text}, { cause: ${from} })`
  }
  const name = kind === 'Exception' ? 'Error' : (builtinError(kind) ?? (NAMED.test(kind) ? kind : undefined))
  const known = context.typeOf(kind)
  if (name !== undefined && (known === undefined || known.kind === 'module')) {
    if (node.type === 'Call' && (args.length > 1 || node.keywords.length > 0))
      refuse(`raise of ${kind} with several arguments`, place, 'Give it one text.')
    const [message] = args
    const text = message ? messageText(message, name, context) : from === undefined ? '' : '""'
    const given = [text, ...(from === undefined ? [] : [`{ cause: ${from} }`])].join(', ')
    if (name === 'Error' || name === 'TypeError') return `throw new ${name}(${given})`
    return `throw Object.assign(new Error(${given}), { name: "${name}" })`
  }
  const type = node.type === 'Name' ? context.typeOf(node.id) : undefined
  const isError =
    type?.kind === 'exception' || (type?.kind === 'instance' && isErrorClass(type.name, context))
  return isError ? `throw ${nameText(kind)}` : refuse(`raise ${kind}`, place)
}

const isErrorClass = (name: string, { facts }: Context) => facts.classes.get(name)?.kind === 'error'

/** What `str` shows of the error: of a missing key its `repr`. */
function messageText(node: Expression, name: string, context: Context): string {
  const code = context.write(node)
  if (name === 'KeyError') return reprOf(code, context, node)
  return code.type.kind === 'int' ? `String(${code.text})` : textOf(code, context, node)
}
