/** What an error of Python has: its text, its name, its arguments, fields of those of packages. */
import { ANY, COUNT, listOf, MURKY, optional, SDK_VALUE, STR, tuplesOf, type Type } from '../facts/types'
import type { Attribute, Expression } from '../python/ast'
import { BINDS, type Code, operand, primary } from './code'
import type { Context } from './context'
import { refuse } from './refusal'

/** Whether a value is an error, of Python or of the notebook. */
export const isError = (type: Type, { facts }: Context): boolean =>
  type.kind === 'exception' || (type.kind === 'instance' && facts.classes.get(type.name)?.kind === 'error')

/** `str(error)` */
export function errorText(code: Code, context: Context): string {
  const of = code.type.kind === 'exception' ? code.type.of : undefined
  if (of === 'system') return `${context.helper('systemText')}(${code.text})`
  if (of === 'pydantic') context.note('the address in an error of pydantic is that of its version 2.13')
  else if (of !== 'json') context.note('the text of an error is that of JavaScript')
  return `${operand(code, BINDS.call)}.message`
}

/** `repr(error)` */
export function errorRepr(code: Code, context: Context): string {
  context.note('the text of an error is that of JavaScript')
  context.facts.askArguments()
  return `${context.helper('errorRepr')}(${code.text})`
}

/** `type(error).__name__` */
export function errorName(code: Code, context: Context): Code {
  const of = code.type.kind === 'exception' ? code.type.of : undefined
  if (code.type.kind === 'instance') return primary(`${code.text}.name`, STR)
  if (of === 'requests' || context.imports.has('@google/genai'))
    context.note('the name of an error is that of JavaScript')
  return primary(`${context.helper('errorName')}(${code.text})`, STR)
}

/** Fields that errors of one kind have. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, readonly [string, Type]>>>> = {
  requests: { response: ['response', optional({ kind: 'sdk', of: 'response' })] },
  genai: { code: ['status', COUNT] },
  json: {
    msg: ['msg', STR],
    doc: ['doc', STR],
    pos: ['pos', COUNT],
    lineno: ['lineno', COUNT],
    colno: ['colno', COUNT],
  },
  system: { filename: ['path', optional(STR)] },
}

/** What errors of clients and of the language have in both. */
export function errorField(target: Code, { node, context }: { node: Attribute; context: Context }): Code {
  const of = target.type.kind === 'exception' ? target.type.of : undefined
  const base = operand(target, BINDS.call)
  const [name, type] = FIELDS[of ?? '']?.[node.attr] ?? []
  if (name && type) return primary(`${base}.${name}`, type)
  if (node.attr === 'args') {
    context.facts.askArguments()
    return primary(`${context.helper('argsOf')}(${target.text})`, tuplesOf(MURKY))
  }
  if (node.attr === '__cause__') return primary(`(${base}.cause as any)`, optional({ kind: 'exception' }))
  if (node.attr === '__class__') return primary(`${base}.constructor`, ANY)
  if (node.attr === 'status_code' && of === undefined) return primary(`${base}.status`, COUNT)
  if (node.attr === 'message') {
    context.note('the text of an error is that of JavaScript')
    return primary(`${base}.message`, STR)
  }
  if (node.attr === 'body' && of === undefined) return primary(`${base}.error`, SDK_VALUE)
  const isOfClient = of === undefined && ['code', 'type', 'param'].includes(node.attr)
  return isOfClient
    ? primary(`${base}.${node.attr}`, optional(STR))
    : refuse(
        `.${node.attr} of ${of === undefined ? 'an' : 'such an'} error`,
        node,
        'Look at its fields in the cell.',
      )
}

const WRONG: Type = {
  kind: 'record',
  fields: { type: STR, loc: tuplesOf(ANY), msg: STR, input: ANY, url: STR },
  more: MURKY,
}

/** `error.errors()` of pydantic. */
export function errorMethod(target: Code, name: string, context: Context): Code | undefined {
  if (target.type.kind !== 'exception' || target.type.of !== 'pydantic') return undefined
  context.note('the address in an error of pydantic is that of its version 2.13')
  const errors = primary(`(${target.text} as any).errors`, listOf(WRONG))
  if (name === 'errors') return errors
  return name === 'error_count' ? primary(`${errors.text}.length`, COUNT) : undefined
}

/** Whether an expression asks for the class of a value: `type(value)`, `value.__class__`. */
export const classAsked = (node: Expression, context: Context): Expression | undefined => {
  if (node.type === 'Attribute' && node.attr === '__class__') return node.value
  const isType = node.type === 'Call' && node.func.type === 'Name' && node.func.id === 'type'
  return isType && !context.typeOf('type') && node.args.length === 1 ? node.args[0] : undefined
}
