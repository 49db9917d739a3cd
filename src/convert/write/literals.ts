/** Constants, and the signs before values. */
import { BOOL, isOpen, NONE, present } from '../facts/types'
import type { Expression } from '../python/ast'
import { BINDS, type Code, operand, operation, primary, quoted } from './code'
import type { Context } from './context'
import { refuse } from './refusal'
import { plainText } from './text'
import { testOf } from './truth'

/** Writes a constant. */
export function constant(node: Expression & { type: 'Constant' }, context: Context): Code {
  const value = String(node.value)
  switch (node.kind) {
    case 'none':
      return primary('null', NONE)
    case 'bool':
      return primary(value, BOOL)
    case 'str':
      return plainText(value, node)
    case 'int': {
      const number = Number(value)
      if (!Number.isSafeInteger(number)) refuse('an int beyond 2 to the power of 53', node, 'Use a BigInt.')
      const source = context.source[node.line - 1]?.slice(node.col, node.endCol) ?? ''
      const text =
        node.line === node.endLine &&
        /^[0-9][0-9_]*$/.test(source) &&
        Number(source.replaceAll('_', '')) === number
          ? source
          : value
      return primary(text, { kind: 'int', bits: Math.ceil(Math.log2(Math.abs(number) + 1)) })
    }
    case 'float': {
      const number = Number(value)
      if (!Number.isFinite(number)) refuse('an infinite float', node)
      return primary(value, { kind: 'float', hasFraction: !Number.isInteger(number) })
    }
    case 'bytes': {
      const bytes = Buffer.from(value, 'hex')
      const isText = bytes.every((byte) => byte > 31 && byte < 127)
      const text = isText ? quoted(bytes.toString()) : `"${value}", "hex"`
      return primary(`Buffer.from(${text})`, { kind: 'bytes' })
    }
    default:
      return refuse(`a value of ${node.kind}`, node)
  }
}

/** Writes `not`, `-`, `+`. */
export function unary(node: Expression & { type: 'UnaryOp' }, context: Context): Code {
  if (node.op === 'Not') {
    const inner = testOf(node.operand, context)
    const found = inner.binds === BINDS.order ? /^(.*?)(\?)?\.length > 0$/s.exec(inner.text) : null
    // What may be missing has no length at all.
    if (found?.[2]) return operation(`!${found[1]}?.length`, BOOL, BINDS.unary)
    if (found) return operation(`${found[1]}.length === 0`, BOOL, BINDS.equal)
    return operation(`!${operand(inner, BINDS.unary)}`, BOOL, BINDS.unary)
  }
  const inner = context.write(node.operand)
  const kind = inner.type.kind
  if (node.op === 'USub' && isOpen(inner.type))
    return primary(`${context.helper('calculate')}(0, ${inner.text}, (x, y) => x - y)`, present(inner.type))
  if (!['int', 'float', 'number'].includes(kind)) refuse(`the sign of a value that may be no number`, node)
  if (node.op === 'Invert') return refuse('~', node)
  if (node.op === 'UAdd') return inner
  if (inner.text === '0') return inner
  // An int has no -0.
  if (kind === 'int' && !/^[\d_]+$/.test(inner.text))
    return operation(`0 - ${operand(inner, BINDS.plus + 1)}`, inner.type, BINDS.plus)
  return operation(`-${operand(inner, BINDS.unary + 1)}`, inner.type, BINDS.unary)
}
