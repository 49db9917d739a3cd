/** `super()` in a class of the notebook. */
import { methodOf } from '../facts/classes'
import { NONE } from '../facts/types'
import type { Attribute, Expression } from '../python/ast'
import { type Code, primary } from '../write/code'
import { refuse } from '../write/refusal'
import { textOf } from '../write/text'
import type { CallParts } from './arguments'
import { classOf, methodName } from './classes'
import { ownCall } from './functions'

/** Whether an expression is `super()`. */
export const isSuper = (node: Expression): boolean =>
  node.type === 'Call' && node.func.type === 'Name' && node.func.id === 'super'

/** `super().name(…)` */
export function superCall(parts: CallParts): Code {
  const { node, context } = parts
  const name = (node.func as Attribute).attr
  const { self } = context.scope
  const type = self === undefined ? undefined : context.scope.types.get(self)
  if (type?.kind !== 'instance') return refuse('super() outside of a method', node)
  const facts = classOf(type.name, parts)
  const above = facts.base && methodOf(facts.base, name)
  if (above) return ownCall(above, parts, name === '__init__' ? 'super' : `super.${methodName(name)}`)
  if (name !== '__init__') return refuse(`super().${name}()`, node)
  if (facts.kind === 'error') {
    const [message, ...more] = node.args
    if (more.length > 0 || node.keywords.length > 0) refuse('an error with several arguments', node)
    if (message && context.facts.asksArguments && context.write(message).type.kind !== 'str')
      refuse(`the arguments of a ${type.name}, which may be no text`, node)
    return primary(`super(${message ? textOf(context.write(message), context, message) : ''})`, NONE)
  }
  if (node.args.length + node.keywords.length > 0) refuse('super().__init__() with arguments', node)
  return primary(facts.base ? 'super()' : '', NONE)
}
