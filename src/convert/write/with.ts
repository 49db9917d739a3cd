/** `with open(…)`: files are read and written whole; `with` of a stream. */
import { openedFile } from '../calls/library/open'
import { walk } from '../facts/walk'
import type { Expression } from '../python/ast'
import type { Statement, With } from '../python/statements'
import { writeBody } from './body'
import type { Context } from './context'
import { managedWith } from './managed'
import type { OpenFile } from './scope'
import { refuse } from './refusal'
import { streamWith } from './stream-with'

/** Writes a `with`. */
export function withStatement(node: With, context: Context): string {
  const stream = streamWith(node, context)
  if (stream !== undefined) return stream
  const guarded = managedWith(node, context)
  if (guarded !== undefined) return guarded
  const [item, ...others] = node.items as [With['items'][number], ...With['items'][number][]]
  const file = openedFile(item.context_expr, context)
  const name = item.optional_vars?.type === 'Name' ? item.optional_vars.id : undefined
  if (!file || name === undefined || others.length > 0)
    return refuse(`with ${nameOf(item.context_expr)}`, node, 'Use try and finally.')
  if (/^\w+$/.test(file.path.text) === false && !/^["`]/.test(file.path.text)) {
    // Read again at each use, it would be worked out again.
    const path = context.fresh('path')
    const start = `const ${path} = ${file.path.text}\n`
    return start + written(node, name, { ...file, path: { ...file.path, text: path } }, context)
  }
  return written(node, name, file, context)
}

function written(node: With, name: string, file: OpenFile, context: Context): string {
  const uses = usesOf(node.body, name)
  const isOnce = uses === 1 && node.body.some((each) => isPlainUse(each, name))
  const before = context.files.get(name)
  context.files.set(name, { ...file, isOnce, depth: context.labels.length, reads: 0 })
  let body: string
  try {
    body = writeBody(node.body, context)
  } finally {
    if (before) context.files.set(name, before)
    else context.files.delete(name)
  }
  // Opening a file for writing empties it, before anything is written.
  if (file.mode !== 'w' || isOnce) return body
  const empty = `${context.import('writeFileSync', 'node:fs')}(${file.path.text}, "")`
  return body === '' ? empty : `${empty}\n${body}`
}

/** How often a file is used. */
function usesOf(body: readonly Statement[], name: string): number {
  let count = 0
  walk(body, (node) => {
    if (node.type === 'Name' && node.id === name) count++
  })
  return count
}

/** Whether a file is used by a statement of the body itself, which runs once. */
const isPlainUse = (node: Statement, name: string) =>
  node.type === 'Expr' && usesOf([node], name) === 1 && node.value.type === 'Call' && !hasLoop(node.value)

function hasLoop(node: Expression): boolean {
  let found = false
  walk(node, (each) => {
    if (/Comp$|^GeneratorExp$|^Lambda$|^Await$/.test(each.type)) found = true
  })
  return found
}

const nameOf = (node: Expression): string =>
  node.type === 'Call'
    ? nameOf(node.func)
    : node.type === 'Name'
      ? node.id
      : node.type === 'Attribute'
        ? node.attr
        : 'a value'
