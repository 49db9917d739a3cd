/** Bodies: statements in their order, with the comments and blank lines between them. */
import type { Expression } from '../python/ast'
import type { Comment } from '../python/parsed'
import type { Statement } from '../python/statements'
import type { Type } from '../facts/types'
import { boundNames } from '../facts/walk'
import { indent } from './code'
import { commentText, takeComments, trailingComment } from './comments'
import { namesOf } from './comprehension'
import type { Context } from './context'
import { nameText } from './names'

/** Writes statements, each with what stands before it in the source. */
export function writeBody(body: readonly Statement[], context: Context): string {
  const lines: string[] = []
  let lastLine = 0
  for (const statement of body) {
    const start = firstLine(statement)
    const comments = takeComments(context, start)
    pushComments(comments, lines, { context, lastLine })
    lastLine = comments.at(-1)?.line ?? lastLine
    if (lastLine > 0 && start > lastLine + 1 && isBlank(context, lastLine + 1)) lines.push('')
    const text = context.statement(statement)
    const before = context.scope.plan.before.get(statement) ?? []
    const isNamed = (name: string) => statement.type !== 'With' || mentions(text, nameText(name))
    for (const name of before.filter(isNamed)) lines.push(`let ${nameText(name)}: any`)
    // Comments inside of what was written on one line.
    const inside = context.comments.filter(
      ({ line, alone }) => line >= start && line <= statement.endLine && (alone || line < statement.endLine),
    )
    context.comments = context.comments.filter((comment) => !inside.includes(comment))
    for (const comment of inside) lines.push(commentText(comment.text))
    if (text !== '') lines.push(text + trailingComment(statement, context))
    lastLine = statement.endLine
  }
  return lines.join('\n')
}

/** Whether a text has a name: the one of a file that is read whole is gone. */
const mentions = (text: string, name: string) => new Set(text.match(/[\p{L}\p{N}_$]+/gu)).has(name)

const firstLine = (statement: Statement) =>
  'decorator_list' in statement && statement.decorator_list[0]
    ? statement.decorator_list[0].line
    : statement.line

function pushComments(
  comments: readonly Comment[],
  lines: string[],
  { context, lastLine }: { context: Context; lastLine: number },
): void {
  let last = lastLine
  for (const { line, text } of comments) {
    if (last > 0 && line > last + 1 && isBlank(context, last + 1)) lines.push('')
    lines.push(commentText(text))
    last = line
  }
}

const isBlank = (context: Context, line: number) => (context.source[line - 1] ?? '').trim() === ''

/** A block of statements in braces. */
export function block(body: readonly Statement[], context: Context): string {
  const text = writeBody(body, context)
  return text === '' ? '{}' : `{\n${indent(text)}\n}`
}

/** Notes what the names of a target hold. */
export function bind(target: Expression, type: Type, context: Context): void {
  for (const [name, each] of namesOf(target, type)) context.assign(name, each)
}

/** Names that statements assign, for loops. */
export function assignedIn(body: readonly Statement[]): string[] {
  const names = new Set<string>()
  const visit = (statements: readonly Statement[]) => {
    for (const each of statements) {
      if (each.type === 'Assign')
        for (const target of each.targets) for (const name of boundNames(target)) names.add(name)
      if ('target' in each) for (const name of boundNames(each.target)) names.add(name)
      for (const key of ['body', 'orelse', 'finalbody'] as const)
        if (
          key in each &&
          each.type !== 'FunctionDef' &&
          each.type !== 'AsyncFunctionDef' &&
          each.type !== 'ClassDef'
        )
          visit((each as unknown as Record<string, readonly Statement[]>)[key] ?? [])
      if (each.type === 'Try') for (const handler of each.handlers) visit(handler.body)
    }
  }
  visit(body)
  return [...names]
}
