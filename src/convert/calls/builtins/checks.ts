/** `isinstance`, `hasattr`, `callable`. */
import { BOOL } from '../../facts/types'
import { BINDS, operand, operation } from '../../write/code'
import { refuse } from '../../write/refusal'
import type { ModuleCall } from '../arguments'

export const CHECKS: Readonly<Record<string, ModuleCall>> = {
  isinstance: (args, { node, context }) => {
    const value = args.need('obj')
    const kinds = args.take('class')
    const names = kinds?.type === 'Tuple' ? kinds.elts : [kinds]
    const tests = names.map((each) => {
      const name = each?.type === 'Name' ? each.id : ''
      const text = operand(value, BINDS.call)
      const found: Record<string, string> = {
        str: `typeof ${text} === "string"`,
        list: `Array.isArray(${value.text})`,
        dict: `${text} !== null && typeof ${text} === "object" && !Array.isArray(${value.text})`,
      }
      if (value.type.kind === 'sdk' || value.type.kind === 'instance') refuse('isinstance of an object', node)
      if (name === 'bool') return `typeof ${text} === "boolean"`
      return found[name] ?? refuse(`isinstance of ${name || 'this type'}`, node)
    })
    void context
    return operation(
      tests.map((each) => (tests.length > 1 ? `(${each})` : each)).join(' || '),
      BOOL,
      tests.length > 1 ? BINDS.or : BINDS.and,
    )
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
