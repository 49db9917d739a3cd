/** Files that have a name of their own: `file = open(path)`, `io.StringIO()`, `io.BytesIO()`. */
import { listOf, NONE, STR, type Type } from '../../facts/types'
import { BINDS, type Code, operand, primary } from '../../write/code'
import { asIterated } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import type { Arguments, ModuleCall } from '../arguments'
import { openedFile } from './open'

const TEXT: Type = { kind: 'sdk', of: 'text-file' }
const BYTES: Type = { kind: 'sdk', of: 'byte-file' }

/** `open(path, mode)` as a value. */
export const opened: ModuleCall = (args, { node, context }) => {
  const file = openedFile(node, context) ?? refuse('open()', node, 'Use node:fs.')
  if (file.isRaw && file.mode === 'r') refuse('open with this newline', node, 'Use with open(…).')
  args.all()
  for (const [name] of args.rest) args.named(name)
  if (file.isBytes && file.mode !== 'r') refuse('a file of bytes that is written', node, 'Use with open(…).')
  if (file.isBytes) return primary(`new ${context.helper('ByteFile')}(${file.path.text})`, BYTES)
  const mode = file.mode === 'r' ? '' : `, "${file.mode}"`
  return primary(`new ${context.helper('TextFile')}(${file.path.text}${mode})`, TEXT)
}

export const IO_CALLS: Readonly<Record<string, ModuleCall>> = {
  'io.StringIO': (args, { context, node }) => {
    const text = args.code('initial_value')
    if (text && text.type.kind !== 'str') refuse('StringIO of what may be no text', node)
    return primary(`new ${context.helper('StringIO')}(${text?.text ?? '""'})`, TEXT)
  },
  'io.BytesIO': (args, { context, node }) => {
    const bytes = args.code('initial_bytes')
    if (bytes?.type.kind !== 'bytes') return refuse('BytesIO of what may be no bytes', node)
    return primary(`new ${context.helper('ByteFile')}(${bytes.text})`, BYTES)
  },
}

/** A method of such a file. */
export function openFileMethod(target: Code, args: Arguments): Code {
  const { context, node, name } = args.parts
  const isBytes = target.type.kind === 'sdk' && target.type.of === 'byte-file'
  const base = operand(target, BINDS.call)
  const held: Type = isBytes ? { kind: 'bytes' } : STR
  switch (name) {
    case '.read':
      if (args.count > 0) refuse('read of a part of a file', node)
      return primary(`${base}.read()`, held)
    case '.getvalue':
      return primary(`${base}.getvalue()`, held)
    case '.close':
      return primary(`${base}.close()`, NONE)
    case '.seek': {
      if (args.need('offset').text !== '0') refuse('seek to the middle of a file', node)
      if (node === context.lastExpression) refuse('seek as the value of a cell', node)
      return primary(`${base}.rewind()`, NONE)
    }
    case '.flush':
      return primary('', NONE)
  }
  if (isBytes) return refuse(`${name}() of a file of bytes`, node)
  switch (name) {
    case '.readline':
      return primary(`${base}.readline()`, STR)
    case '.readlines':
      return primary(`[...${base}.lines()]`, listOf(STR))
    case '.write': {
      const code = args.need('s')
      if (code.type.kind !== 'str') refuse('a write of what may be no text', node)
      if (node === context.lastExpression) refuse('write as the value of a cell', node)
      return primary(`${base}.write(${code.text})`, NONE)
    }
    case '.writelines': {
      const values = asIterated(args.need('lines'), { context, node })
      const all = values.isArray ? operand(values, BINDS.call) : `[...${operand(values, BINDS.arrow)}]`
      return primary(`${base}.write(${all}.join(""))`, NONE)
    }
    default:
      return refuse(`${name}() of a file`, node, 'Use node:fs.')
  }
}
