/** Comments: each stands before the statement or item that follows it, or after the line that it ends. */
import type { Expression, Place } from '../python/ast'
import type { Comment } from '../python/parsed'
import type { Context } from './context'

/** A comment of Python as one of TypeScript. */
export const commentText = (text: string): string => text.replace(/^#+ ?/, '// ').trimEnd()

/** Takes the comments that stand before a line, as lines of text. */
export function takeComments(context: Context, before: number): Comment[] {
  const taken = context.comments.filter((comment) => comment.line < before)
  context.comments = context.comments.filter((comment) => comment.line >= before)
  return taken
}

/** Takes the comments that stand alone before an item of a list, as lines before its text. */
export function commentsBefore(node: Expression, context: Context): string {
  // Those before the statement itself have been taken by then.
  return takeComments(context, node.line)
    .map((comment) => `${commentText(comment.text)}\n`)
    .join('')
}

/** Takes the comment at the end of a statement's last line. */
export function trailingComment(node: Place, context: Context): string {
  const found = context.comments.find((comment) => comment.line === node.endLine && !comment.alone)
  if (!found) return ''
  context.comments = context.comments.filter((comment) => comment !== found)
  return ` ${commentText(found.text)}`
}
