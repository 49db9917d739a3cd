/** `<`, `==`, `in`, `is None`, and chains of them. */
import { BOOL, isNumeric, isOpen, isPrimitive, present, type Type } from '../facts/types'
import type { Compare, Expression, Place } from '../python/ast'
import { isNamespace, isThere } from '../calls/builtins/namespace'
import { comparedTypes } from '../calls/builtins/type-of'
import { comparedSets } from '../calls/set-methods'
import { isMixed } from './class/enum-members'
import { isNamedTuple } from './class/named-tuple'
import { BINDS, type Code, operand, operation, primary } from './code'
import type { Context } from './context'
import { isRepeatable } from './effects'
import { isIdentity, membership } from './membership'
import { operatorCall } from './operator-methods'
import { refuse } from './refusal'
import { asTest } from './truth'
import { typeKey } from './signature'

/** `a < b`, `a in b`, `a is None`, and chains of them. */
export function comparison(node: Compare, context: Context): Code {
  const types = comparedTypes(node, context)
  if (types) return types
  const own = ownComparison(node, context)
  if (own) return own
  const operands = [node.left, ...node.comparators]
  const [named] = node.comparators
  if (named && operands.length === 2 && isNamespace(named, context)) {
    if (node.left.type !== 'Constant') context.isTable.add(named)
    else return known(node, context)
  }
  const keys = operands.map((each) => typeKey(each, context))
  const written = operands.map((each, index) => (keys[index] ? undefined : context.write(each)))
  const isOfTypes = written.some((code) => code !== undefined && isTypeName(code))
  const codes = written.map(
    (code, index) => code ?? (isOfTypes ? keys[index]! : context.write(operands[index]!)),
  )
  const [first, middle, last] = operands as [Expression, Expression, Expression]
  if (operands.length === 3 && !isRepeatable(middle, context) && isNamed(first) && isNamed(last)) {
    // Worked out once, and before the names are looked at.
    const value = context.fresh('value')
    const inner = { ...codes[1]!, ...primary(value, codes[1]!.type) }
    const both = [
      compared(codes[0]!, inner, { op: node.ops[0]!, context, node }),
      compared(inner, codes[2]!, { op: node.ops[1]!, context, node }),
    ]
    const text = both.map((part) => operand(part, BINDS.and)).join(' && ')
    return primary(`((${value}: any) => ${text})(${codes[1]!.text})`, BOOL)
  }
  for (const [index, each] of operands.entries())
    if (index > 0 && index < operands.length - 1 && !isRepeatable(each, context))
      refuse('a chain of comparisons whose middle would be worked out twice', each, 'Give the middle a name.')
  const parts = node.ops.map((op, index) => compared(codes[index]!, codes[index + 1]!, { op, context, node }))
  if (parts.length === 1) return parts[0]!
  return operation(parts.map((part) => operand(part, BINDS.and)).join(' && '), BOOL, BINDS.and)
}

/** A comparison that the class of an object has a method for. */
function ownComparison(node: Compare, context: Context): Code | undefined {
  const [op, ...more] = node.ops
  const [other] = node.comparators
  if (!other || more.length > 0 || op === undefined) return undefined
  const { left } = node
  const call = (target: Expression, name: string, arg: Expression) =>
    operatorCall(target, name, { args: [arg], context, node })
  switch (op) {
    case 'Eq':
      return call(left, '__eq__', other)
    case 'Lt':
      return call(left, '__lt__', other)
    case 'Gt':
      return call(left, '__gt__', other) ?? call(other, '__lt__', left)
    case 'In':
      return call(other, '__contains__', left)
    case 'NotEq':
    case 'NotIn': {
      const code = op === 'NotEq' ? call(left, '__eq__', other) : call(other, '__contains__', left)
      return code && operation(`!${operand(asTest(code, { context, node }), BINDS.unary)}`, BOOL, BINDS.unary)
    }
    default:
      return undefined
  }
}

/** `"name" in globals()` */
function known({ left, ops: [op], ...place }: Compare, context: Context): Code {
  const name = left.type === 'Constant' ? String(left.value) : ''
  const isKnown = isThere(name, context) ?? refuse(`a test whether ${name} is a name of the notebook`, place)
  return primary(String(isKnown === (op === 'In')), BOOL)
}

const isNamed = (node: Expression): boolean =>
  node.type === 'Name' || node.type === 'Constant' || (node.type === 'UnaryOp' && isNamed(node.operand))

