/** What is true: conditions, `and` and `or` as values. */
import { heirsOf, methodOf } from '../facts/classes'
import { join } from '../facts/join'
import { BOOL, present, type Type } from '../facts/types'
import type { BoolOp, Expression } from '../python/ast'
import { asNone, BINDS, type Code, operand, operation, primary } from './code'
import type { Context } from './context'
import { refuse } from './refusal'

/** A condition: what Python takes for true is true here. */
export function testOf(node: Expression, context: Context): Code {
  if (node.type === 'BoolOp') {
    const isAnd = node.op === 'And'
    const binds = isAnd ? BINDS.and : BINDS.or
    const parts = node.values.map((each) => operand(testOf(each, context), binds))
    return operation(parts.join(isAnd ? ' && ' : ' || '), BOOL, binds)
  }
  return asTest(context.write(node), { context, node })
}

/** A written value as a condition. */
export function asTest(code: Code, { context, node }: { context: Context; node: Expression }): Code {
  const { type } = code
  if (type.kind === 'none') return asNone(code)
  switch (type.kind) {
    case 'bool':
    case 'str':
    case 'int':
    case 'float':
    case 'number':
    case 'function':
    case 'exception':
      return code
    case 'list':
    case 'tuple':
    case 'bytes':
      return operation(`${operand(code, BINDS.call)}.length > 0`, BOOL, BINDS.order)
    case 'dict':
    case 'record':
      return operation(`Object.keys(${code.text}).length > 0`, BOOL, BINDS.order)
    case 'set':
    case 'map':
      return operation(`${operand(code, BINDS.call)}.size > 0`, BOOL, BINDS.order)
    case 'optional':
      if (type.of.kind === 'list')
        return operation(`${operand(code, BINDS.call)}?.length > 0`, BOOL, BINDS.order)
      if (['str', 'int', 'bool'].includes(type.of.kind)) return code
      if (type.of.kind === 'sdk' && type.of.of === 'match') return code
      if (type.of.kind === 'instance')
        return objectTest(code, type.of.name, { context, node, isOptional: true })
      break
    case 'sdk':
      if (type.of === 'match') return code
      if (type.of === 'response') return primary(`${operand(code, BINDS.call)}.ok`, BOOL)
      if (type.of === 'client') return code
      break
    case 'instance':
      return objectTest(code, type.name, { context, node, isOptional: false })
    case 'generator':
    case 'promise':
      return refuse(`the truth of a ${type.kind}`, node)
  }
  return primary(`${context.helper('truthy')}(${code.text})`, BOOL)
}

/** An object is true, unless its class says how long it is, or it is the value of a member of an Enum. */
function objectTest(
  code: Code,
  name: string,
  { context, node, isOptional }: { context: Context; node: Expression; isOptional: boolean },
): Code {
  const facts = context.facts.classes.get(name)
  if (!facts || facts.kind === 'enum' || facts.kind === 'typed') return refuse(`the truth of a ${name}`, node)
  const all = [facts, ...heirsOf(facts, context.facts)]
  if (!all.some((each) => methodOf(each, '__len__'))) return code
  return operation(`${operand(code, BINDS.call)}${isOptional ? '?' : ''}.length > 0`, BOOL, BINDS.order)
}

/** What either gives: a part of an answer stays one beside a text or an int, for it is shown like them. */
function eitherType(left: Type, right: Type, isAnd: boolean): Type {
  const isPart = left.kind === 'sdk' && left.of === 'value'
  if (isPart && !isAnd && ['str', 'int', 'bool'].includes(right.kind)) return left
  return join(isAnd ? left : present(left), right)
}

/** `a or b`, `a and b` as a value. */
export function logical(node: BoolOp, context: Context): Code {
  const codes = node.values.map((each) => context.write(each))
  if (codes.every(({ type }) => type.kind === 'bool')) return testOf(node, context)
  const isAnd = node.op === 'And'
  const binds = isAnd ? BINDS.and : BINDS.or
  return codes.slice(1).reduce((left, right, index) => {
    const type = eitherType(left.type, right.type, isAnd)
    const condition = asTest(left, { context, node: node.values[index]! })
    if (condition === left)
      return operation(
        `${operand(left, binds)} ${isAnd ? '&&' : '||'} ${operand(right, binds + 1)}`,
        type,
        binds,
      )
    // What gives a value at once, and changes nothing.
    const isSimple = /^(?:[\w.]+|"[^"]*"|\[\]|\{\})$/.test(right.text)
    if (!isAnd && isSimple && !/^[\w.[\]]+$/.test(left.text))
      return primary(`${context.helper('orElse')}(${left.text}, ${right.text})`, type)
    if (!/^[\w.[\]]+$/.test(left.text))
      refuse(`"${isAnd ? 'and' : 'or'}" as a value after a value of unknown type`, node)
    const [yes, no] = isAnd ? [right, left] : [left, right]
    return operation(
      `${operand(condition, BINDS.choice + 1)} ? ${operand(yes, BINDS.choice + 1)} : ${operand(no, BINDS.choice)}`,
      type,
      BINDS.choice,
    )
  }, codes[0]!)
}
