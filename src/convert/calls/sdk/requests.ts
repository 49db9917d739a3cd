/** `requests` and `httpx` as `fetch`. */
import { ANY, NONE, type Type } from '../../facts/types'
import { BINDS, operand, operation, primary, quoted, type Code } from '../../write/code'
import { refuse } from '../../write/refusal'
import { objectOf, type Arguments, type ModuleCall } from '../arguments'
import { milliseconds } from './clients'

const RESPONSE: Type = { kind: 'sdk', of: 'response' }

const send =
  (verb: string): ModuleCall =>
  (args, { context, node }) => {
    const url = args.need('url')
    const options: string[] = verb === 'GET' ? [] : [`method: ${quoted(verb)}`]
    const params = args.named('params')
    if (params) options.push(`params: ${context.write(params).text}`)
    const headers = args.named('headers')
    if (headers) options.push(`headers: ${context.write(headers).text}`)
    const json = args.named('json')
    if (json) options.push(`json: ${context.write(json).text}`)
    const data = args.named('data')
    if (data) {
      const code = context.write(data)
      if (code.type.kind !== 'str') refuse('data that is no text', data, 'Use URLSearchParams or FormData.')
      options.push(`body: ${code.text}`)
    }
    const timeout = args.named('timeout')
    if (timeout) options.push(`timeoutMs: ${milliseconds(context.write(timeout), timeout)}`)
    const more = options.length > 0 ? `, ${objectOf(options, node)}` : ''
    return operation(context.wait(`${context.helper('request')}(${url.text}${more})`), RESPONSE, BINDS.unary)
  }

const VERBS = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE', patch: 'PATCH' }

export const REQUEST_CALLS: Readonly<Record<string, ModuleCall>> = Object.fromEntries(
  Object.entries(VERBS).flatMap(([name, verb]) => [
    [`requests.${name}`, send(verb)],
    [`httpx.${name}`, send(verb)],
  ]),
)

/** Methods of a response. */
export function responseMethod(target: Code, args: Arguments): Code {
  const { node, name: called } = args.parts
  const text = operand(target, BINDS.call)
  const name = called.slice(1)
  if (name === 'json' || name === 'raise_for_status') {
    args.end()
    return primary(`${text}.${name === 'json' ? 'json' : 'raiseForStatus'}()`, name === 'json' ? ANY : NONE)
  }
  return refuse(`.${name}() of a response`, node)
}
