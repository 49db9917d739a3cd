/**
 * `with client.messages.stream(…) as stream`, `with httpx.Client() as client`: what is closed in Python is a value here, for
 * the loop over a stream ends it, and a request its connection.
 */
import { isClient } from '../calls/sdk/clients'
import type { With } from '../python/statements'
import { bind, writeBody } from './body'
import type { Context } from './context'
import { moduleOf, nameText } from './names'

const MADE_BY =
  /^(?:stream|create|Session|Client|AsyncClient|get|post|put|delete|patch|request|ThreadPoolExecutor)$/
const CLOSED = [
  'client',
  'stream',
  'page-stream',
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
  if (!MADE_BY.test(name) && !isClient(moduleOf(func, context) ?? '')) return undefined
  const code = context.write(value)
  if (code.type.kind !== 'sdk' || !CLOSED.includes(code.type.of)) return undefined
  bind(target, code.type, context)
  // It is nothing but the promises of its calls, which are waited for one by one.
  if (code.type.of === 'pool') return writeBody(node.body, context)
  const { declaredBy, changing } = context.scope.plan
  const isDeclared = declaredBy.get(node)?.has(target.id) === true
  const [word, type] = !isDeclared ? ['', ''] : changing.has(target.id) ? ['let ', ': any'] : ['const ', '']
  return `${word}${nameText(target.id)}${type} = ${code.text}\n${writeBody(node.body, context)}`
}
