/** `getattr`, `hasattr`, `setattr`, `callable`. */
import { fieldIn, heirsOf, methodOf, staticIn } from '../../facts/classes'
import type { ClassFacts } from '../../facts/facts'
import { BOOL, present, SDK_VALUE, type Type } from '../../facts/types'
import type { Attribute, Expression } from '../../python/ast'
import { placeOf } from '../../python/place'
import { BINDS, type Code, isWord, operand, operation, primary } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import { setPart } from '../../write/set-part'
import type { Arguments, ModuleCall } from '../arguments'

/** The name of an attribute that is written out. */
function nameOf(node: Expression | undefined): string | undefined {
  return node?.type === 'Constant' && node.kind === 'str' && isWord(String(node.value))
    ? String(node.value)
    : undefined
}

/** `object.name`, as it would be written. */
const attributeOf = (value: Expression, attr: string): Attribute => ({
  ...placeOf(value),
  type: 'Attribute',
  value,
  attr,
})

/** Whether objects have an attribute: always, never, or as it comes. */
function has(type: Type, name: string, context: Context): boolean | undefined {
  const facts = 'name' in type ? context.facts.classes.get(type.name) : undefined
  if (!facts || facts.kind === 'typed' || name.startsWith('__')) return undefined
  const isKnown = (each: ClassFacts) =>
    methodOf(each, name) !== undefined ||
    fieldIn(each, name) !== undefined ||
    staticIn(each, name) !== undefined
  if (![facts, ...heirsOf(facts, context.facts)].some(isKnown))
    return facts.kind === 'error' ? undefined : false
  if (methodOf(facts, name) || staticIn(facts, name)) return true
  // A field that is given to some objects only may not be there yet.
  if (type.kind !== 'instance' || !fieldIn(facts, name)) return undefined
  return facts.kind === 'model' || facts.kind === 'dataclass' || isGivenAtOnce(facts, name) ? true : undefined
}

/** Whether the constructor gives a field to every object. */
function isGivenAtOnce(facts: ClassFacts, name: string): boolean {
  const body = methodOf(facts, '__init__')?.node.body ?? []
  return body.some((each) => {
    const targets = each.type === 'Assign' ? each.targets : each.type === 'AnnAssign' ? [each.target] : []
    return targets.some((target) => target.type === 'Attribute' && target.attr === name)
  })
}

/** Whether a value is an answer of a client or of unknown type. */
const isOpenValue = (type: Type) => type.kind === 'sdk' || type.kind === 'any'

function objectIn(args: Arguments): [Expression, Code] {
  const node = args.take('obj') ?? refuse(`${args.parts.name} without an object`, args.parts.node)
  return [node, args.parts.context.write(node)]
}

export const ATTRIBUTES: Readonly<Record<string, ModuleCall>> = {
  getattr: (args, { context, node }) => {
    const [object, value] = objectIn(args)
    const name = nameOf(args.take('name'))
    const otherwise = args.code('default')
    const advice = 'Use object[name].'
    if (name === undefined) return refuse('getattr of a name that is worked out', node, advice)
    if (isOpenValue(value.type)) {
      const text = `${operand(value, BINDS.call)}.${name}`
      if (!otherwise) return primary(text, SDK_VALUE)
      return operation(`${text} ?? ${operand(otherwise, BINDS.equal)}`, SDK_VALUE, BINDS.coalesce)
    }
    const isThere = has(present(value.type), name, context)
    if (isThere || !otherwise) return context.write(attributeOf(object, name))
    return isThere === false ? otherwise : refuse('getattr of what may not be there', node, advice)
  },
  hasattr: (args, { context, node }) => {
    const value = args.need('obj')
    const given = args.take('name')!
    const name = nameOf(given)
    if (isOpenValue(value.type))
      return operation(
        `${context.write(given).text} in ${operand(value, BINDS.order + 1)}`,
        BOOL,
        BINDS.order,
      )
    const isThere = name === undefined ? undefined : has(value.type, name, context)
    // A field may be set by a method that is not written yet.
    const isSure = isThere ?? (context.isLate ? refuse(`hasattr of a ${value.type.kind}`, node) : false)
    return primary(String(isSure), BOOL)
  },
  setattr: (args, { context, node }) => {
    const [object] = objectIn(args)
    const name = nameOf(args.take('name'))
    const value = args.need('value')
    if (name === undefined)
      return refuse('setattr of a name that is worked out', node, 'Use object[name] = value.')
    return primary(setPart(attributeOf(object, name), value, context), { kind: 'none' })
  },
  callable: (args, { context, node }) => {
    const value = args.need('obj')
    const { type } = value
    const classes = [...context.facts.classes.values()]
    if (type.kind === 'class') return primary('true', BOOL)
    if (type.kind === 'instance') {
      const facts = context.facts.classes.get(type.name)
      return primary(String(facts !== undefined && methodOf(facts, '__call__') !== undefined), BOOL)
    }
    if (isOpenValue(present(type)) && classes.some((each) => each.methods.has('__call__')))
      refuse('callable of what may be an object that can be called', node)
    return operation(`typeof ${operand(value, BINDS.unary)} === "function"`, BOOL, BINDS.equal)
  },
}
