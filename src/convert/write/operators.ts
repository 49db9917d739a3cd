/** Operators: arithmetic, comparison, `and`/`or`, and what is true. */
import type { BinOp, BoolOp, Compare, Expression } from '../python/ast'
import {
  ANY,
  BOOL,
  COUNT_BITS,
  FLOAT,
  INT,
  isPrimitive,
  join,
  listOf,
  MURKY,
  NUMBER,
  present,
  SAFE_BITS,
  STR,
  type Type,
} from '../facts/types'
import { BINDS, operand, operation, primary, type Code } from './code'
import type { Context } from './context'
import { refuse } from './refusal'
import { concatenated } from './text'

const isNumber = (type: Type) => ['int', 'float', 'number'].includes(type.kind)
const isOpen = (type: Type) => type.kind === 'any' || type.kind === 'sdk' || type.kind === 'optional'

/** `a + b` and the like. */
export function binary(node: BinOp, context: Context): Code {
  const [left, right] = [context.write(node.left), context.write(node.right)]
  return arithmetic(left, right, { op: node.op, context, node })
}

interface Operation {
  readonly op: BinOp['op']
  readonly context: Context
  readonly node: Expression
}

/** What an operator makes of two written operands. */
export function arithmetic(left: Code, right: Code, { op, context, node }: Operation): Code {
  // A call of what is not known yet, in a first pass.
  if (left.type.kind === 'never' && right.type.kind !== 'never')
    return arithmetic({ ...left, type: right.type }, right, { op, context, node })
  if (right.type.kind === 'never')
    return left.type.kind === 'never'
      ? left
      : arithmetic(left, { ...right, type: left.type }, { op, context, node })
  const [a, b] = [left.type, right.type]
  if (isNumber(a) && isNumber(b)) return numeric(left, right, { op, context, node })
  if (op === 'Add') {
    if (a.kind === 'str' && b.kind === 'str') return concatenated(left, right)
    if (a.kind === 'list' && b.kind === 'list')
      return primary(
        `[...${operand(left, BINDS.arrow)}, ...${operand(right, BINDS.arrow)}]`,
        listOf(join(a.item, b.item)),
      )
    if (isOpen(a) || isOpen(b)) {
      const known = [a, b].find((type) => type.kind === 'str' || type.kind === 'list')
      return primary(`${context.helper('add')}(${left.text}, ${right.text})`, known ?? murky(a, b))
    }
  }
  if (op === 'Mult') {
    const [text, times] = a.kind === 'int' ? [right, left] : [left, right]
    if (text.type.kind === 'str' && times.type.kind === 'int') {
      const isSafe = /^\d+$/.test(times.text)
      return primary(
        `${operand(text, BINDS.call)}.repeat(${isSafe ? times.text : `Math.max(0, ${times.text})`})`,
        STR,
      )
    }
    if (text.type.kind === 'list' && times.type.kind === 'int')
      return primary(`${context.helper('multiply')}(${text.text}, ${times.text})`, text.type)
    if (isOpen(a) || isOpen(b))
      return primary(`${context.helper('multiply')}(${left.text}, ${right.text})`, murky(a, b))
  }
  if (op === 'Mod' && a.kind === 'str') refuse('text % values', node, 'Use a template literal.')
  if ((op === 'BitOr' || op === 'Sub') && a.kind === 'set') refuse('operators on sets', node)
  if (op === 'BitOr' && (a.kind === 'dict' || a.kind === 'record'))
    refuse('| of dicts', node, 'Use { ...a, ...b }.')
  const sign = SIGNS[op]
  if ((isOpen(a) || isOpen(b)) && (op === 'Sub' || op === 'Div') && sign) {
    if (op === 'Div') refuse('a division of values of unknown type', node, 'Say the types of the parameters.')
    return primary(
      `${context.helper('calculate')}(${left.text}, ${right.text}, (x, y) => x ${sign} y)`,
      murky(a, b),
    )
  }
  return refuse(`${op} of ${a.kind} and ${b.kind}`, node, 'Say the types of the parameters.')
}

const murky = (a: Type, b: Type) =>
  [a, b].some(
    (type) => (type.kind === 'any' && type.isMurky) || type.kind === 'number' || type.kind === 'float',
  )
    ? MURKY
    : ANY

