/** `a in b`. */
import { isPrimitive, present, type Type } from '../facts/types'
import { BINDS, type Code, operand } from './code'
import type { Context } from './context'

/** Writes the test whether a value is in another. */
export function membership(left: Code, right: Code, context: Context): string {
  const type = right.type
  if (type.kind === 'str' && left.type.kind === 'str')
    return `${operand(right, BINDS.call)}.includes(${left.text})`
  if (
    (type.kind === 'list' && isPrimitive(type.item)) ||
    (type.kind === 'tuple' && type.items.every(isPrimitive))
  )
    if (isPrimitive(left.type) || left.type.kind === 'sdk')
      return `${operand(right, BINDS.call)}.includes(${left.text})`
  if (type.kind === 'sdk' && type.of === 'zones') return `${context.helper('isZone')}(${left.text})`
  if (type.kind === 'bytes' && (left.type.kind === 'bytes' || left.type.kind === 'int'))
    return `Buffer.from(${right.text}).includes(${left.text})`
  if (isIdentity(left.type, context) && (type.kind === 'list' || type.kind === 'tuple'))
    return `${operand(right, BINDS.call)}.includes(${left.text})`
  context.facts.compare(left.type, right.type)
  const isHeaders = type.kind === 'sdk' && type.of === 'headers'
  const isTold = context.facts.hasTold && left.type.kind === 'any'
  if ((type.kind === 'set' || type.kind === 'map' || isHeaders) && !isTold)
    return `${operand(right, BINDS.call)}.has(${left.text})`
  if ((type.kind === 'dict' || type.kind === 'record') && present(left.type).kind === 'str')
    return `Object.hasOwn(${right.text}, ${left.text})`
  return `${context.helper('contains')}(${right.text}, ${left.text})`
}

/** Whether an object is equal to nothing but itself. */
export function isIdentity(type: Type, { facts: { classes } }: Context): boolean {
  const own = type.kind === 'instance' ? classes.get(type.name) : undefined
  return own?.kind === 'plain' && ![...classes.values()].some((each) => each.methods.has('__eq__'))
}
