/** Arithmetic on numbers: ints stay ints, and division is that of Python. */
import { isFloatOrZero } from '../facts/join'
import { COUNT_BITS, FLOAT, INT, NUMBER, SAFE_BITS, TOTAL, type Type } from '../facts/types'
import type { BinOp, Expression } from '../python/ast'
import { BINDS, type Code, operand, operation, primary } from './code'
import type { Context } from './context'
import { refuse } from './refusal'

/** An operator and where it stands. */
export interface Operation {
  readonly op: BinOp['op']
  readonly context: Context
  readonly node: Expression
}

/** Operators that are the same sign in both languages. */
export const SIGNS: Partial<Record<BinOp['op'], string>> = { Add: '+', Sub: '-', Mult: '*', Div: '/' }

/** Writes an operator between numbers. */
export function numeric(left: Code, right: Code, { op, context, node }: Operation): Code {
  const [a, b] = [left.type, right.type]
  const isInt = a.kind === 'int' && b.kind === 'int'
  const result = resultOf(a, b, op)
  switch (op) {
    case 'Add':
    case 'Sub':
    case 'Mult': {
      const binds = op === 'Mult' ? BINDS.times : BINDS.plus
      const text = `${operand(left, binds)} ${SIGNS[op]} ${operand(right, binds + 1)}`
      if (!isInt) return operation(text, result, binds)
      const bits = op === 'Mult' ? a.bits + b.bits : Math.max(a.bits, b.bits) + 1
      // Counting up by a small step does not leave the safe range in a lifetime; what was just worked out may be beyond.
      const isSmall = Math.min(a.bits, b.bits) <= COUNT_BITS && Math.max(a.bits, b.bits) === Infinity
      const isCounting = op !== 'Mult' && isSmall && /^[\w$.]+$/.test((a.bits > b.bits ? left : right).text)
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
      // A negative exponent would give a float.
      if (isInt && !isWhole) {
        const raised = `${context.helper('power')}(${left.text}, ${right.text})`
        return primary(`${context.helper('exact')}(${raised})`, INT)
      }
      const text = `${operand(left, BINDS.call)} ** ${operand(right, BINDS.power)}`
      return isInt
        ? primary(`${context.helper('exact')}(${text})`, INT)
        : operation(text, result, BINDS.power)
    }
    default:
      return refuse(`${op} of numbers`, node)
  }
}

/** What an operator makes of two numbers, but for a quotient. */
function resultOf(a: Type, b: Type, op: BinOp['op']): Type {
  if (a.kind === 'int' && b.kind === 'int') return INT
  if (a.kind === 'float' || b.kind === 'float') return FLOAT
  const isTotal = isFloatOrZero(a) && isFloatOrZero(b)
  // 0 times an int, and what is left of it, is 0 again.
  const isScaled = op === 'Mult' || ((op === 'FloorDiv' || op === 'Mod') && isFloatOrZero(a))
  const isEither = [a, b].every((each) => isFloatOrZero(each) || each.kind === 'int')
  return (isTotal && op !== 'Pow') || (isScaled && isEither) ? TOTAL : NUMBER
}

const isNonZero = (code: Code) => /^[\d_.]+$/.test(code.text) && Number(code.text.replaceAll('_', '')) !== 0
