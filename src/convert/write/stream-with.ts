/**
 * `with client.messages.stream(…) as stream`, `with httpx.Client() as client`: what is closed in Python is a value here, for
 * the loop over a stream ends it, and a request its connection.
 */
import type { With } from '../python/statements'
import { bind, writeBody } from './body'
import type { Context } from './context'
import { nameText } from './names'

const MADE_BY =
  /^(?:stream|create|Session|Client|AsyncClient|get|post|put|delete|patch|request|ThreadPoolExecutor)$/
const CLOSED = [
  'stream',
  'message-stream',
  'content',
  'session',
  'http-client',
  'response',
  'http-response',
  'pool',
]

/** Writes such a `with`; `undefined` for any other. */
export function streamWith(node: With, context: Context): string | undefined {
  const [item] = node.items
  const { context_expr: value, optional_vars: target } = item!
  if (node.items.length > 1 || value.type !== 'Call' || target?.type !== 'Name') return undefined
  const { func } = value
  const name = func.type === 'Attribute' ? func.attr : func.type === 'Name' ? func.id : ''
  if (!MADE_BY.test(name)) return undefined
  const code = context.write(value)
  if (code.type.kind !== 'sdk' || !CLOSED.includes(code.type.of)) return undefined
  bind(target, code.type, context)
  // It is nothing but the promises of its calls, which are waited for one by one.
  if (code.type.of === 'pool') return writeBody(node.body, context)
  // The scope has declared the name before this statement.
  return `${nameText(target.id)} = ${code.text}\n${writeBody(node.body, context)}`
}
