/** Calls of a client: keyword arguments become the body, what only Python's clients take becomes request options. */
import type { Attribute, Expression } from '../../python/ast'
import { present, SDK_VALUE, type Type } from '../../facts/types'
import { BINDS, list, operand, operation, primary, type Code } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import { isModelValue, modelValueFormat } from '../model-values'
import { Arguments, entries, isTrue, objectOf, type CallParts } from '../arguments'
import { DEFAULTS, METHODS, nameHere, OF, OF_BYTES, withoutBeta } from './client-methods'
import { clientOption, milliseconds, secondsOf } from './clients'
import { conversationInputs, isOfMistral, ofMistral } from './mistral'
import { mistralFormat, responseFormat, textFormat } from './response-format'
import { mistralFile, sentFile } from './uploads'

/** Settings of older models, which the newest client of Anthropic has no types for. */
const UNTYPED = new Set(['temperature', 'top_k', 'top_p'])

const RAW = /\.with_(raw|streaming)_response(?=\.\w+$)/

/** Writes `client.chat.completions.create(…)`. */
export function clientCall(target: Code, parts: CallParts): Code {
  const func = parts.node.func as Attribute
  const { context, node } = parts
  const [root, full] = split(target.text, func.attr)
  if (func.attr === 'with_options') return withOptions(target, parts)
  // What waits in Mistral's client of Python has a name of its own.
  const path = full.replace(RAW, '').replace(/_async$/, '')
  const raw = RAW.exec(full)?.[1]
  const kind = Object.hasOwn(METHODS, withoutBeta(path)) ? METHODS[withoutBeta(path)]! : undefined
  const isOther = raw === 'streaming' ? !OF_BYTES.has(path) : raw !== undefined && kind !== 'body'
  if (kind === undefined || isOther)
    return refuse(
      `the method ${full} of a client`,
      node,
      path === 'chat.completions.stream'
        ? 'Loop over the chunks of create with stream: true.'
        : 'See whether the npm package has it, under which name.',
    )
  const isAsync = full.endsWith('_async') || (target.type.kind === 'sdk' && target.type.isAsync === true)
  // Nobody waits for it yet.
  const isPaged = kind === 'query' || kind === 'list of'
  if (isAsync && !isPaged && kind !== 'lines' && !context.isAwaited.has(node)) context.isBegun.add(node)
  const args = new Arguments({ ...parts, name: path })
  const texts: string[] = []
  if (kind === 'id' || kind === 'lines') texts.push(idOf(args))
  if (kind === 'of' || kind === 'list of') texts.push(args.need(OF[path]!).text)
  const options = requestOptions(args)
  let type: Type = SDK_VALUE
  let isLoose = false
  if (kind === 'body' || kind === 'of') {
    if (args.count > 0) refuse(`${path} with arguments by position`, node)
    const written = body(args, withoutBeta(path))
    if (written.isStream) type = { kind: 'sdk', of: /^chat\.stream/.test(path) ? 'event-stream' : 'stream' }
    const isOverloaded = /^(?:chat\.completions|responses|messages)\.create$/.test(nameHere(path))
    // Of two forms of a method, a body without a type would choose that of whole answers.
    isLoose = written.isUntyped && isOverloaded && written.isStream && /^\w+(?:\(\))?$/.test(root)
    texts.push(written.isUntyped && !isLoose ? `${written.text} as any` : written.text)
  }
  if (isPaged) texts.push(...filters(args, path, options.length > 0))
  // Pages are fetched while a loop goes over them.
  if (kind === 'lines') type = { kind: 'sdk', of: 'stream' }
  if (isPaged) type = { kind: 'sdk', of: 'page-stream' }
  const isRunner = path.endsWith('messages.stream') || path === 'responses.stream'
  if (isRunner) type = { kind: 'sdk', of: path === 'responses.stream' ? 'stream' : 'message-stream' }
  if (options.length > 0) texts.push(objectOf(options, { ...node, endLine: node.line }))
  args.end()
  const isTall = texts.length > 1 && node.endLine > node.line
  if (isOfMistral(path, node)) return ofMistral({ root, path, texts, type, context })
  const client = root.startsWith('new ') || isLoose ? `(${root} as any)` : root
  const call = `${client}.${nameHere(path)}${list(texts, { open: '(', close: ')', isTall })}`
  // This one gives the stream at once.
  if (isRunner) return primary(call, type)
  if (OF_BYTES.has(path))
    return operation(
      context.wait(`${context.helper('contentOf')}(${call})`),
      { kind: 'sdk', of: 'content' },
      BINDS.unary,
    )
  if (raw === 'raw')
    return operation(context.wait(`${call}.withResponse()`), { kind: 'sdk', of: 'raw-response' }, BINDS.unary)
  return operation(context.wait(call), type, BINDS.unary)
}

/** `limit=10` of a list. Those of models have no filters, and take the options of the request in their place. */
function filters(args: Arguments, path: string, hasOptions: boolean): string[] {
  if (path === 'models.list') return []
  if (args.count > 0) refuse(`${path} with arguments by position`, args.parts.node)
  const fields = args.rest
  for (const [name] of fields) args.named(name)
  if (fields.length === 0) return hasOptions ? ['{}'] : []
  return [objectOf(entries(fields, args.parts), args.parts.node)]
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
  return args.need(args.rest.some(([each]) => each === 'model') ? 'model' : name).text
}