const SIGNS: Partial<Record<BinOp['op'], string>> = { Add: '+', Sub: '-', Mult: '*', Div: '/' }

function numeric(left: Code, right: Code, { op, context, node }: Operation): Code {
  const [a, b] = [left.type, right.type]
  const isInt = a.kind === 'int' && b.kind === 'int'
  const result: Type = isInt ? INT : a.kind === 'float' || b.kind === 'float' ? FLOAT : NUMBER
  switch (op) {
    case 'Add':
    case 'Sub':
    case 'Mult': {
      const binds = op === 'Mult' ? BINDS.times : BINDS.plus
      const text = `${operand(left, binds)} ${SIGNS[op]} ${operand(right, binds + 1)}`
      if (!isInt) return operation(text, result, binds)
      const bits = op === 'Mult' ? a.bits + b.bits : Math.max(a.bits, b.bits) + 1
      // Counting up by a small step does not leave the safe range in a lifetime.
      const isCounting =
        op !== 'Mult' && Math.min(a.bits, b.bits) <= COUNT_BITS && Math.max(a.bits, b.bits) === Infinity
      // 0 times a negative int is -0 here.
      const hasZero = op === 'Mult' && !isNonZero(left) && !isNonZero(right)
      if (bits <= SAFE_BITS && !hasZero) return operation(text, { kind: 'int', bits }, binds)
      if (isCounting) return operation(text, INT, binds)
      return primary(`${context.helper('exact')}(${text})`, INT)
    }
    case 'Div': {
      if (isNonZero(right))
        return operation(
          `${operand(left, BINDS.times)} / ${operand(right, BINDS.times + 1)}`,
          FLOAT,
          BINDS.times,
        )
      return primary(`${context.helper('divide')}(${left.text}, ${right.text})`, FLOAT)
    }
    case 'FloorDiv':
      if (isNonZero(right) && isInt)
        return primary(
          `Math.floor(${operand(left, BINDS.times)} / ${operand(right, BINDS.times + 1)})`,
          isInt ? a : result,
        )
      return primary(`${context.helper('floorDivide')}(${left.text}, ${right.text})`, isInt ? a : result)
    case 'Mod':
      return primary(`${context.helper('modulo')}(${left.text}, ${right.text})`, isInt ? b : result)
    case 'Pow': {
      const isWhole = isInt && /^\d+$/.test(right.text)
      if (isInt && !isWhole)
        refuse('a power whose exponent may be negative', node, 'Use Math.pow, or a BigInt.')
      const text = `${operand(left, BINDS.power + 1)} ** ${operand(right, BINDS.power)}`
      return isInt
        ? primary(`${context.helper('exact')}(${text})`, INT)
        : operation(text, result, BINDS.power)
    }
    default:
      return refuse(`${op} of numbers`, node)
  }
}

const isNonZero = (code: Code) => /^[\d_.]+$/.test(code.text) && Number(code.text.replaceAll('_', '')) !== 0

/** A condition: what Python takes for true is true here. */
export function test(node: Expression, context: Context): Code {
  if (node.type === 'BoolOp') {
    const isAnd = node.op === 'And'
    const binds = isAnd ? BINDS.and : BINDS.or
    const parts = node.values.map((each) => operand(test(each, context), binds))
    return operation(parts.join(isAnd ? ' && ' : ' || '), BOOL, binds)
  }
  return asTest(context.write(node), { context, node })
}

/** A written value as a condition. */
export function asTest(code: Code, { context, node }: { context: Context; node: Expression }): Code {
  const { type } = code
  switch (type.kind) {
    case 'bool':
    case 'str':
    case 'int':
    case 'float':
    case 'number':
    case 'none':
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
      return operation(`${operand(code, BINDS.call)}.size > 0`, BOOL, BINDS.order)
    case 'optional':
      if (type.of.kind === 'list')
        return operation(`${operand(code, BINDS.call)}?.length > 0`, BOOL, BINDS.order)
      if (['str', 'int', 'bool'].includes(type.of.kind)) return code
      if (type.of.kind === 'sdk' && type.of.of === 'match') return code
      break
    case 'sdk':
      if (type.of === 'match') return code
      if (type.of === 'response') return primary(`${operand(code, BINDS.call)}.ok`, BOOL)
      if (type.of === 'client') return code
      break
    case 'instance':
      return refuse(`the truth of a ${type.name}`, node)
  }
  return primary(`${context.helper('truthy')}(${code.text})`, BOOL)
}

