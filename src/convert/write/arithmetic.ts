/** Operators of arithmetic, and what they mean for texts and lists. */
import { dateOperation } from '../calls/library/date-methods'
import { joinPath } from '../calls/library/paths'
import { setOperation } from '../calls/set-methods'
import { join, valueOf } from '../facts/join'
import { ANY, dictOf, FLOAT, isNumeric, isOpen, MURKY, STR, type Type } from '../facts/types'
import type { BinOp } from '../python/ast'
import { BINDS, type Code, operand, primary } from './code'
import type { Context } from './context'
import { dictFrom } from './dict-from'
import { numeric, type Operation, SIGNS } from './numeric'
import { operatorCall } from './operator-methods'
import { percentFormat } from './percent'
import { refuse } from './refusal'
import { concatenated } from './text'

/** `a + b` and the like. */
export function binary(node: BinOp, context: Context): Code {
  const filled = node.op === 'Mod' ? percentFormat(node, context) : undefined
  if (filled) return filled
  const name = METHODS[node.op]
  const own = name && operatorCall(node.left, name, { args: [node.right], context, node })
  if (own) return own
  const [left, right] = [context.write(node.left), context.write(node.right)]
  return arithmetic(left, right, { op: node.op, context, node })
}

/** Methods that an object may have for an operator. */
export const METHODS: Partial<Record<BinOp['op'], string>> = {
  Add: '__add__',
  Sub: '__sub__',
  Mult: '__mul__',
  Div: '__truediv__',
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
  const moment = dateOperation(op, [left, right], context)
  if (moment) return moment
  if (op === 'Div' && a.kind === 'sdk' && a.of === 'path') return joinPath(left, right, context)
  if (isNumeric(a) && isNumeric(b)) return numeric(left, right, { op, context, node })
  if (op === 'Add') {
    if (a.kind === 'str' && b.kind === 'str') return concatenated(left, right)
    if (a.kind === 'bytes' && b.kind === 'bytes')
      return primary(`Buffer.concat([${left.text}, ${right.text}])`, a)
    const both = `[...${operand(left, BINDS.arrow)}, ...${operand(right, BINDS.arrow)}]`
    if (a.kind === 'list' && b.kind === 'list' && a.isTuple === b.isTuple)
      return primary(both, { ...a, item: join(a.item, b.item) })
    if (a.kind === 'tuple' && b.kind === 'tuple')
      return primary(both, { kind: 'tuple', items: [...a.items, ...b.items] })
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
  if (op === 'Mod' && a.kind === 'str')
    refuse('text % values of a text that is worked out', node, 'Use a template literal.')
  if (a.kind === 'set' && b.kind === 'set') {
    const text = setOperation(op, [left, right]) ?? refuse(`${op} of sets`, node)
    return primary(text, {
      kind: 'set',
      item: op === 'BitOr' || op === 'BitXor' ? join(a.item, b.item) : a.item,
    })
  }
  if (op === 'BitOr' && a.kind === 'map' && b.kind === 'map')
    return dictFrom(`[...${left.text}, ...${right.text}]`, {
      key: join(a.key, b.key),
      value: join(a.value, b.value),
      context,
      node,
    })
  const [ours, theirs] = [valueOf(a), valueOf(b)]
  if (op === 'BitOr' && ours && theirs)
    return primary(
      `{ ...${operand(left, BINDS.arrow)}, ...${operand(right, BINDS.arrow)} }`,
      dictOf(join(ours, theirs)),
    )
  const isCalculated = [a, b].every((type) => isOpen(type) || isNumeric(type))
  // What is divided is a float, whatever it was.
  if (isCalculated && op === 'Div')
    return primary(`${context.helper('divide')}(${left.text}, ${right.text})`, FLOAT)
  const operator = SIGNS[op] ? `(x, y) => x ${SIGNS[op]} y` : CALCULATED[op]
  if (isCalculated && operator !== undefined) {
    const text = SIGNS[op] ? operator : context.helper(operator)
    return primary(`${context.helper('calculate')}(${left.text}, ${right.text}, ${text})`, murky(a, b))
  }
  return refuse(`${op} of ${a.kind} and ${b.kind}`, node, 'Say the types of the parameters.')
}

/** Operators that are functions of a notebook. */
const CALCULATED: Partial<Record<BinOp['op'], string>> = {
  FloorDiv: 'floorDivide',
  Mod: 'modulo',
  Pow: 'power',
}

const murky = (a: Type, b: Type) =>
  [a, b].some(
    (type) => (type.kind === 'any' && type.isMurky) || type.kind === 'number' || type.kind === 'float',
  )
    ? MURKY
    : ANY
