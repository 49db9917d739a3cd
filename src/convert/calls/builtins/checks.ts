/** `isinstance`, `hasattr`, `callable`. */
import { BOOL, isNumeric, SDK_VALUE } from '../../facts/types'
import type { Call } from '../../python/ast'
import { BINDS, type Code, isWord, operand, operation, primary, quoted } from '../../write/code'
import { moduleOf } from '../../write/names'
import { refuse } from '../../write/refusal'
import type { ModuleCall } from '../arguments'
import { kindOfPart } from '../sdk/objects'

export const CHECKS: Readonly<Record<string, ModuleCall>> = {
  isinstance: (args, { node, context }) => {
    const value = args.need('obj')
    const kinds = args.take('class')
    const names = kinds?.type === 'Tuple' ? kinds.elts : [kinds]
    const isOnce = names.every((each) => each?.type === 'Name' && ['str', 'list', 'bool'].includes(each.id))
    // It would be done twice, or not at all.
    const [first] = node.args
    const isGet = first?.type === 'Call' && first.func.type === 'Attribute' && first.func.attr === 'get'
    if (first?.type === 'Call' && !isGet && !(isOnce && names.length === 1))
      refuse('isinstance of what a call gives', first, 'Give the value a name.')
    const tests = names.map((each) => {
      const name = each?.type === 'Name' ? each.id : ''
      const text = operand(value, BINDS.call)
      const found: Record<string, string> = {
        str: `typeof ${text} === "string"`,
        list: `Array.isArray(${value.text})`,
        dict: `${text} !== null && typeof ${text} === "object" && !Array.isArray(${value.text})`,
      }
      const part = each && kindOfPart(moduleOf(each, context) ?? '')
      if (part !== undefined && (value.type.kind === 'sdk' || value.type.kind === 'any'))
        return `${text}.type === ${quoted(part)}`
      if (value.type.kind === 'sdk' || value.type.kind === 'instance') refuse('isinstance of an object', node)
      if (name === 'bool') return `typeof ${text} === "boolean"`
      if (['int', 'float'].includes(name)) return numberTest(name as 'int' | 'float', value, node)
      return found[name] ?? refuse(`isinstance of ${name || 'this type'}`, node)
    })
    return operation(
      tests.map((each) => (tests.length > 1 ? `(${each})` : each)).join(' || '),
      BOOL,
      tests.length > 1 ? BINDS.or : BINDS.and,
    )
  },
  getattr: (args, { node }) => {
    const value = args.need('obj')
    const field = args.take('name')!
    const otherwise = args.code('default')
    const isConstant = field.type === 'Constant' && isWord(String(field.value))
    if (!isConstant || (value.type.kind !== 'sdk' && value.type.kind !== 'any'))
      refuse('getattr of this value', node, 'Use object[name].')
    const text = `${operand(value, BINDS.call)}.${String((field as { value: unknown }).value)}`
    if (!otherwise) return primary(text, SDK_VALUE)
    return operation(`${text} ?? ${operand(otherwise, BINDS.coalesce + 1)}`, SDK_VALUE, BINDS.coalesce)
  },
  hasattr: (args, { node }) => {
    const value = args.need('obj')
    const name = args.need('name')
    if (value.type.kind !== 'sdk' && value.type.kind !== 'any')
      refuse(`hasattr of a ${value.type.kind}`, node)
    return operation(`${name.text} in ${operand(value, BINDS.order + 1)}`, BOOL, BINDS.order)
  },
  callable: (args) =>
    operation(`typeof ${operand(args.need('obj'), BINDS.unary)} === "function"`, BOOL, BINDS.equal),
}

/** Whether a value is an int or a float, which is one type here. */
function numberTest(name: 'int' | 'float', value: Code, node: Call): string {
  const { kind } = value.type
  const text = operand(value, BINDS.call)
  if (isNumeric(value.type)) {
    if (kind === 'number') refuse(`isinstance of ${name}, of a number that may be either`, node)
    return String(kind === name)
  }
  if (value.type.kind === 'any' && value.type.isMurky)
    refuse(`isinstance of ${name}, of what may hold floats`, node)
  return name === 'float'
    ? `typeof ${text} === "number" && !Number.isInteger(${value.text})`
    : `Number.isInteger(${value.text}) || typeof ${text} === "boolean"`
}
