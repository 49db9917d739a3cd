/** The value of a cell's last line: a notebook of Python shows none where it is None, or where a semicolon ends the line. */
import type { Expression } from '../python/ast'
import type { Statement } from '../python/statements'
import { BINDS, operand, type Code } from './code'
import type { Context } from './context'

/** What gives nothing here either. */
const SILENT =
  /^(?:console\.log|(?:write|append)FileSync|show(?:\.\w+)?|clearOutput|await (?:loadEnv|askEnv|new Promise|npm|bash|curl|asyncio))\b/

/** What is no expression, or gives nothing. */
const NO_VALUE = /^(?:(?:const|let|type|function|async function)\b|setItem\(|await [^\n]*$|$)/

/** A call that changes a value, and nothing that is assigned. */
const CALL = /^[\w$.]+\((?![^]* [-+*/]?= )/

/** What stands elsewhere, or nowhere. */
const WITHOUT_TEXT = new Set(['Import', 'ImportFrom', 'Pass', 'Global', 'Nonlocal'])

/** The statement whose text is the last one. */
export function lastInside(body: readonly Statement[]): Statement | undefined {
  const last = body.findLast(({ type }) => !WITHOUT_TEXT.has(type))
  return last?.type === 'With' || last?.type === 'AsyncWith' ? lastInside(last.body) : last
}

/** Writes an assignment or a `del`, which gives no value in Python. */
export function withoutValue(text: string, node: Statement, context: Context): string {
  if (node !== context.lastStatement || !context.scope.isCell) return text
  // The question for a secret stands before the name that gets it.
  const [, question, rest] = /^(await askEnv\(.*\n)?([^]*)$/.exec(text)!
  if (NO_VALUE.test(rest!)) return text
  const silent = CALL.test(rest!) ? `void ${rest}` : `void (${rest!.replace(/^;/, '')})`
  return `${question ?? ''}${silent}`
}

/** Writes a definition, whose last line may tell more of the function: its parameters, who lists it. */
export function definitionText(text: string, node: Statement, context: Context): string {
  const end = text.lastIndexOf('\n}\n') + '\n}\n'.length
  const last = text.slice(text.lastIndexOf('\n') + 1)
  if (end < '\n}\n'.length || !/^[\w$.]+(?:\(| = )/.test(last)) return text
  return text.slice(0, -last.length) + withoutValue(last, node, context)
}

/** Writes an expression that is a statement. */
export function statementText(code: Code, node: Expression, context: Context): string {
  if (!context.scope.isCell || isMagic(node) || code.text === '') return code.text
  if (node !== context.lastExpression)
    return isLastInWith(node, context) && !SILENT.test(code.text)
      ? `void ${operand(code, BINDS.unary)}`
      : code.text
  const line = context.source[node.endLine - 1] ?? ''
  const isSilenced = /^\s*;\s*(?:#.*)?$/.test(Buffer.from(line).subarray(node.endCol).toString())
  // What is in a list of a server; its page holds the whole response.
  if (!isSilenced && code.type.kind === 'sdk' && code.type.of === 'page-stream')
    return `${operand(code, BINDS.call)}.data`
  if (!isSilenced && code.type.kind === 'optional') return `${operand(code, BINDS.equal)} ?? undefined`
  if (!isSilenced && code.type.kind !== 'none') return code.text
  return SILENT.test(code.text) ? code.text : `void ${operand(code, BINDS.unary)}`
}

const isLastInWith = (node: Expression, { lastStatement }: Context) =>
  lastStatement?.type === 'Expr' && lastStatement.value === node

const isMagic = (node: Expression) =>
  node.type === 'Call' && node.func.type === 'Name' && node.func.id === '__magic__'
