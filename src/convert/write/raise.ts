/** `raise`. */
import type { Raise } from '../python/statements'
import { BINDS, operand } from './code'
import type { Context } from './context'
import { nameText } from './names'
import { refuse } from './refusal'

/** Writes a `raise`. */
export function raise({ exc: node, ...place }: Raise, context: Context): string {
  if (!node) return 'throw error'
  if (node.type === 'Call' && node.func.type === 'Name' && /(?:Error|Exception)$/.test(node.func.id)) {
    const message = node.args[0] ? context.write(node.args[0]) : undefined
    const text = message ? operand(message, BINDS.arrow) : '""'
    const kind = node.func.id
    if (kind === 'Exception') return `throw new Error(${text})`
    if (kind === 'TypeError') return `throw new TypeError(${text})`
    if (context.facts.classes.get(kind)?.kind === 'error') return `throw ${context.write(node).text}`
    return `throw Object.assign(new Error(${text}), { name: "${kind}" })`
  }
  if (node.type === 'Name')
    return context.typeOf(node.id)?.kind === 'exception'
      ? `throw ${nameText(node.id)}`
      : refuse(`raise ${node.id}`, place)
  return refuse('raise of what is no exception', place, 'Throw an Error.')
}
