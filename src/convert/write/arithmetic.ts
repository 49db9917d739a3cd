/** Operators of arithmetic, and what they mean for texts and lists. */
import { ANY, isNumeric, isOpen, join, listOf, MURKY, STR, type Type } from '../facts/types'
import type { BinOp } from '../python/ast'
import { BINDS, type Code, operand, primary } from './code'
import type { Context } from './context'
import { numeric, type Operation, SIGNS } from './numeric'
import { refuse } from './refusal'
import { concatenated } from './text'

/** `a + b` and the like. */
export function binary(node: BinOp, context: Context): Code {
  const [left, right] = [context.write(node.left), context.write(node.right)]
  return arithmetic(left, right, { op: node.op, context, node })
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
  if (isNumeric(a) && isNumeric(b)) return numeric(left, right, { op, context, node })
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
