/** Calls of a client: keyword arguments become the body, what only Python's clients take becomes request options. */
import type { Attribute, Expression } from '../../python/ast'
import { SDK_VALUE, type Type } from '../../facts/types'
import { BINDS, list, operand, operation, type Code } from '../../write/code'
import { refuse } from '../../write/refusal'
import { Arguments, entries, objectOf, type CallParts } from '../arguments'
import { milliseconds } from './clients'
import { responseFormat } from './response-format'

/** Methods by their path behind the client: how they take their arguments. */
const METHODS: Readonly<Record<string, 'body' | 'id' | 'nothing'>> = {
  'chat.completions.create': 'body',
  'chat.complete': 'body',
  'chat.stream': 'body',
  'chat.completions.parse': 'body',
  'beta.chat.completions.parse': 'body',
  'completions.create': 'body',
  'responses.create': 'body',
  'embeddings.create': 'body',
  'images.generate': 'body',
  'moderations.create': 'body',
  'messages.create': 'body',
  'messages.count_tokens': 'body',
  'batches.create': 'body',
  'batches.retrieve': 'id',
  'batches.cancel': 'id',
  'responses.retrieve': 'id',
  'models.retrieve': 'id',
  'files.retrieve': 'id',
  'files.delete': 'id',
  'models.list': 'nothing',
  'batches.list': 'nothing',
  'files.list': 'nothing',
}

/** Where a method has another name here. */
const RENAMED: Readonly<Record<string, string>> = {
  'chat.complete': 'chat.completions.create',
  'chat.stream': 'chat.completions.create',
  'beta.chat.completions.parse': 'chat.completions.parse',
  'messages.count_tokens': 'messages.countTokens',
}

/** Writes `client.chat.completions.create(…)`. */
export function clientCall(target: Code, parts: CallParts): Code {
  const func = parts.node.func as Attribute
  const { context, node } = parts
  const [root, path] = split(target.text, func.attr)
  const kind = METHODS[path]
  if (kind === undefined)
    return refuse(
      `the method ${path} of a client`,
      node,
      'See whether the npm package has it, under which name.',
    )
  const args = new Arguments({ ...parts, name: path })
  const renamed = RENAMED[path] ?? path
  const texts: string[] = []
  if (kind === 'id') texts.push(args.need('id').text)
  const options = requestOptions(args)
  let type: Type = SDK_VALUE
  if (kind === 'body') {
    if (args.count > 0) refuse(`${path} with arguments by position`, node)
    const { text, isStream } = body(args, path)
    texts.push(text)
    if (isStream) type = { kind: 'sdk', of: 'stream' }
  }
  // Pages are fetched while a loop goes over them.
  if (kind === 'nothing') type = { kind: 'sdk', of: 'stream' }
  if (options.length > 0) texts.push(objectOf(options, { ...node, endLine: node.line }))
  args.end()
  const isTall = texts.length > 1 && node.endLine > node.line
  const call = `${root}.${renamed}${list(texts, { open: '(', close: ')', isTall })}`
  return operation(context.wait(call), type, BINDS.unary)
}

function split(text: string, last: string): [string, string] {
  const found =
    /^(.*?)\.((?:chat|completions|responses|embeddings|images|moderations|messages|batches|models|files|beta|audio)\b.*)$/.exec(
      text,
    )
  if (!found) return [text, last]
  return [found[1]!, `${found[2]!}.${last}`]
}

/** What the clients take beside the body. */
function requestOptions(args: Arguments): string[] {
  const { context } = args.parts
  const options: string[] = []
  const headers = args.named('extra_headers')
  if (headers) options.push(`headers: ${context.write(headers).text}`)
  const query = args.named('extra_query')
  if (query) options.push(`query: ${context.write(query).text}`)
  const timeout = args.named('timeout')
  if (timeout) options.push(`timeout: ${milliseconds(context.write(timeout), timeout)}`)
  return options
}

function body(args: Arguments, path: string): { text: string; isStream: boolean } {
  const { context, node } = args.parts
  const extra = args.named('extra_body')
  const parts = args.spreads.splice(0).map((each) => `...${operand(context.write(each), BINDS.arrow)}`)
  let isStream = path === 'chat.stream'
  const fields: [string, Expression][] = []
  for (const [name, value] of args.rest) {
    args.named(name)
    if (name === 'stream') isStream = isStream || isTrue(value)
    if (name === 'response_format' && value.type === 'Name' && context.typeOf(value.id)?.kind === 'class')
      parts.push(`response_format: ${responseFormat(value.id, context)}`)
    else fields.push([name, value])
    if (name === 'messages' && value.type === 'Name') context.note('')
  }
  // Mistral's client says so in each request.
  if (path === 'chat.complete') fields.push()
  parts.push(...entries(fields, args.parts))
  if (path === 'chat.stream') parts.push('stream: true')
  if (extra) parts.push(`...${operand(context.write(extra), BINDS.arrow)}`)
  const isUntyped = extra !== undefined || parts.some((part) => part.startsWith('...'))
  const text = objectOf(parts, node)
  // The types of the client do not know what a server takes besides.
  return { text: isUntyped ? `${text} as any` : text, isStream }
}

const isTrue = (node: Expression) => node.type === 'Constant' && node.value === true
