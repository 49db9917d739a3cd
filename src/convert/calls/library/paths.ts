/** Paths of `pathlib`. */
import { BOOL, listOf, NONE, STR, type Type } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { BINDS, type Code, operation, primary } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import type { Arguments } from '../arguments'

export const PATH: Type = { kind: 'sdk', of: 'path' }

/** `path / "name"` */
export const joinPath = (left: Code, right: Code, context: Context): Code =>
  primary(`${joinOf([left, right], 'joinPaths', context)}(${left.text}, ${right.text})`, PATH)

/** Texts in which Node's `join` finds nothing to tidy. */
const TIDY = /^(?:process\.cwd\(\)|"(?!\/?\.{0,2}(?:\/|"))(?:[^"\\/]|\/(?!\.{0,2}(?:\/|")))+")$/

/** Node's `join` where it gives what Python gives, which leaves `./a/../b` as it is, and forgets what is before `/c`. */
export function joinOf(parts: readonly Code[], helper: string, context: Context): string {
  const isTidy = parts.every(({ text }, index) => TIDY.test(text) && (index === 0 || !text.startsWith('"/')))
  return isTidy ? context.import('join', 'node:path') : context.helper(helper)
}

/** A method of a path. */
export function pathMethod(target: Code, args: Arguments): Code {
  const { context, node, name } = args.parts
  const fs = (call: string) => `${context.import(call, 'node:fs')}(${target.text}`
  switch (name) {
    case '.read_text':
      checkEncoding(args.take('encoding'))
      return primary(`${context.helper('readText')}(${target.text})`, STR)
    case '.write_text': {
      const data = args.need('data')
      checkEncoding(args.take('encoding'))
      return primary(`${fs('writeFileSync')}, ${data.text})`, NONE)
    }
    case '.joinpath': {
      const parts = [target]
      while (args.count > 0) parts.push(args.need('path'))
      return primary(
        `${joinOf(parts, 'joinPaths', context)}(${parts.map(({ text }) => text).join(', ')})`,
        PATH,
      )
    }
    case '.resolve':
    case '.absolute': {
      const call = name === '.resolve' ? context.helper('realPath') : context.import('resolve', 'node:path')
      return primary(`${call}(${target.text})`, PATH)
    }
    case '.read_bytes':
      return primary(`${fs('readFileSync')})`, { kind: 'bytes' })
    case '.write_bytes': {
      const data = args.need('data')
      if (data.type.kind !== 'bytes') refuse('write_bytes of what may be no bytes', node)
      return primary(`${fs('writeFileSync')}, ${data.text})`, NONE)
    }
    case '.is_file':
      return operation(
        `${fs('statSync')}, { throwIfNoEntry: false })?.isFile() ?? false`,
        BOOL,
        BINDS.coalesce,
      )
    case '.is_dir':
      return operation(
        `${fs('statSync')}, { throwIfNoEntry: false })?.isDirectory() ?? false`,
        BOOL,
        BINDS.coalesce,
      )
    case '.with_suffix':
      return primary(`${context.helper('withSuffix')}(${target.text}, ${args.need('suffix').text})`, PATH)
    case '.as_posix':
      return { ...target, type: STR }
    case '.iterdir':
      context.note('files come in the order of their names')
      return primary(
        `${fs('readdirSync')}).map((each) => ${context.import('join', 'node:path')}(${target.text}, each))`,
        listOf(PATH),
      )
    case '.glob':
    case '.rglob': {
      const pattern = args.need('pattern')
      context.note('files come in the order of their names')
      const inner = name === '.rglob' ? `"**", ${pattern.text}` : pattern.text
      const whole = `${context.import('join', 'node:path')}(${target.text}, ${inner})`
      return primary(`${context.helper('globbed')}(${whole}, true)`, listOf(PATH))
    }
    case '.rename':
      return primary(`${fs('renameSync')}, ${args.need('target').text})`, NONE)
    case '.rmdir':
      return primary(`${fs('rmdirSync')})`, NONE)
    case '.exists':
      return primary(`${fs('existsSync')})`, BOOL)
    case '.unlink':
      if (args.rest.length > 0) refuse('unlink with missing_ok', node)
      return primary(`${fs('unlinkSync')})`, NONE)
    case '.mkdir': {
      const [exists, parents] = [args.named('exist_ok'), args.named('parents')]
      if (!exists) refuse('mkdir without exist_ok=True', node)
      void parents
      return primary(`${fs('mkdirSync')}, { recursive: true })`, NONE)
    }
    default:
      return refuse(`${name}() of a path`, node)
  }
}

/** `path.name` and the like. */
export function pathAttribute(target: Code, name: string, context: Context): Code | undefined {
  const path = (call: string) => `${context.import(call, 'node:path')}(${target.text})`
  if (name === 'name') return primary(path('basename'), STR)
  if (name === 'parent') return primary(path('dirname'), PATH)
  if (name === 'suffix') return primary(path('extname'), STR)
  if (name === 'stem') return primary(`${context.import('parse', 'node:path')}(${target.text}).name`, STR)
  return undefined
}

/** Refuses an encoding that is not that of the web. */
export function checkEncoding(node: Expression | undefined): void {
  const text = node?.type === 'Constant' ? String(node.value).toLowerCase() : undefined
  if (node && text !== 'utf-8' && text !== 'utf8') refuse('a file of another encoding than UTF-8', node)
}
