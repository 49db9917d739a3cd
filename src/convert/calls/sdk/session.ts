/** `requests.Session()`, `httpx.Client()`: an object that holds what all its requests have in common. */
import type { Attribute } from '../../python/ast'
import { ANY, NONE, type Type } from '../../facts/types'
import { BINDS, operand, operation, primary, type Code } from '../../write/code'
import { refuse } from '../../write/refusal'
import { isTrue, objectOf, type Arguments, type ModuleCall } from '../arguments'
import { isNone, send, sendBy, timeoutText, VERBS } from './requests'

const SESSION: Type = { kind: 'sdk', of: 'session' }
const HTTP_CLIENT: Type = { kind: 'sdk', of: 'http-client' }

/** `httpx.Client(headers=…, timeout=…, base_url=…)` */
const httpClient: ModuleCall = (args, { context, node }) => {
  const headers = args.named('headers')
  const timeout = args.named('timeout')
  const base = args.named('base_url')
  const redirects = args.named('follow_redirects')
  args.end()
  context.note('a client of httpx keeps the headers, not the cookies')
  const options = [
    `headers: ${headers ? context.write(headers).text : '{}'}`,
    ...(timeout && !isNone(timeout) ? [`timeoutMs: ${timeoutText(timeout, context)}`] : []),
    ...(redirects && isTrue(redirects) ? [] : ['redirect: "manual"']),
    ...(base ? [`baseURL: ${context.write(base).text}`] : []),
  ]
  return operation(`${objectOf(options, node)} as any`, HTTP_CLIENT, BINDS.arrow)
}

export const SESSION_CALLS: Readonly<Record<string, ModuleCall>> = {
  'requests.Session': (_args, { context }) => {
    context.note('a session keeps the headers, not the cookies')
    return primary('{ headers: {} as any }', SESSION)
  },
  'httpx.Client': httpClient,
  'httpx.AsyncClient': httpClient,
}

/** `session.get(…)` and the like. */
export function sessionMethod(target: Code, args: Arguments): Code {
  const { parts } = args
  const name = parts.name.slice(1)
  if (name === 'close' || name === 'aclose') return primary('', NONE)
  const isHttpx = target.type.kind === 'sdk' && target.type.of === 'http-client'
  const by = { isHttpx, of: operand(target, BINDS.call) }
  if (name === 'request' || (isHttpx && name === 'stream')) return sendBy(by)(args, parts)
  if (!Object.hasOwn(VERBS, name)) refuse(`.${name}() of a session`, parts.node, 'Use fetch.')
  return send(VERBS[name as keyof typeof VERBS], by)(args, parts)
}

/** `session.headers` */
export function sessionField(target: Code, node: Attribute): Code {
  if (node.attr !== 'headers') refuse(`.${node.attr} of a session`, node, 'Use fetch.')
  return primary(`${operand(target, BINDS.call)}.headers`, ANY)
}
