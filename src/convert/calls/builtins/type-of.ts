/** `type(value)`: shown, or compared with other types. */
import { heirsOf } from '../../facts/classes'
import { present, STR } from '../../facts/types'
import type { Compare, Expression } from '../../python/ast'
import { BINDS, type Code, operand, operation, primary, quoted } from '../../write/code'
import type { Context } from '../../write/context'
import { classAsked, errorName, isError } from '../../write/error-parts'
import { refuse } from '../../write/refusal'
import type { ModuleCall } from '../arguments'

const NAMES: Readonly<Record<string, string>> = {
  str: 'str',
  int: 'int',
  float: 'float',
  bool: 'bool',
  none: 'NoneType',
  dict: 'dict',
  record: 'dict',
  map: 'dict',
  set: 'set',
  tuple: 'tuple',
  bytes: 'bytes',
}

/** What the value itself tells. */
const TOLD = new Set(['str', 'int', 'bool', 'NoneType', 'dict', 'list'])

/** What a type is called: `type(value).__name__`. */
export function nameOfType(value: Expression, context: Context): Code {
  // What the value does would be lost.
  if (!['Name', 'Constant', 'Attribute', 'List', 'Dict', 'Tuple', 'Subscript'].includes(value.type))
    return refuse('the type of what is worked out', value, 'Give the value a name.')
  const code = context.write(value)
  const { type, text } = code
  if (isError(type, context)) return errorName(code, context)
  const known = type.kind === 'list' ? (type.isTuple ? 'tuple' : 'list') : NAMES[type.kind]
  // A part that is not there is an error, as in Python.
  const mayFail = value.type === 'Subscript' && text.endsWith(')') && TOLD.has(known ?? '')
  if (mayFail) return primary(`${context.helper('typeName')}(${text}, true)`, STR)
  if (known !== undefined && !('missing' in type)) return primary(quoted(known), STR)
  if (type.kind === 'instance') {
    const facts = context.facts.classes.get(type.name)
    if (facts && facts.kind !== 'enum' && facts.kind !== 'typed')
      return heirsOf(facts, context.facts).length > 0
        ? primary(`${operand(code, BINDS.call)}.constructor.name`, STR)
        : primary(quoted(type.name), STR)
  }
  if (type.kind === 'optional' && (context.isPlain(type) || type.of.kind === 'exception'))
    return primary(`${context.helper('typeName')}(${text}, true)`, STR)
  if (type.kind === 'any' || type.kind === 'number')
    return primary(
      `${context.helper('typeName')}(${text}${type.kind === 'number' || type.isMurky ? '' : ', true'})`,
      STR,
    )
  return refuse(`the name of the type of a ${type.kind}`, value)
}

/** `type(value)` as a value, which is only shown: the text is its full name. */
export const TYPES: Readonly<Record<string, ModuleCall>> = {
  type: (args, { context, node }) => {
    const value = args.take('object')!
    if (args.count > 0) refuse('a class that type() makes', node)
    const name = nameOfType(value, context)
    const type = present(context.write(value).type)
    if (isError(type, context)) refuse('the class of an error', node, 'Use its name: error.name.')
    const isOwn = type.kind === 'instance'
    const full = !isOwn ? name.text : /^"/.test(name.text) ? name.text.replace('"', '"__main__.') : `\`__main__.\${${name.text}}\`` // prettier-ignore
    return primary(full, { kind: 'sdk', of: 'type' })
  },
}

/** `str(type(value))` */
export const typeText = (code: Code): string =>
  /^"[^"]*"$/.test(code.text)
    ? quoted(`<class '${code.text.slice(1, -1)}'>`)
    : `\`<class '\${${code.text}}'>\``

const BUILTIN = new Set(['str', 'int', 'float', 'bool', 'list', 'tuple', 'dict', 'set', 'bytes'])

/** `type(value) == int` and the like; `undefined` for another comparison. */
export function comparedTypes(node: Compare, context: Context): Code | undefined {
  const [op, ...more] = node.ops
  const value = classAsked(node.left, context)
  const [other] = node.comparators
  if (!value || !other || more.length > 0) return undefined
  const isNot = op === 'NotEq' || op === 'IsNot' || op === 'NotIn'
  const isIn = op === 'In' || op === 'NotIn'
  if (!isIn && !['Eq', 'Is', 'NotEq', 'IsNot'].includes(op!)) return undefined
  const others = isIn && (other.type === 'Tuple' || other.type === 'List') ? other.elts : [other]
  const names = others.map((each) => testedName(each, context))
  if (isIn && others[0] === other) return undefined
  const name = nameOfType(value, context)
  const sign = isNot ? '!==' : '==='
  const [first] = names
  if (names.length === 1)
    return operation(`${operand(name, BINDS.equal)} ${sign} ${first!}`, { kind: 'bool' }, BINDS.equal)
  const call = `[${names.join(', ')}].includes(${name.text})`
  return isNot ? operation(`!${call}`, { kind: 'bool' }, BINDS.unary) : primary(call, { kind: 'bool' })
}

/** The name of a type that another is compared with. */
function testedName(node: Expression, context: Context): string {
  const asked = classAsked(node, context)
  if (asked) return nameOfType(asked, context).text
  if (node.type === 'Constant' && node.kind === 'none') return '"None"'
  const name = node.type === 'Name' ? node.id : ''
  const type = name === '' ? undefined : context.typeOf(name)
  if (type === undefined && (BUILTIN.has(name) || /(?:Error|Exception)$/.test(name))) return quoted(name)
  const isOwn = type?.kind === 'class' && !BUILTIN.has(type.name)
  return isOwn ? quoted(type.name) : refuse('type() compared with this', node)
}
