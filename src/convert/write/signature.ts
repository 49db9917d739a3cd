/** What functions tell of themselves where the notebook asks for it: parameters and docstrings. */
import type { FunctionFacts } from '../facts/facts'
import { MURKY, optional, STR, type Type } from '../facts/types'
import type { Expression } from '../python/ast'
import { type Code, operand, BINDS, primary, quoted } from './code'
import type { Context } from './context'
import { nameText } from './names'
import { refuse } from './refusal'

/** A type of Python as a value: its name. */
const TYPE: Type = { kind: 'sdk', of: 'type' }
/** What `inspect` gives for what is not there. */
export const EMPTY: Type = { kind: 'sdk', of: 'empty' }

const TYPES = new Set(['str', 'int', 'float', 'bool', 'list', 'dict', 'tuple', 'set', 'bytes'])

/** A type of Python that is the key of a dict; `undefined` for another key. */
export function typeKey(node: Expression, context: Context): Code | undefined {
  if (node.type === 'Name' && TYPES.has(node.id) && !context.typeOf(node.id))
    return primary(quoted(node.id), TYPE)
  const isType = node.type === 'Call' && node.func.type === 'Name' && node.func.id === 'type'
  const [none] = isType ? node.args : []
  return none?.type === 'Constant' && none.kind === 'none' ? primary('"NoneType"', TYPE) : undefined
}

/** Lines that tell what `inspect` and `__doc__` ask of a function that is a value. */
export function told(facts: FunctionFacts, context: Context): string {
  const { node, isValue } = facts
  const { hasSignatures, hasDocs } = context.facts
  const [first] = node.body
  const name = nameText(node.name)
  const isDoc = first?.type === 'Expr' && first.value.type === 'Constant' && first.value.kind === 'str'
  const doc = isDoc && first.value.type === 'Constant' ? quoted(String(first.value.value)) : 'null'
  const { vararg, kwarg } = node.args
  const isKnown = isValue && hasSignatures && !vararg && !kwarg
  return [
    ...(isKnown ? [`\n${name}.signature = [${parametersText(facts, context).join(', ')}]`] : []),
    ...(isValue && hasDocs ? [`\n${name}.doc = ${doc}`] : []),
  ].join('')
}

function parametersText({ node }: FunctionFacts, context: Context): string[] {
  const { posonlyargs, args, kwonlyargs, defaults, kw_defaults: named } = node.args
  const all = [...posonlyargs, ...args]
  const future = context.typeOf('annotations')
  if (future?.kind === 'module' && future.name === '__future__.annotations')
    refuse('a signature whose annotations are texts', node)
  const withDefaults = [
    ...all.map((each, index) => [each, defaults[index - (all.length - defaults.length)]] as const),
    ...kwonlyargs.map((each, index) => [each, named[index]] as const),
  ]
  return withDefaults.map(([{ arg, annotation }, value]) => {
    const said = annotation ? [`annotation: ${quoted(annotationText(annotation))}`] : []
    const given = value ? [`default: ${operand(context.write(value), BINDS.arrow)}`] : []
    return `{ ${[`name: ${quoted(arg)}`, ...said, ...given].join(', ')} }`
  })
}

/** A type by its name; what is more than a name is none that a dict has for a key. */
function annotationText(node: Expression): string {
  if (node.type === 'Name') return node.id
  if (node.type === 'Attribute') return `${annotationText(node.value)}.${node.attr}`
  return node.type === 'Subscript' ? `${annotationText(node.value)}[]` : node.type
}

/** A field of a signature, or of one of its parameters. */
export function signatureField(target: Code, name: string, context: Context): Code | undefined {
  const base = operand(target, BINDS.call)
  if (target.type.kind !== 'sdk') return undefined
  if (target.type.of === 'signature')
    return name === 'parameters'
      ? { ...target, type: { kind: 'dict', value: { kind: 'sdk', of: 'parameter' } } }
      : undefined
  if (target.type.of === 'type')
    return name === '__name__'
      ? primary(`${context.helper('annotationName')}(${target.text})`, STR)
      : undefined
  if (name === 'name') return primary(`${base}.name`, STR)
  if (name === 'annotation') return primary(`${base}.annotation`, TYPE)
  if (name === 'default') return primary(`${base}.default`, MURKY)
  return name === 'empty' ? primary('undefined', EMPTY) : undefined
}

/** `f.__doc__` of a function that is a value. */
export function docField(target: Code, context: Context): Code {
  context.facts.note('hasDocs')
  return primary(`${context.helper('docOf')}(${target.text})`, optional(STR))
}
