/** `requests.Session()`: an object that holds the headers of all its requests. */
import type { Attribute } from '../../python/ast'
import { ANY, NONE, type Type } from '../../facts/types'
import { BINDS, operand, primary, type Code } from '../../write/code'
import { refuse } from '../../write/refusal'
import type { Arguments, ModuleCall } from '../arguments'
import { send, VERBS } from './requests'

const SESSION: Type = { kind: 'sdk', of: 'session' }

export const SESSION_CALLS: Readonly<Record<string, ModuleCall>> = {
  'requests.Session': (_args, { context }) => {
    context.note('a session keeps the headers, not the cookies')
    return primary('{ headers: {} as any }', SESSION)
  },
}

/** `session.get(…)` and the like. */
export function sessionMethod(target: Code, args: Arguments): Code {
  const { parts } = args
  const name = parts.name.slice(1)
  if (name === 'close') return primary('', NONE)
  if (!Object.hasOwn(VERBS, name)) refuse(`.${name}() of a session`, parts.node, 'Use fetch.')
  return send(VERBS[name as keyof typeof VERBS], `${operand(target, BINDS.call)}.headers`)(args, parts)
}

/** `session.headers` */
export function sessionField(target: Code, node: Attribute): Code {
  if (node.attr !== 'headers') refuse(`.${node.attr} of a session`, node, 'Use fetch.')
  return primary(`${operand(target, BINDS.call)}.headers`, ANY)
}