/** Writes a comparison of two written values. */
export function compared(
  left: Code,
  right: Code,
  { op, context, node }: { op: Compare['ops'][number]; context: Context; node: Partial<Place> },
): Code {
  const isNone = right.type.kind === 'none'
  switch (op) {
    case 'Is':
    case 'IsNot':
    case 'Eq':
    case 'NotEq': {
      const isNot = op === 'IsNot' || op === 'NotEq'
      if (isNone)
        return operation(`${operand(left, BINDS.equal)} ${isNot ? '!=' : '=='} null`, BOOL, BINDS.equal)
      const empty = [left, right].findIndex(({ type }) => type.kind === 'sdk' && type.of === 'empty')
      if (empty >= 0)
        return operation(
          `${operand([left, right][1 - empty]!, BINDS.equal)} ${isNot ? '!==' : '==='} undefined`,
          BOOL,
          BINDS.equal,
        )
      if (isTypeName(left) && isTypeName(right))
        return operation(
          `${operand(left, BINDS.equal)} ${isNot ? '!==' : '==='} ${operand(right, BINDS.equal + 1)}`,
          BOOL,
          BINDS.equal,
        )
      const isBool = left.type.kind === 'bool' || right.type.kind === 'bool'
      if (op.startsWith('Is') && isBool) {
        // There is one True and one False, which no number is.
        const [one, other] = [operand(left, BINDS.equal), operand(right, BINDS.equal + 1)]
        return operation(`${one} ${isNot ? '!==' : '==='} ${other}`, BOOL, BINDS.equal)
      }
      if (op.startsWith('Is') && !(isEnum(left.type, context) && isEnum(right.type, context)))
        refuse('"is" of what is not None', node, 'Use ===.')
      const isMember = isEnum(left.type, context) && isEnum(right.type, context)
      if (
        isEnum(left.type, context) !== isEnum(right.type, context) &&
        !isOpenMember(left.type, right.type, context)
      )
        refuse('a member of an Enum compared with a value', node, 'Compare its value.')
      const isSame =
        isMember ||
        isBool ||
        (isPrimitive(left.type) && isPrimitive(right.type) && mayBeEqual(left.type, right.type)) ||
        isTextTest(left.type, right.type)
      if (isSame)
        return operation(
          `${operand(left, BINDS.equal)} ${isNot ? '!==' : '==='} ${operand(right, BINDS.equal + 1)}`,
          BOOL,
          BINDS.equal,
        )
      if (
        isTuple(left.type) !== isTuple(right.type) &&
        [left, right].every(({ type }) => ['list', 'tuple'].includes(type.kind))
      )
        refuse('a tuple compared with a list', node)
      if (isDeque(left.type) !== isDeque(right.type)) refuse('a deque compared with a list', node)
      if (
        [left, right].some(
          ({ type }) => type.kind === 'instance' && isNamedTuple(context.facts.classes.get(type.name)),
        ) &&
        left.type.kind !== right.type.kind
      )
        refuse('a namedtuple compared with another value', node)
      if (isIdentity(left.type, context) || isIdentity(right.type, context))
        return operation(
          `${operand(left, BINDS.equal)} ${isNot ? '!==' : '==='} ${operand(right, BINDS.equal + 1)}`,
          BOOL,
          BINDS.equal,
        )
      context.facts.compare(left.type, right.type)
      const call = `${context.helper('equals')}(${left.text}, ${right.text})`
      return isNot ? operation(`!${call}`, BOOL, BINDS.unary) : primary(call, BOOL)
    }
    case 'In':
    case 'NotIn': {
      if (isTypeName(left) && right.type.kind !== 'map') refuse('a type in a list of types', node)
      const call = membership(left, right, context)
      return op === 'NotIn' ? operation(`!${call}`, BOOL, BINDS.unary) : primary(call, BOOL)
    }
    default: {
      const subset = comparedSets(op, [left, right])
      if (subset) return subset
      if (left.type.kind === 'set' || right.type.kind === 'set')
        refuse('< and > of sets', node, 'Compare their items.')
      const sign = { Lt: '<', LtE: '<=', Gt: '>', GtE: '>=' }[op]
      const isMoment = [left, right].every(
        ({ type }) => type.kind === 'sdk' && ['day', 'duration'].includes(type.of),
      )
      if (isMoment || (isNumeric(left.type) && isNumeric(right.type)))
        return operation(
          `${operand(left, BINDS.order)} ${sign} ${operand(right, BINDS.order + 1)}`,
          BOOL,
          BINDS.order,
        )
      return operation(
        `${context.helper('compare')}(${left.text}, ${right.text}) ${sign} 0`,
        BOOL,
        BINDS.order,
      )
    }
  }
}

const isTypeName = ({ type }: Code) => type.kind === 'sdk' && type.of === 'type'

const isDeque = (type: Type) => type.kind === 'list' && type.isDeque === true

const isTuple = (type: Type) => type.kind === 'tuple' || (type.kind === 'list' && type.isTuple === true)

/** Whether TypeScript lets two values be compared: not a text with a number. */
const mayBeEqual = (left: Type, right: Type) =>
  (present(left).kind === 'str') === (present(right).kind === 'str') ||
  left.kind === 'none' ||
  right.kind === 'none'

/** A text is equal to nothing but the same text, whatever the other is. */
const isTextTest = (left: Type, right: Type) =>
  (right.kind === 'str' && isOpen(left)) || (left.kind === 'str' && isOpen(right))

const isEnum = (type: Type, context: Context) =>
  type.kind === 'instance' && context.facts.classes.get(type.name)?.kind === 'enum'

/** A member of an `Enum` that is a text as well is equal to it. */
const isOpenMember = (left: Type, right: Type, context: Context) =>
  [left, right].every(
    (type) =>
      type.kind === 'str' ||
      type.kind === 'int' ||
      (type.kind === 'instance' && isMixed(context.facts.classes.get(type.name)!)),
  )
