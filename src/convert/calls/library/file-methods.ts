/** Methods of a file that `open` gave. */
import { listOf, NONE, STR } from '../../facts/types'
import type { Call } from '../../python/ast'
import { BINDS, type Code, operand, primary } from '../../write/code'
import type { OpenFile } from '../../write/scope'
import { asIterated } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import type { Arguments, CallParts } from '../arguments'
import { readFile, writeFile } from './open'

/** Whether a file is opened by the expression whose method is called. */
const isOpened = ({ func }: Call): boolean => func.type === 'Attribute' && func.value.type === 'Call'

/** A method of a file. */
export function fileMethod(file: OpenFile, args: Arguments, { context, node }: CallParts): Code {
  const { name } = args.parts
  switch (name) {
    case '.read':
      if (args.count > 0) refuse('read of a part of a file', node)
      return readFile(file, { context, node: node })
    case '.readlines':
      return primary(
        `${context.helper('linesOf')}(${readFile(file, { context, node: node }).text})`,
        listOf(STR),
      )
    case '.write': {
      const code = args.need('s')
      if (file.mode === 'r') refuse('a write to a file that is read', node)
      if (!['str', 'any', 'sdk', 'bytes', 'never'].includes(code.type.kind))
        refuse(`a write of a ${code.type.kind}`, node)
      return writeFile(file, code.text, context)
    }
    case '.writelines': {
      const values = asIterated(args.need('lines'), { context, node })
      return writeFile(file, `${operand(values, BINDS.call)}.join("")`, context)
    }
    case '.close':
    case '.flush':
      // Opening it makes it, or empties it.
      return isOpened(node) && file.mode !== 'r' ? writeFile(file, '""', context) : primary('', NONE)
    default:
      return refuse(`${name}() of a file`, node, 'Use node:fs.')
  }
}
