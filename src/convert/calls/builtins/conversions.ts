/** `str`, `int` and the like. */
import { itemOf } from '../../facts/join'
import { BOOL, COUNT, FLOAT, INT, STR } from '../../facts/types'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import { refuse } from '../../write/refusal'
import { reprOf, textOf } from '../../write/text'
import { asTest } from '../../write/truth'
import type { Arguments, CallParts, ModuleCall } from '../arguments'
import { checkEncoding } from '../library/paths'

export const CONVERSIONS: Readonly<Record<string, ModuleCall>> = {
  str: (args, { context, node }) => {
    if (args.count === 0) return primary('""', STR)
    const code = args.need('object')
    const encoding = args.take('encoding')
    if (encoding) {
      checkEncoding(encoding)
      if (code.type.kind !== 'bytes') refuse('str of what may be no bytes', node)
      return primary(`${context.helper('decoded')}(${code.text})`, STR)
    }
    if (code.type.kind === 'str') return code
    if (code.type.kind === 'int') return primary(`String(${code.text})`, STR)
    return operation(textOf(code, context, node), STR, BINDS.choice)
  },
  repr: (args, { context, node }) => {
    const code = args.need('obj')
    if (code.type.kind === 'int') return primary(`String(${code.text})`, STR)
    return primary(reprOf(code, context, node), STR)
  },
  int: (args, { context, node }) => {
    const code = args.need('x')
    const base = args.code('base')
    if (base) {
      if (code.type.kind !== 'str' || !/^(?:[2-9]|[12]\d|3[0-6])$/.test(base.text))
        refuse('int of this value with a base', node, 'Use parseInt.')
      return primary(`${context.helper('intIn')}(${code.text}, ${base.text})`, INT)
    }
    if (code.type.kind === 'int') return code
    if (code.type.kind === 'bool') return primary(`Number(${code.text})`, COUNT)
    if (code.type.kind === 'float' || code.type.kind === 'number')
      return primary(`${context.helper('int')}(${code.text})`, INT)
    if (code.type.kind === 'none' || code.type.kind === 'list') refuse(`int of a ${code.type.kind}`, node)
    return primary(`${context.helper('int')}(${code.text})`, INT)
  },
  float: (args, { context }) => {
    const code = args.need('x')
    if (code.type.kind === 'float') return code
    if (code.type.kind === 'int') return { ...code, type: FLOAT }
    return primary(`${context.helper('float')}(${code.text})`, FLOAT)
  },
  bool: (args, { context, node }) => {
    const code = args.need('x')
    const condition = asTest(code, { context, node: node.args[0]! })
    return condition.type.kind === 'bool' ? condition : primary(`Boolean(${condition.text})`, BOOL)
  },
  bytes: (args, { node }) => {
    const code = args.need('source')
    const encoding = args.take('encoding')
    checkEncoding(encoding)
    if (encoding ? code.type.kind !== 'str' : itemOf(code.type).kind !== 'int' || code.type.kind !== 'list')
      refuse('bytes of this value', node, 'Use Buffer.from.')
    return primary(`Buffer.from(${code.text})`, { kind: 'bytes' })
  },
  hex: (args, parts) => inBase(args, parts, '0x', 16),
  bin: (args, parts) => inBase(args, parts, '0b', 2),
  oct: (args, parts) => inBase(args, parts, '0o', 8),
  ord: (args) => primary(`${operand(args.need('c'), BINDS.call)}.codePointAt(0)`, COUNT),
  chr: (args) => primary(`String.fromCodePoint(${args.need('i').text})`, STR),
}

function inBase(args: Arguments, { node }: CallParts, ...[prefix, base]: [string, number]): Code {
  const code = args.need('number')
  const isPositive = /^\w+\.length$|^\d+$/.test(code.text)
  if (code.type.kind !== 'int') refuse(`${prefix} of what may be no int`, node)
  const digits = `(${code.text}).toString(${base})`
  if (isPositive) return primary(`\`${prefix}\${${digits}}\``, STR)
  return primary(`(${digits}).replace(/^-?/, "$&${prefix}")`, STR)
}
