/** `with client.messages.stream(…) as stream`: here the stream is a value, which ends with the loop over it. */
import type { With } from '../python/statements'
import { bind, writeBody } from './body'
import type { Context } from './context'
import { nameText } from './names'

/** Writes such a `with`; `undefined` for any other. */
export function streamWith(node: With, context: Context): string | undefined {
  const [item] = node.items
  const { context_expr: value, optional_vars: target } = item!
  if (node.items.length > 1 || value.type !== 'Call' || value.func.type !== 'Attribute') return undefined
  if (value.func.attr !== 'stream' || target?.type !== 'Name') return undefined
  const code = context.write(value)
  if (code.type.kind !== 'sdk' || code.type.of !== 'message-stream') return undefined
  bind(target, code.type, context)
  // The scope has declared the name before this statement.
  return `${nameText(target.id)} = ${code.text}\n${writeBody(node.body, context)}`
}
