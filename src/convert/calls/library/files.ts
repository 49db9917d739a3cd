/** `os`, `os.path`, `shutil`: files and their names. */
import { BOOL, COUNT, listOf, NONE, STR, type Type } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import { isTrue, type ModuleCall } from '../arguments'
import { joinOf, PATH } from './paths'

/** A function of `node:fs` or `node:path` that takes one path. */
const ofPath =
  (name: string, from: 'node:fs' | 'node:path', type: Type): ModuleCall =>
  (args, { context }) =>
    primary(`${context.import(name, from)}(${args.need('path').text})`, type)

const stat =
  (test: string): ModuleCall =>
  (args, { context }) =>
    operation(
      `${context.import('statSync', 'node:fs')}(${args.need('path').text}, { throwIfNoEntry: false })?.${test} ?? false`,
      BOOL,
      BINDS.coalesce,
    )

const makeFolder: ModuleCall = (args, { context, node }) => {
  const path = args.need('name')
  const exists = args.named('exist_ok')
  if (exists && exists.type !== 'Constant') refuse('os.makedirs with this exist_ok', node)
  if (!exists || !isTrue(exists)) return primary(`${context.helper('makeFolders')}(${path.text})`, NONE)
  return primary(`${context.import('mkdirSync', 'node:fs')}(${path.text}, { recursive: true })`, NONE)
}

/** A helper that takes the text of a path. */
const textOfPath =
  (name: string, type: Type): ModuleCall =>
  (args, { context }) =>
    primary(`${context.helper(name)}(${args.need('p').text})`, type)

const copied: ModuleCall = (args, { context }) => {
  const [from, to] = [args.need('src'), args.need('dst')]
  return primary(`${context.helper('copyFile')}(${from.text}, ${to.text})`, STR)
}

export const FILE_CALLS: Readonly<Record<string, ModuleCall>> = {
  'os.path.exists': ofPath('existsSync', 'node:fs', BOOL),
  'os.path.isfile': stat('isFile()'),
  'os.path.isdir': stat('isDirectory()'),
  'os.path.basename': (args) => primary(`${operand(args.need('p'), BINDS.call)}.split("/").at(-1)`, STR),
  'os.path.dirname': textOfPath('folderOf', STR),
  'os.path.splitext': textOfPath('splitExtension', { kind: 'tuple', items: [STR, STR] }),
  'os.path.split': (args, { context, node }) => {
    const { text } = args.need('p')
    if (!/^[\w.]+$|^"[^"]*"$/.test(text))
      refuse('os.path.split of what has no name', node, 'Give the path a name.')
    return primary(`[${context.helper('folderOf')}(${text}), ${text}.split("/").at(-1)]`, {
      kind: 'tuple',
      items: [STR, STR],
    })
  },
  'os.path.abspath': ofPath('resolve', 'node:path', STR),
  'os.path.relpath': (args, { context }) => {
    const [path, start] = [args.need('path'), args.code('start')]
    const text = `${context.import('relative', 'node:path')}(${start?.text ?? '"."'}, ${path.text})`
    return operation(`${text} || "."`, STR, BINDS.or)
  },
  'os.path.getsize': (args, { context }) =>
    primary(`${context.import('statSync', 'node:fs')}(${args.need('path').text}).size`, COUNT),
  'os.rename': (args, { context }) =>
    primary(
      `${context.import('renameSync', 'node:fs')}(${args.need('src').text}, ${args.need('dst').text})`,
      NONE,
    ),
  'os.rmdir': ofPath('rmdirSync', 'node:fs', NONE),
  'shutil.rmtree': (args, { context, node }) => {
    const path = args.need('path')
    const ignored = args.take('ignore_errors')
    if (ignored && ignored.type !== 'Constant') refuse('rmtree with this ignore_errors', node)
    const force = ignored && isTrue(ignored) ? ', force: true' : ''
    return primary(`${context.import('rmSync', 'node:fs')}(${path.text}, { recursive: true${force} })`, NONE)
  },
  'shutil.copy': copied,
  'shutil.copyfile': copied,
  'shutil.copy2': copied,
  'glob.glob': (args, { context, node }) => {
    const pattern = args.need('pathname')
    const recursive = args.named('recursive')
    if (recursive && recursive.type !== 'Constant') refuse('glob with this recursive', node)
    context.note('files come in the order of their names')
    const more = recursive && isTrue(recursive) ? ', true' : ''
    return primary(`${context.helper('globbed')}(${pattern.text}${more})`, listOf(STR))
  },
  'os.path.join': (args, { context, node }) => {
    const all = []
    while (args.count > 0) all.push(args.need('path'))
    if (all.some(({ type }) => !['str', 'any', 'sdk'].includes(type.kind))) refuse('this os.path.join', node)
    return primary(`${joinOf(all, 'joinTexts', context)}(${all.map(({ text }) => text).join(', ')})`, STR)
  },
  'os.makedirs': makeFolder,
  'os.mkdir': ofPath('mkdirSync', 'node:fs', NONE),
  'os.chdir': (args) => primary(`process.chdir(${args.need('path').text})`, NONE),
  'os.remove': ofPath('unlinkSync', 'node:fs', NONE),
  'os.unlink': ofPath('unlinkSync', 'node:fs', NONE),
  'os.getcwd': () => primary('process.cwd()', STR),
  'os.listdir': (args, { context, node }) => {
    void node
    context.note('os.listdir gives the names in their order here')
    return primary(
      `${context.import('readdirSync', 'node:fs')}(${args.code('path')?.text ?? '"."'})`,
      listOf(STR),
    )
  },
  'os.walk': (args, { context }) => {
    context.note('files come in the order of their names')
    const names: Type = { kind: 'list', item: STR }
    return primary(`${context.helper('walk')}(${args.need('top').text})`, {
      kind: 'generator',
      item: { kind: 'tuple', items: [STR, names, names] },
    })
  },
  'pathlib.Path.cwd': () => primary('process.cwd()', PATH),
  'pathlib.Path': (args, { context, node }) => {
    const parts = []
    while (args.count > 0) parts.push(args.need('path'))
    const [only] = parts
    if (parts.length === 1 && only && /^"(?!\.\/)(?:[\w-]|\.(?!\.)|\/(?!\/|\.\/|"))+"$/.test(only.text))
      return { ...only, type: PATH }
    if (parts.length === 0) return primary('"."', PATH)
    if (parts.some(({ text }) => text.includes('..'))) refuse('a path with ..', node)
    return primary(
      `${joinOf(parts, 'joinPaths', context)}(${parts.map(({ text }) => text).join(', ')})`,
      PATH,
    )
  },
}

/** `path.stat().st_size`, of `path.stat()` */
export function sizeOfFile(node: Expression, context: Context): Code | undefined {
  if (node.type !== 'Call' || node.func.type !== 'Attribute' || node.func.attr !== 'stat') return undefined
  const path = context.write(node.func.value)
  if (path.type.kind !== 'sdk' || path.type.of !== 'path') return undefined
  return primary(`${context.import('statSync', 'node:fs')}(${path.text}).size`, COUNT)
}
