/** Files that are sent: an open file, a path, or a name with what the file holds. */
import type { Type } from '../../facts/types'
import type { Dict, Expression } from '../../python/ast'
import { keyText, list, quoted, type Code } from '../../write/code'
import type { Context } from '../../write/context'
import { moduleOf } from '../../write/names'
import { refuse } from '../../write/refusal'
import { fileOf, openedFile, readFile } from '../library/open'

/** What stands for a file that is sent; `undefined` for what is none. */
export function sentFile(node: Expression, context: Context): string | undefined {
  const named = mistralFile(node, context)
  if (named) return namedFile(named, { node, context })
  if (node.type === 'Call' || node.type === 'Name') {
    const file = node.type === 'Name' ? fileOf(node, context) : openedFile(node, context)
    if (!file) return pathText(node, context) ?? byteFile(node, context)
    if (!file.isBytes || file.mode !== 'r')
      refuse('a file that is sent as a text', node, 'Open it with "rb".')
    file.reads++
    return `${context.import('createReadStream', 'node:fs')}(${file.path.text})`
  }
  if (node.type === 'Tuple') return namedFile(node.elts, { node, context })
  if (node.type === 'Dict') {
    const keys = node.keys.map((key) => (key?.type === 'Constant' ? key.value : undefined))
    if (keys.length !== 2 || !keys.includes('file_name') || !keys.includes('content')) return undefined
    const parts = ['file_name', 'content'].map((key) => node.values[keys.indexOf(key)]!)
    return namedFile(parts, { node, context })
  }
  return undefined
}

/** The name and the content of `File(file_name=…, content=…)` of Mistral's client. */
export function mistralFile(node: Expression, context: Context): readonly Expression[] | undefined {
  if (node.type !== 'Call' || !/^mistralai\..*\bFile$/.test(moduleOf(node.func, context) ?? ''))
    return undefined
  const values = ['file_name', 'content'].map((name) => node.keywords.find(({ arg }) => arg === name)?.value)
  return values.filter((each) => each !== undefined)
}

/** Whether a dict is written out that is a form: a value is a file that it opens, or a name with bytes. */
export const isOfFiles = (node: Dict, context: Context): boolean =>
  node.values.some((value) => {
    if (value.type !== 'Tuple') return value.type === 'Call' && fileOf(value, context) !== undefined
    const [name, content] = value.elts
    if (name?.type !== 'Constant' || !content || value.elts.length > 3) return false
    return fileOf(content, context) !== undefined || typeOf(content, context).kind === 'bytes'
  })

function typeOf(node: Expression, context: Context): Type {
  const { awaits } = context
  const { type } = context.write(node)
  context.awaits = awaits
  return type
}

/** `files={"file": f}` of a request, or pairs as a list. */
export function formFiles(node: Expression, context: Context): string {
  if (node.type === 'Name') {
    const code = context.write(node)
    if (code.type.kind === 'sdk' && code.type.of === 'form-files') return code.text
  }
  const isDict = node.type === 'Dict'
  const pairs = isDict
    ? node.keys.map((key, index) => [key, node.values[index]] as const)
    : node.type === 'List'
      ? node.elts.map((each) => (each.type === 'Tuple' ? each.elts : []))
      : []
  const texts = pairs.map(([name, file]) => {
    if (name?.type !== 'Constant' || !file) return refuse('files of a request that are not written out', node)
    const [key, part] = [String(name.value), partText(file, context)]
    return isDict ? `${keyText(key)}: ${part}` : `[${quoted(key)}, ${part}]`
  })
  if (texts.length === 0) refuse('files of a request that are not written out', node, 'Send a FormData.')
  const signs = isDict ? { open: '{', close: '}' } : { open: '[', close: ']' }
  return list(texts, { ...signs, isTall: node.endLine > node.line })
}

/** A part of a form: the name of an open file is the last part of its path. */
function partText(node: Expression, context: Context): string {
  if (node.type === 'Tuple') {
    const [name, content] = node.elts
    const isField = name?.type === 'Constant' && name.kind === 'none' && node.elts.length === 2
    if (!isField || !content) return namedFile(node.elts, { node, context })
    const field = context.write(content)
    return field.type.kind === 'str' ? field.text : refuse('a field of a form that is no text', node)
  }
  const file = fileOf(node, context)
  if (!file) return refuse('a file of a request that is no open file', node, 'Open it with "rb".')
  const name = `${context.import('basename', 'node:path')}(${file.path.text})`
  return `new File([${readFile(file, { context, node }).text}], ${name})`
}

/** A file of bytes that is open: one that was made of bytes needs a name. */
function byteFile(node: Expression, context: Context): string | undefined {
  const { awaits } = context
  const { type, text } = context.write(node)
  context.awaits = awaits
  if (type.kind !== 'sdk' || type.of !== 'byte-file' || !/^[\w.]+$/.test(text)) return undefined
  return `${context.helper('sentBytes')}(${text})`
}

function pathText(node: Expression, context: Context): string | undefined {
  const { awaits } = context
  const { type, text } = context.write(node)
  context.awaits = awaits
  if (type.kind !== 'sdk' || type.of !== 'path') return undefined
  return `${context.import('createReadStream', 'node:fs')}(${text})`
}

/** `(name, content, type)` */
function namedFile(
  [name, content, type]: readonly Expression[],
  { node, context }: { node: Expression; context: Context },
): string {
  if (!name || !content) return refuse('a file without a name or content', node)
  const named = context.write(name)
  if (named.type.kind !== 'str') refuse('a file whose name is no text', node)
  const options = type ? `, { type: ${context.write(type).text} }` : ''
  return `new File([${contentText(content, context)}], ${named.text}${options})`
}

function contentText(node: Expression, context: Context): string {
  const file = fileOf(node, context)
  const code: Code = file ? readFile(file, { context, node }) : context.write(node)
  if (code.type.kind !== 'bytes' && code.type.kind !== 'str')
    refuse('a file whose content is no bytes or text', node, 'Open it with "rb".')
  return code.text
}
