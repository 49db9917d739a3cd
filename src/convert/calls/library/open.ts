/** `open`: what is done with a file becomes a call of `node:fs` each. */
import { NONE, STR } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { type Code, primary } from '../../write/code'
import type { Context } from '../../write/context'
import type { OpenFile } from '../../write/scope'
import { moduleOf } from '../../write/names'
import { refuse } from '../../write/refusal'
import { Arguments } from '../arguments'
import { checkEncoding } from './paths'

/** A file that a call of `open` names; `undefined` for another value. */
export function openedFile(node: Expression, context: Context): OpenFile | undefined {
  if (node.type !== 'Call') return undefined
  const isBuiltin = node.func.type === 'Name' && node.func.id === 'open' && !context.typeOf('open')
  const path = node.func.type === 'Attribute' && node.func.attr === 'open' ? node.func.value : undefined
  if (path && moduleOf(path, context) !== undefined) return undefined
  if (!isBuiltin && !path) return undefined
  const args = new Arguments({ node, context, name: 'open' })
  const name = path ? context.write(path) : args.need('file')
  if (path && !(name.type.kind === 'sdk' && name.type.of === 'path')) return undefined
  const given = args.take('mode')
  const mode = given === undefined ? 'r' : given.type === 'Constant' ? String(given.value) : ''
  checkEncoding(args.named('encoding'))
  const newline = args.named('newline')
  const isRaw = newline?.type === 'Constant' && newline.value === ''
  if (newline && !isRaw) refuse('open with this newline', newline)
  args.end()
  const found = /^([rwa])(b?)t?$/.exec(mode) ?? refuse(`open with the mode "${mode}"`, node, 'Use node:fs.')
  return {
    path: name,
    mode: found[1] as OpenFile['mode'],
    isBytes: found[2] === 'b',
    isRaw,
    isOnce: true,
    depth: context.labels.length,
    reads: 0,
  }
}

/** The file that an expression stands for: a name of `with`, or a call of `open`. */
export function fileOf(node: Expression, context: Context): OpenFile | undefined {
  if (node.type === 'Name') return context.files.get(node.id)
  return openedFile(node, context)
}

/** The whole of a file. */
export function readFile(file: OpenFile, { context, node }: { context: Context; node: Expression }): Code {
  if (file.mode !== 'r') refuse('a file that is read and written', node, 'Use node:fs.')
  if (file.reads++ > 0 || context.labels.length > (file.depth ?? 0))
    refuse('a file that is read twice', node, 'Keep its text.')
  const bytes = `${context.import('readFileSync', 'node:fs')}(${file.path.text})`
  if (file.isBytes) return primary(bytes, { kind: 'bytes' })
  return file.isRaw
    ? primary(`${context.helper('decoded')}(${bytes})`, STR)
    : primary(`${context.helper('readText')}(${file.path.text})`, STR)
}

/** What puts a text into a file. */
export function writeFile(file: OpenFile, text: string, context: Context): Code {
  const name = file.mode === 'w' && file.isOnce ? 'writeFileSync' : 'appendFileSync'
  return primary(`${context.import(name, 'node:fs')}(${file.path.text}, ${text})`, NONE)
}
