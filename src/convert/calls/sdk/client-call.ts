/** Calls of a client: keyword arguments become the body, what only Python's clients take becomes request options. */
import type { Attribute, Expression } from '../../python/ast'
import { SDK_VALUE, type Type } from '../../facts/types'
import { BINDS, list, operand, operation, primary, type Code } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import { Arguments, entries, isTrue, objectOf, type CallParts } from '../arguments'
import { openedFile } from '../library/open'
import { clientOption, milliseconds } from './clients'
import { responseFormat } from './response-format'

/** Methods by their path behind the client: how they take their arguments. */
const METHODS: Readonly<Record<string, 'body' | 'id' | 'lines' | 'nothing'>> = {
  'chat.completions.create': 'body',
  'chat.complete': 'body',
  'chat.complete_async': 'body',
  'chat.stream': 'body',
  'chat.stream_async': 'body',
  'chat.completions.parse': 'body',
  'beta.chat.completions.parse': 'body',
  'completions.create': 'body',
  'responses.create': 'body',
  'embeddings.create': 'body',
  'embeddings.create_async': 'body',
  'images.generate': 'body',
  'moderations.create': 'body',
  'messages.create': 'body',
  'messages.stream': 'body',
  'messages.count_tokens': 'body',
  'batches.create': 'body',
  'rerank.create': 'body',
  'conversations.create': 'body',
  'files.create': 'body',
  'audio.transcriptions.create': 'body',
  'audio.translations.create': 'body',
  'messages.batches.create': 'body',
  'messages.batches.retrieve': 'id',
  'messages.batches.cancel': 'id',
  'messages.batches.results': 'lines',
  'messages.batches.list': 'nothing',
  'fim.complete': 'body',
  'agents.complete': 'body',
  'ocr.process': 'body',
  'classifiers.moderate': 'body',
  'classifiers.moderate_chat': 'body',
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
  'chat.complete_async': 'chat.completions.create',
  'chat.stream': 'chat.completions.create',
  'chat.stream_async': 'chat.completions.create',
  'embeddings.create_async': 'embeddings.create',
  'beta.chat.completions.parse': 'chat.completions.parse',
  'messages.count_tokens': 'messages.countTokens',
}

/** Of Mistral alone: the client of OpenAI sends them to their paths. */
const PATHS: Readonly<Record<string, string>> = {
  'fim.complete': '/fim/completions',
  'agents.complete': '/agents/completions',
  'ocr.process': '/ocr',
  'classifiers.moderate': '/moderations',
  'classifiers.moderate_chat': '/chat/moderations',
}

/** Methods of `beta` that are the same beside it. */
const BETA = /^beta\.(?=messages\.)/

/** Writes `client.chat.completions.create(…)`. */
export function clientCall(target: Code, parts: CallParts): Code {
  const func = parts.node.func as Attribute
  const { context, node } = parts
  const [root, path] = split(target.text, func.attr)
  if (func.attr === 'with_options') return withOptions(target, parts)
  const kind = METHODS[path.replace(BETA, '')]
  if (kind === undefined)
    return refuse(
      `the method ${path} of a client`,
      node,
      'See whether the npm package has it, under which name.',
    )
  const args = new Arguments({ ...parts, name: path })
  const renamed = RENAMED[path] ?? path
  const texts: string[] = []
  if (kind === 'id' || kind === 'lines') texts.push(idOf(args))
  const options = requestOptions(args)
  let type: Type = SDK_VALUE
  if (kind === 'body') {
    if (args.count > 0) refuse(`${path} with arguments by position`, node)
    const { text, isStream } = body(args, path.replace(BETA, ''))
    texts.push(text)
    if (isStream) type = { kind: 'sdk', of: /^chat\.stream/.test(path) ? 'event-stream' : 'stream' }
    if (path === 'messages.stream') type = { kind: 'sdk', of: 'message-stream' }
  }
  // Pages are fetched while a loop goes over them.
  if (kind === 'nothing' || kind === 'lines') type = { kind: 'sdk', of: 'stream' }
  if (options.length > 0) texts.push(objectOf(options, { ...node, endLine: node.line }))
  args.end()
  const isTall = texts.length > 1 && node.endLine > node.line
  // The client of OpenAI would ask for base64, which Mistral's does not.
  const isMistral = path.startsWith('embeddings.') && node.keywords.some(({ arg }) => arg === 'inputs')
  if (isMistral)
    return operation(context.wait(`${root}.post("/embeddings", { body: ${texts[0]} })`), type, BINDS.unary)
  if (Object.hasOwn(PATHS, path))
    return operation(
      context.wait(`${root}.post("${PATHS[path]!}", { body: ${texts[0]} })`),
      type,
      BINDS.unary,
    )
  const client = root.startsWith('new ') ? `(${root} as any)` : root
  const call = `${client}.${renamed}${list(texts, { open: '(', close: ')', isTall })}`
  // This one gives the stream at once.
  if (path === 'messages.stream') return primary(call, type)
  return operation(context.wait(call), type, BINDS.unary)
}

