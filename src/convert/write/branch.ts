/** `if` and `elif`. */
import type { Statement } from '../python/statements'
import { block } from './body'
import { indent } from './code'
import { commentText, takeComments } from './comments'
import type { Context } from './context'
import { testOf } from './truth'

/** Writes an `if`. */
export function ifStatement(node: Statement & { type: 'If' | 'While' }, context: Context): string {
  const condition = testOf(node.test, context)
  const before = context.scope.types
  context.scope.types = new Map(before)
  const body = block(node.body, context)
  const taken = context.scope.types
  context.scope.types = new Map(before)
  let text = `if (${condition.text}) ${body}`
  const [only] = node.orelse
  if (node.orelse.length === 1 && only?.type === 'If' && !context.scope.plan.before.has(only)) {
    const comments = takeComments(context, only.line)
    const inner = ifStatement(only, context)
    text +=
      comments.length > 0
        ? ` else {\n${indent([...comments.map((each) => commentText(each.text)), inner].join('\n'))}\n}`
        : ` else ${inner}`
  } else if (node.orelse.length > 0) text += ` else ${block(node.orelse, context)}`
  context.merge([taken, context.scope.types])
  return text
}
