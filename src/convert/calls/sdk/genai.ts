/**
 * Google's client, `google-genai`, as `@google/genai`: the same methods and fields, whose names are written in camel case.
 * @see https://googleapis.github.io/js-genai/
 */
import type { Attribute, Dict, Expression } from '../../python/ast'
import { COUNT, FLOAT, listOf, NONE, optional, present, STR, type Type } from '../../facts/types'
import { BINDS, isWord, list, operand, operation, primary, quoted, type Code } from '../../write/code'
import type { Context } from '../../write/context'
import { moduleOf } from '../../write/names'
import { refuse } from '../../write/refusal'
import { Arguments, isTrue, objectOf, type CallParts, type ModuleCall } from '../arguments'
import { namedArguments } from '../dynamic-call'

const CLIENT: Type = { kind: 'sdk', of: 'genai' }
const VALUE: Type = { kind: 'sdk', of: 'genai-value' }
const FILE: Type = { kind: 'sdk', of: 'genai-file' }

/** `generate_content` → `generateContent` */
const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())

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
  const path = `${/\.(models|chats|files|caches|interactions)$/.exec(target.text)?.[1] ?? ''}.${attr}`
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
  if (isFile(type)) context.hasGoogleFiles = true
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
  'caches.create': [VALUE, []],
  // Of a chat, which is held by a name.
  '.send_message': [VALUE, ['message']],
  '.send_message_stream': [STREAM, ['message']],
  '.get_history': [VALUE, ['curated']],
}

/** Fields whose value is a member of an enumeration in Python, and its name here. */
const MEMBERS = /\.(?:state|finishReason|blockReason|category|probability|severity|modality)$/

/** `response.usage_metadata` */
export function genaiField(target: Code, name: string): Code {
  if ((name === 'name' || name === 'value') && MEMBERS.test(target.text))
    return { ...target, type: optional(STR) }
  const text = `${operand(target, BINDS.call)}.${camel(name)}`
  if (name === 'text' || name === 'name' || name === 'uri') return primary(text, optional(STR))
  if (/_count$|_token_limit$|^total_tokens$/.test(name)) return primary(text, optional(COUNT))
  if (name === 'values') return primary(text, listOf(FLOAT))
  return primary(text, VALUE)
}

/** What is asked, whose parts may be files. */
const QUESTIONS = new Set(['contents', 'message', 'parts'])

/** Schemas keep their names: they are data, not options. */
const DATA = new Set([
  'parameters',
  'response_schema',
  'response_json_schema',
  'parameters_json_schema',
  'args',
  'response',
])

/** Options whose keys are names of the notebook. */
const NAMED = new Set(['properties', 'defs', 'labels', 'metadata', 'headers'])

/** A value of an option: its own options have other names as well. */
function valueText(node: Expression, context: Context): string {
  if (node.type === 'Dict') {
    return dictText(node, (name, value) => optionText(name, value, context))
  }
  if (node.type === 'List') {
    const parts = node.elts.map((each) => valueText(each, context))
    return list(parts, { open: '[', close: ']', isTall: node.endLine > node.line })
  }
  const module = moduleOf(node, context)
  // `types.HarmCategory.HARM_CATEGORY_HATE_SPEECH`
  const constant = module && /^google\.genai\.types\.\w+\.([A-Z_0-9]+)$/.exec(module)?.[1]
  if (constant) return quoted(constant)
  if (node.type === 'Name' && context.typeOf(node.id)?.kind === 'function')
    refuse(
      'a Python function as a tool',
      node,
      'Give its declaration, and call it with what the answer asks for.',
    )
  return operand(context.write(node), BINDS.arrow)
}

/** What is asked: a file stands for the part that names its address. */
function questionText(node: Expression, context: Context): string {
  if (node.type === 'List') {
    const parts = node.elts.map((each) => questionText(each, context))
    return list(parts, { open: '[', close: ']', isTall: node.endLine > node.line })
  }
  const text = valueText(node, context)
  if (!['Name', 'Attribute', 'Subscript', 'BinOp'].includes(node.type)) return text
  const type = present(context.write(node).type)
  if (isFile(type))
    return `${context.import('createPartFromUri', '@google/genai')}(${text}.uri, ${text}.mimeType)`
  const parts = type.kind === 'list' ? type.item : type
  if (context.hasGoogleFiles && (parts.kind === 'any' || isFile(parts)))
    refuse(
      'a question that may hold files',
      node,
      'Write createPartFromUri(file.uri, file.mimeType) for each.',
    )
  return text
}

const isFile = (type: Type) => type.kind === 'sdk' && type.of === 'genai-file'

/** A schema: Google's client of Python makes one of a model in a way of its own. */
function dataText(node: Expression, context: Context): string {
  const code = context.write(node)
  if (code.type.kind === 'class')
    refuse('a class as a schema of Google', node, 'Give responseJsonSchema: z.toJSONSchema(…), and parse the text of the answer.') // prettier-ignore
  return operand(code, BINDS.arrow)
}

function dictText(node: Dict, optionOf: (name: string, value: Expression) => string): string {
  const parts = node.keys.map((key, index) => {
    if (key?.type !== 'Constant') return refuse('options of Google that are worked out', node)
    return optionOf(String(key.value), node.values[index]!)
  })
  return list(parts, { open: '{', close: '}', isTall: node.endLine > node.line })
}

function optionText(name: string, value: Expression, context: Context): string {
  const key = camel(name)
  const text = DATA.has(name)
    ? dataText(value, context)
    : QUESTIONS.has(name)
      ? questionText(value, context)
      : NAMED.has(name) && value.type === 'Dict'
        ? dictText(
            value,
            (each, inner) => `${isWord(each) ? each : quoted(each)}: ${valueText(inner, context)}`,
          )
        : valueText(value, context)
  return `${isWord(key) ? key : quoted(key)}: ${text}`
}

/** `types.GenerateContentConfig(…)`: an object. `undefined` for what is none of Google's types. */
export function genaiType(name: string, { node, context }: CallParts): Code | undefined {
  const found = /^google\.genai\.types\.(\w+)(?:\.(\w+))?$/.exec(name)
  if (!found) return undefined
  const [, type, maker] = found
  if (node.keywords.some(({ arg }) => arg === null) || node.args.length > 0)
    refuse(`${type} with arguments by position`, node)
  const given = new Map(node.keywords.map(({ arg, value }) => [arg!, value]))
  if (maker === undefined) {
    const parts = [...given].map(([key, value]) => optionText(key, value, context))
    return primary(objectOf(parts, node), VALUE)
  }
  const text = (key: string) => valueText(given.get(key) ?? refuse(`${type}.${maker} without ${key}`, node), context) // prettier-ignore
  if (maker === 'from_text') return primary(`{ text: ${text('text')} }`, VALUE)
  if (maker === 'from_uri')
    return primary(`{ fileData: { fileUri: ${text('file_uri')}, mimeType: ${text('mime_type')} } }`, VALUE)
  if (maker === 'from_bytes')
    return primary(
      `{ inlineData: { data: Buffer.from(${text('data')}).toString("base64"), mimeType: ${text('mime_type')} } }`,
      VALUE,
    )
  return refuse(`${type}.${maker}`, node)
}