/** `client.with_options(timeout=5)` */
function withOptions(target: Code, parts: CallParts): Code {
  const args = new Arguments(parts)
  const options = args.rest.map(([option, value]) => {
    args.named(option)
    return clientOption(option, value, { args })
  })
  args.end()
  return primary(`${operand(target, BINDS.call)}.withOptions(${objectOf(options, parts.node)})`, target.type)
}

/** An identifier by position, or by a name such as `message_batch_id`. */
function idOf(args: Arguments): string {
  const [name] = args.rest.find(([each]) => each.endsWith('id')) ?? ['id']
  return args.need(name).text
}

function split(text: string, last: string): [string, string] {
  const found =
    /^(.*?)\.((?:chat|completions|responses|embeddings|images|moderations|rerank|messages|batches|models|files|beta|audio|conversations|fim|agents|ocr|classifiers)\b.*)$/.exec(
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
  const isMistral = /^chat\.(?:complete|stream)/.test(path)
  let isStream = path.startsWith('chat.stream')
  const fields: [string, Expression][] = []
  for (const [name, value] of args.rest) {
    args.named(name)
    if (name === 'stream') isStream = isStream || isTrue(value)
    if (name === 'response_format' && value.type === 'Name' && context.typeOf(value.id)?.kind === 'class')
      parts.push(`response_format: ${responseFormat(value.id, context)}`)
    // Mistral's client names it so.
    else if (name === 'inputs' && /^(?:embeddings|classifiers)\./.test(path)) fields.push(['input', value])
    else if (openedFile(value, context)) parts.push(`${name}: ${fileStream(value, context)}`)
    else fields.push([name, value])
    if (isMistral && name === 'messages' && mayHoldAnswers(value, args))
      context.note(
        'Python\'s client of Mistral fills in "prefix": false and the like where it sends an answer back',
      )
  }
  parts.push(...entries(fields, args.parts))
  // Mistral's client says so in each request, that of OpenAI where it parses.
  if (
    /^(?:chat|fim|agents)\.complete(?:_async)?$|completions\.parse$/.test(path) &&
    !fields.some(([name]) => name === 'stream')
  )
    parts.push('stream: false')
  if (path.startsWith('chat.stream')) parts.push('stream: true')
  if (extra) parts.push(`...${operand(context.write(extra), BINDS.arrow)}`)
  const isUntyped = extra !== undefined || parts.some((part) => part.startsWith('...'))
  const text = objectOf(parts, node)
  // The types of the client do not know what a server takes besides.
  return { text: isUntyped ? `${text} as any` : text, isStream }
}

/** Whether messages may be more than what the notebook has written itself. */
function mayHoldAnswers(value: Expression, { parts: { context } }: Arguments): boolean {
  const type = value.type === 'Name' ? context.typeOf(value.id) : undefined
  return type !== undefined && (type.kind !== 'list' || !['record', 'dict', 'never'].includes(type.item.kind))
}

/** `open(path, "rb")`, which is sent. */
function fileStream(node: Expression, context: Context): string {
  const file = openedFile(node, context)!
  if (!file.isBytes) refuse('a file that is sent as a text', node, 'Open it with "rb".')
  return `${context.import('createReadStream', 'node:fs')}(${file.path.text})`
}