function split(text: string, last: string): [string, string] {
  const found =
    /^(.*?)\.((?:chat|completions|responses|embeddings|images|moderations|rerank|messages|batches|models|files|beta|audio|conversations|fim|agents|ocr|classifiers|vector_stores|fine_tuning|batch)\b.*)$/.exec(
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
  if (timeout) {
    const seconds = secondsOf(timeout, context)
    options.push(`timeout: ${milliseconds(context.write(seconds), seconds)}`)
  }
  return options
}

function body(args: Arguments, path: string): { text: string; isStream: boolean; isUntyped: boolean } {
  const { context, node } = args.parts
  const extra = args.named('extra_body')
  const parts = args.spreads.splice(0).map((each) => `...${operand(context.write(each), BINDS.arrow)}`)
  let isStream = path.startsWith('chat.stream')
  const fields: [string, Expression][] = []
  for (const [name, value] of args.rest) {
    args.named(name)
    if (name === 'stream') isStream = isStream || isTrue(value)
    const format = formatText(name, { value, path, context })
    const file = format === undefined ? fileText(name, { value, path, context }) : undefined
    if (format !== undefined) parts.push(format)
    else if (file !== undefined) parts.push(`${name}: ${file}`)
    // Mistral's client names it so.
    else if (name === 'inputs' && /^(?:embeddings|classifiers)\./.test(path)) fields.push(['input', value])
    else if (name === 'inputs' && /^beta\.conversations\./.test(path))
      fields.push([name, conversationInputs(value, context)])
    else fields.push([name, value])
    checkSent(name, { value, path, args })
  }
  parts.push(...entries(fields, args.parts))
  for (const [name, value] of Object.entries(DEFAULTS[path] ?? {}))
    if (!fields.some(([field]) => field === name)) parts.push(`${name}: ${value}`)
  if (path.startsWith('chat.stream')) parts.push('stream: true')
  if (extra) parts.push(`...${operand(context.write(extra), BINDS.arrow)}`)
  const isUntyped =
    extra !== undefined ||
    parts.some((part) => part.startsWith('...')) ||
    (path.startsWith('messages.') && fields.some(([name]) => UNTYPED.has(name)))
  const text = objectOf(parts, node)
  // The types of the client do not know what a server takes besides.
  return { text, isStream, isUntyped }
}

/** A model of pydantic as the format of an answer. */
function formatText(
  name: string,
  { value, path, context }: { value: Expression; path: string; context: Context },
): string | undefined {
  const type = value.type === 'Name' ? context.typeOf(value.id) : undefined
  const isFormat = name === 'response_format' || name === 'text_format'
  if (type && isModelValue(present(type))) {
    const isSure = isFormat && type.kind === 'sdk' && !path.startsWith('chat.parse')
    if (!isSure) refuse('a class that is a value, in a request', value, 'Write its schema.')
    return modelValueFormat(name, context.write(value), context)
  }
  if (type?.kind !== 'class' || !isFormat) return undefined
  if (name === 'text_format') return `text: { format: ${textFormat(type.name, context)} }`
  const format = path.startsWith('chat.parse')
    ? mistralFormat(type.name, context)
    : responseFormat(type.name, context)
  return `response_format: ${format}`
}

/** A file, or a list of them. */
function fileText(
  name: string,
  { value, path, context }: { value: Expression; path: string; context: Context },
): string | undefined {
  const isUpload = /^(?:(?:beta\.)?files|audio|images)\./.test(path) && /^(?:file|image|mask)$/.test(name)
  if (!isUpload) return undefined
  // Others than Mistral's client send a file in parts.
  if (path === 'files.upload' && value.type !== 'Dict' && !mistralFile(value, context))
    return refuse('the method files.upload of this client', value)
  const textOf = (each: Expression) =>
    sentFile(each, context) ?? refuse('a file that is sent and may be none', each, 'Use createReadStream.')
  return value.type === 'List' ? `[${value.elts.map(textOf).join(', ')}]` : textOf(value)
}

/** What a client of Python makes of a value before it sends it. */
function checkSent(
  name: string,
  { value, path, args }: { value: Expression; path: string; args: Arguments },
): void {
  const { context } = args.parts
  if (/^chat\.(?:complete|stream|parse)$/.test(path) && name === 'messages') {
    if (mayHoldAnswers(value, args))
      context.note(
        'Python\'s client of Mistral fills in "prefix": false and the like where it sends an answer back',
      )
  }
  const isWrittenOut = value.type === 'List' && value.elts.every(({ type }) => type === 'Dict')
  if (name === 'tools' && path.startsWith('responses.') && context.makesTools && !isWrittenOut)
    refuse('a tool of chat completions in a response', value, 'Write the tool by hand.')
}

/** Whether messages may be more than what the notebook has written itself. */
function mayHoldAnswers(value: Expression, { parts: { context } }: Arguments): boolean {
  const type = value.type === 'Name' ? context.typeOf(value.id) : undefined
  return type !== undefined && (type.kind !== 'list' || !['record', 'dict', 'never'].includes(type.item.kind))
}
