/**
 * Google's client, `google-genai`, as `@google/genai`: the same methods and fields, whose names are written in camel case.
 * @see https://googleapis.github.io/js-genai/
 */
import type { Attribute, Expression } from '../../python/ast'
import { COUNT, FLOAT, listOf, NONE, optional, SDK_VALUE, STR, type Type } from '../../facts/types'
import { BINDS, list, operand, operation, primary, type Code } from '../../write/code'
import { refuse } from '../../write/refusal'
import { Arguments, isTrue, objectOf, type CallParts, type ModuleCall } from '../arguments'
import { namedArguments } from '../dynamic-call'
import { camel, optionText, valueText } from './genai-values'

const CLIENT: Type = { kind: 'sdk', of: 'genai' }
const VALUE: Type = { kind: 'sdk', of: 'genai-value' }
const FILE: Type = { kind: 'sdk', of: 'genai-file' }

/** `genai.Client(api_key=…)` */
export const genaiClient: ModuleCall = (args, { context, node }) => {
  const options = args.rest.map(([name, value]) => {
    if (!['api_key', 'vertexai', 'project', 'location', 'http_options'].includes(name))
      refuse(`${name} of genai.Client`, value)
    args.named(name)
    return `${camel(name)}: ${valueText(value, context)}`
  })
  const client = context.import('GoogleGenAI', '@google/genai')
  // Without a key both read the environment.
  return primary(`new ${client}(${options.length === 0 ? '{}' : objectOf(options, node)})`, CLIENT)
}

/** `client.models.generate_content(…)` and its kind. */
export function genaiCall(target: Code, parts: CallParts): Code {
  const { attr } = parts.node.func as Attribute
  const { context, node } = parts
  const args = new Arguments({ ...parts, name: attr })
  const path = `${/\.(models|chats|files|caches|batches|interactions)$/.exec(target.text)?.[1] ?? ''}.${attr}`
  if (path === 'interactions.create') return interaction(target, args)
  if (path === 'files.download') return download(target, args)
  const [type, positions] = METHODS[path] ?? refuse(`the method ${attr} of Google's client`, node, 'See the npm package @google/genai.') // prettier-ignore
  const fields: [string, Expression][] = positions.flatMap((name) => {
    const value = args.take(name)
    return value ? [[name, value] as [string, Expression]] : []
  })
  for (const [name, value] of args.rest) {
    args.named(name)
    fields.push([name, value])
  }
  args.end()
  const texts = fields.map(([name, value]) => optionText(name, value, context))
  const call = `${operand(target, BINDS.call)}.${camel(attr)}${list(texts.length === 0 ? [] : [objectOf(texts, node)], { open: '(', close: ')', isTall: false })}`
  if (path === 'chats.create') return primary(call, type)
  return operation(context.wait(call), type, BINDS.unary)
}

/** `client.interactions.create(…)`, whose fields have the names of Python here, too. */
function interaction(target: Code, args: Arguments): Code {
  const { context } = args.parts
  const isStream = args.rest.some(([name, value]) => name === 'stream' && isTrue(value))
  for (const [name, value] of args.rest) {
    if (/^(?:extra_|timeout$|automatic_continuation$)/.test(name)) refuse(`${name} of an interaction`, value)
    args.named(name)
  }
  args.end()
  const call = context.wait(`${operand(target, BINDS.call)}.create(${namedArguments(args.parts)})`)
  return operation(call, { kind: 'sdk', of: isStream ? 'stream' : 'value' }, BINDS.unary)
}

/** `client.files.download(file=…)`, which writes a file here. */
function download(target: Code, args: Arguments): Code {
  const { context, node } = args.parts
  const file = args.named('file') ?? refuse('a download without file', node)
  const destination = args.named('destination')
  args.end()
  const [name, client] = [valueText(file, context), target.text.replace(/\.files$/, '')]
  if (destination) {
    const path = context.write(destination)
    const options = `{ file: ${name}, downloadPath: ${operand(path, BINDS.arrow)} }`
    return operation(context.wait(`${client}.files.download(${options})`), NONE, BINDS.unary)
  }
  const call = context.wait(`${context.helper('downloaded')}(${client}, ${name})`)
  return operation(call, { kind: 'bytes' }, BINDS.unary)
}

const STREAM: Type = { kind: 'sdk', of: 'genai-stream' }

/** What each method gives, and the names of what Python takes by position. */
const METHODS: Readonly<Record<string, readonly [Type, readonly string[]]>> = {
  'models.generate_content': [VALUE, []],
  'models.generate_content_stream': [STREAM, []],
  'models.count_tokens': [VALUE, []],
  'models.embed_content': [VALUE, []],
  'models.generate_images': [VALUE, []],
  'models.get': [VALUE, []],
  'models.list': [STREAM, []],
  'chats.create': [CLIENT, []],
  'files.upload': [FILE, []],
  'files.get': [FILE, []],
  'files.delete': [VALUE, []],
  'files.list': [STREAM, []],
  'caches.create': [VALUE, []],
  'caches.get': [VALUE, []],
  'caches.update': [VALUE, []],
  'caches.delete': [VALUE, []],
  'caches.list': [STREAM, []],
  'batches.create': [VALUE, []],
  'batches.get': [VALUE, []],
  'batches.cancel': [NONE, []],
  'batches.delete': [VALUE, []],
  'batches.list': [STREAM, []],
  // Of a chat, which is held by a name.
  '.send_message': [VALUE, ['message']],
  '.send_message_stream': [STREAM, ['message']],
  '.get_history': [VALUE, ['curated']],
}

/** Enums of Python's client, which are texts here. */
const ENUM = /\.(?:state|finishReason|category|probability|severity|modality|blockReason)$/

/** `response.usage_metadata` */
export function genaiField(target: Code, { attr: name }: Attribute): Code {
  if ((name === 'name' || name === 'value') && ENUM.test(target.text))
    return { ...target, type: optional(STR) }
  const base = operand(target, BINDS.call)
  // Python's client takes it for an object of the class that was asked for.
  if (name === 'parsed') return primary(`JSON.parse(${base}.text)`, SDK_VALUE)
  // Bytes there, base64 here.
  if (name === 'data' || name === 'image_bytes' || name === 'video_bytes')
    return primary(`Buffer.from(${base}.${camel(name)}, "base64")`, { kind: 'bytes' })
  const text = `${base}.${camel(name)}`
  if (name === 'text' || name === 'name' || name === 'uri') return primary(text, optional(STR))
  if (/_count$|_token_limit$|^total_tokens$/.test(name)) return primary(text, optional(COUNT))
  if (name === 'values') return primary(text, listOf(FLOAT))
  return primary(text, VALUE)
}
