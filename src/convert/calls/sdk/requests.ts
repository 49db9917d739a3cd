/** `requests` and `httpx` as `fetch`. */
import type { Expression } from '../../python/ast'
import { ANY, listOf, NONE, optional, STR, type Type } from '../../facts/types'
import { BINDS, operand, operation, primary, quoted, type Code } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import { isTrue, objectOf, type Arguments, type ModuleCall } from '../arguments'
import { milliseconds } from './clients'
import { formFiles } from './uploads'

const RESPONSE: Type = { kind: 'sdk', of: 'response' }
const HTTP_RESPONSE: Type = { kind: 'sdk', of: 'http-response' }

/** What a request is made by: a session of requests, which has headers, or a client of httpx, which has options. */
export interface Sender {
  readonly isHttpx: boolean
  /** The session or the client; the module itself when there is none. */
  readonly of?: string
}

/** A request by a method, with what a session has. */
export const send =
  (verb: string | Code, by: Sender): ModuleCall =>
  (args, { context, node }) => {
    const url = args.need('url')
    const options: string[] = verb === 'GET' ? [] : [`method: ${methodText(verb)}`]
    const params = args.named('params')
    if (params) options.push(`params: ${valuesText(context.write(params), by, context)}`)
    const headers = args.named('headers')
    const own = headers && context.write(headers)
    if (by.of && by.isHttpx) options.unshift(`...${by.of}`)
    if (own && by.of) options.push(`headers: { ...${by.of}.headers, ...${operand(own, BINDS.arrow)} }`)
    else if (own) options.push(`headers: ${own.text}`)
    else if (by.of && !by.isHttpx) options.push(`headers: ${by.of}.headers`)
    const auth = args.named('auth')
    if (auth) options.push(`auth: ${userText(auth, by, context)}`)
    const json = args.named('json')
    if (json) options.push(`json: ${context.write(json).text}`)
    const data = args.named('data')
    if (data) {
      const code = context.write(data)
      const { kind } = code.type
      if (kind === 'dict' || kind === 'record') options.push(`form: ${valuesText(code, by, context)}`)
      else if (kind === 'str') options.push(`body: ${code.text}`)
      else refuse('data that is no text or dict', data, 'Use URLSearchParams or FormData.')
    }
    const files = args.named('files')
    if (files && json) refuse('json beside files', node, 'Python sends one of them.')
    if (files) options.push(`files: ${formFiles(files, context)}`)
    const timeout = args.named('timeout')
    if (timeout && !isNone(timeout)) options.push(`timeoutMs: ${timeoutText(timeout, context)}`)
    const redirects = args.named('allow_redirects') ?? args.named('follow_redirects')
    // httpx goes after none by itself, unless its client does.
    const follows = redirects ? isTrue(redirects) : !by.isHttpx || by.of !== undefined
    if (!follows || (redirects && by.of)) options.push(`redirect: ${follows ? '"follow"' : '"manual"'}`)
    const stream = args.named('stream')
    if (stream && verb !== 'GET') context.note('the answer of the request is read whole, then line by line')
    const more = options.length > 0 ? `, ${objectOf(options, node)}` : ''
    return operation(
      context.wait(`${context.helper('request')}(${url.text}${more})`),
      by.isHttpx ? HTTP_RESPONSE : RESPONSE,
      BINDS.unary,
    )
  }

/** What httpx makes of what is no text, which `requests` writes as Python does, is said where there may be such. */
function valuesText(values: Code, by: Sender, context: Context): string {
  const { type } = values
  const kinds =
    type.kind === 'record' ? Object.values(type.fields) : type.kind === 'dict' ? [type.value] : [ANY]
  const isPlain = kinds.every(({ kind }) => kind === 'str' || kind === 'int' || kind === 'float')
  return by.isHttpx && !isPlain ? `${context.helper('webValues')}(${values.text})` : values.text
}

/** The method as `requests` sends it. */
const methodText = (verb: string | Code): string =>
  typeof verb === 'string' ? quoted(verb) : `${operand(verb, BINDS.call)}.toUpperCase()`

/** `auth=(user, password)` */
function userText(node: Expression, by: Sender, context: Context): string {
  const code = context.write(node)
  const isPair = code.type.kind === 'tuple' && code.type.items.length === 2
  if (!isPair || by.isHttpx || code.type.items.some(({ kind }) => kind !== 'str'))
    refuse('auth that is no name and password', node, 'Send the header Authorization.')
  return code.text
}

