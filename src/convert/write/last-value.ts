/** The value of a cell's last line: a notebook of Python shows none where it is None, or where a semicolon ends the line. */
import type { Expression } from '../python/ast'
import { BINDS, operand, type Code } from './code'
import type { Context } from './context'

/** What gives nothing here either. */
const SILENT =
  /^(?:console\.log|show(?:\.\w+)?|clearOutput|await (?:loadEnv|askEnv|new Promise|npm|bash|curl|asyncio))\b/

/** Writes an expression that is a statement. */
export function statementText(code: Code, node: Expression, context: Context): string {
  if (node !== context.lastExpression || !context.scope.isCell || isMagic(node) || code.text === '')
    return code.text
  const line = context.source[node.endLine - 1] ?? ''
  const isSilenced = /^\s*;\s*(?:#.*)?$/.test(Buffer.from(line).subarray(node.endCol).toString())
  if (!isSilenced && code.type.kind === 'optional') return `${operand(code, BINDS.coalesce + 1)} ?? undefined`
  if (!isSilenced && code.type.kind !== 'none') return code.text
  return SILENT.test(code.text) ? code.text : `void ${operand(code, BINDS.unary)}`
}

const isMagic = (node: Expression) =>
  node.type === 'Call' && node.func.type === 'Name' && node.func.id === '__magic__'