/** `a or b`, `a and b` as a value. */
export function boolean(node: BoolOp, context: Context): Code {
  const codes = node.values.map((each) => context.write(each))
  if (codes.every(({ type }) => type.kind === 'bool')) return test(node, context)
  const isAnd = node.op === 'And'
  const binds = isAnd ? BINDS.and : BINDS.or
  return codes.slice(1).reduce((left, right, index) => {
    const type = join(isAnd ? left.type : present(left.type), right.type)
    const condition = asTest(left, { context, node: node.values[index]! })
    if (condition === left)
      return operation(
        `${operand(left, binds)} ${isAnd ? '&&' : '||'} ${operand(right, binds + 1)}`,
        type,
        binds,
      )
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

/** `a < b`, `a in b`, `a is None`, and chains of them. */
export function comparison(node: Compare, context: Context): Code {
  const operands = [node.left, ...node.comparators]
  const codes = operands.map((each) => context.write(each))
  for (const [index, each] of operands.entries())
    if (index > 0 && index < operands.length - 1 && !/^[\w.-]+$/.test(codes[index]!.text))
      refuse('a chain of comparisons whose middle would be worked out twice', each, 'Give the middle a name.')
  const parts = node.ops.map((op, index) => compared(codes[index]!, codes[index + 1]!, { op, context, node }))
  if (parts.length === 1) return parts[0]!
  return operation(parts.map((part) => operand(part, BINDS.and)).join(' && '), BOOL, BINDS.and)
}

function compared(
  left: Code,
  right: Code,
  { op, context, node }: { op: Compare['ops'][number]; context: Context; node: Compare },
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
      const isBool = left.type.kind === 'bool' && right.type.kind === 'bool'
      if (op.startsWith('Is') && !isBool) refuse('"is" of what is not None', node, 'Use ===.')
      const isSame =
        isBool || (isPrimitive(left.type) && isPrimitive(right.type)) || isTextTest(left.type, right.type)
      if (isSame)
        return operation(
          `${operand(left, BINDS.equal)} ${isNot ? '!==' : '==='} ${operand(right, BINDS.equal + 1)}`,
          BOOL,
          BINDS.equal,
        )
      const call = `${context.helper('equals')}(${left.text}, ${right.text})`
      return isNot ? operation(`!${call}`, BOOL, BINDS.unary) : primary(call, BOOL)
    }
    case 'In':
    case 'NotIn': {
      const call = membership(left, right, context)
      return op === 'NotIn' ? operation(`!${call}`, BOOL, BINDS.unary) : primary(call, BOOL)
    }
    default: {
      const sign = { Lt: '<', LtE: '<=', Gt: '>', GtE: '>=' }[op]
      if (isNumber(left.type) && isNumber(right.type))
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

/** A text is equal to nothing but the same text, whatever the other is. */
const isTextTest = (left: Type, right: Type) =>
  (right.kind === 'str' && isOpen(left)) || (left.kind === 'str' && isOpen(right))

function membership(left: Code, right: Code, context: Context): string {
  const type = right.type
  if (type.kind === 'str' && left.type.kind === 'str')
    return `${operand(right, BINDS.call)}.includes(${left.text})`
  if (
    (type.kind === 'list' && isPrimitive(type.item)) ||
    (type.kind === 'tuple' && type.items.every(isPrimitive))
  )
    if (isPrimitive(left.type) || left.type.kind === 'sdk')
      return `${operand(right, BINDS.call)}.includes(${left.text})`
  if (type.kind === 'set') return `${operand(right, BINDS.call)}.has(${left.text})`
  if ((type.kind === 'dict' || type.kind === 'record') && present(left.type).kind === 'str')
    return `Object.hasOwn(${right.text}, ${left.text})`
  return `${context.helper('contains')}(${right.text}, ${left.text})`
}
