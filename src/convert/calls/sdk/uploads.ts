/** Files that a client sends: an open file, a path, or a name with what the file holds. */
import type { Expression } from '../../python/ast'
import type { Code } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import { fileOf, openedFile, readFile } from '../library/open'

/** What stands for a file that is sent; `undefined` for what is none. */
export function sentFile(node: Expression, context: Context): string | undefined {
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
  if (code.type.kind !== 'bytes') refuse('a file whose content is no bytes', node, 'Open it with "rb".')
  return code.text
}