export const VERBS = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE', patch: 'PATCH' }

/** A request whose method is its first argument: `requests.request("GET", url)`, `httpx.stream("GET", url)` */
export const sendBy =
  (by: Sender): ModuleCall =>
  (args, parts) => {
    const method = args.take('method')
    const isGiven = method?.type === 'Constant'
    const code = isGiven || !method ? undefined : parts.context.write(method)
    const verb = code?.type.kind === 'str' ? code : isGiven ? String(method.value).toUpperCase() : ''
    if (typeof verb === 'string' && !Object.values(VERBS).includes(verb))
      refuse('a request whose method is worked out', parts.node)
    if (/(?:^|\.)stream$/.test(parts.name))
      parts.context.note('the answer of the request is read whole, then line by line')
    return send(verb, by)(args, parts)
  }

export const REQUEST_CALLS: Readonly<Record<string, ModuleCall>> = {
  ...Object.fromEntries(
    Object.entries(VERBS).flatMap(([name, verb]) => [
      [`requests.${name}`, send(verb, { isHttpx: false })],
      [`httpx.${name}`, send(verb, { isHttpx: true })],
    ]),
  ),
  'requests.request': sendBy({ isHttpx: false }),
  'httpx.request': sendBy({ isHttpx: true }),
  'httpx.stream': sendBy({ isHttpx: true }),
}

/** `urllib.request.urlretrieve(url, path)` */
export const retrieve: ModuleCall = (args, { context, node }) => {
  const url = args.need('url')
  const path = args.code('filename') ?? refuse('urlretrieve into a file of its own choice', node)
  return operation(
    context.wait(`${context.helper('fetchFile')}(${url.text}, ${path.text})`),
    NONE,
    BINDS.unary,
  )
}

export const isNone = (node: Expression) => node.type === 'Constant' && node.kind === 'none'

/** One number, or one for the connection and one for the answer. */
export function timeoutText(node: Expression, context: Context): string {
  if (node.type !== 'Tuple') return milliseconds(context.write(node), node)
  context.note('the two timeouts of a request are one')
  return String(
    node.elts
      .map((each) => Number(milliseconds(context.write(each), each)))
      .reduce(
        (sum, each) => (Number.isNaN(each) ? refuse('a timeout that is worked out', node) : sum + each),
        0,
      ),
  )
}

/** Methods of a response. */
export function responseMethod(target: Code, args: Arguments): Code {
  const { node, name: called } = args.parts
  const text = operand(target, BINDS.call)
  const name = called.slice(1)
  if (name === 'json' || name === 'raise_for_status') {
    args.end()
    return primary(`${text}.${name === 'json' ? 'json' : 'raiseForStatus'}()`, name === 'json' ? ANY : NONE)
  }
  if (name === 'iter_lines' || name === 'aiter_lines') {
    const decoded = args.named('decode_unicode')
    args.end()
    const isHttpx = target.type.kind === 'sdk' && target.type.of === 'http-response'
    const isText = isHttpx || (decoded !== undefined && isTrue(decoded))
    // What is a text already is decoded by nothing.
    return primary(`${text}.lines()`, listOf(isText ? STR : { kind: 'sdk', of: 'ascii' }))
  }
  if (name === 'iter_content' && target.type.kind === 'sdk' && target.type.of === 'response') {
    const size = args.code('chunk_size')
    args.end()
    if (size?.type.kind !== 'int') refuse('iter_content without a size', node, 'Use content.')
    return primary(`${text}.chunks(${size.text})`, listOf({ kind: 'bytes' }))
  }
  return refuse(`.${name}() of a response`, node)
}

/** `response.headers.get(name)` */
export function headersMethod(target: Code, args: Arguments): Code {
  if (args.parts.name !== '.get')
    refuse(`${args.parts.name}() of the headers of a response`, args.parts.node, 'Use headers.get(name).')
  const name = args.need('key')
  const otherwise = args.code('default')
  args.end()
  const call = primary(`${operand(target, BINDS.call)}.get(${name.text})`, optional(STR))
  if (!otherwise || otherwise.type.kind === 'none') return call
  return operation(
    `${call.text} ?? ${operand(otherwise, BINDS.equal)}`,
    otherwise.type.kind === 'str' ? STR : ANY,
    BINDS.coalesce,
  )
}
