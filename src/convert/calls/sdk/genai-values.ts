/** What Google's client takes: options, whose names are written otherwise, parts and files, bytes, schemas. */
import type { Dict, Expression } from '../../python/ast'
import { present, type Type } from '../../facts/types'
import { BINDS, keyText, list, operand, primary, quoted, type Code } from '../../write/code'
import type { Context } from '../../write/context'
import { moduleOf } from '../../write/names'
import { refuse } from '../../write/refusal'
import { objectOf, type CallParts } from '../arguments'
import { googleFormat } from './response-format'

const VALUE: Type = { kind: 'sdk', of: 'genai-value' }

/** `generate_content` → `generateContent` */
export const camel = (name: string) =>
  name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())

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

/** What is asked, whose parts may be files. */
const QUESTIONS = new Set(['contents', 'message', 'parts'])

/** A value of an option: its own options have other names as well. */
export function valueText(node: Expression, context: Context, write = valueText): string {
  if (node.type === 'Dict') {
    const parts = node.keys.map((key, index) => {
      if (key?.type !== 'Constant') return refuse('options of Google that are worked out', node)
      return optionText(String(key.value), node.values[index]!, context)
    })
    return list(parts, { open: '{', close: '}', isTall: node.endLine > node.line })
  }
  if (node.type === 'List') {
    const parts = node.elts.map((each) => write(each, context))
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
  const code = context.write(node)
  return isFile(present(code.type))
    ? `${context.import('createPartFromUri', '@google/genai')}(${operand(code, BINDS.call)}.uri, ${operand(code, BINDS.call)}.mimeType)`
    : operand(code, BINDS.arrow)
}

const isFile = (type: Type): boolean => type.kind === 'sdk' && type.of === 'genai-file'

/** What is sent to a model: files are parts of it by their addresses. */
function contentsText(node: Expression, context: Context): string {
  if (node.type === 'List') return valueText(node, context, contentsText)
  if (node.type === 'Dict') return valueText(node, context)
  const { awaits } = context
  const type = present(context.write(node).type)
  context.awaits = awaits
  const mayHoldFiles =
    type.kind === 'any' ||
    (type.kind === 'list' && (isFile(type.item) || type.item.kind === 'any' || type.item.kind === 'list'))
  return mayHoldFiles ? `${context.helper('partsOf')}(${context.write(node).text})` : valueText(node, context)
}

export function optionText(name: string, value: Expression, context: Context): string {
  const key = camel(name)
  const format = name === 'response_schema' ? googleFormat(value, context) : undefined
  if (format !== undefined) return `${key}: ${format}`
  if (QUESTIONS.has(name)) return `${key}: ${contentsText(value, context)}`
  if (NAMED.has(name) && value.type === 'Dict') return `${key}: ${propertiesText(value, context)}`
  // Bytes there, base64 here.
  if (/^(?:data|image_bytes|video_bytes)$/.test(name)) return `${key}: ${bytesText(value, context)}`
  const text = DATA.has(name) ? dataText(value, context) : valueText(value, context)
  return `${keyText(key)}: ${text}`
}

/** What is data already, as a schema is. */
function dataText(node: Expression, context: Context): string {
  const code = context.write(node)
  if (code.type.kind === 'class')
    refuse('a class as a schema of Google', node, 'Give responseJsonSchema: z.toJSONSchema(…), and parse the text of the answer.') // prettier-ignore
  return operand(code, BINDS.arrow)
}

function propertiesText(node: Dict, context: Context): string {
  const parts = node.keys.map((key, index) => {
    if (key?.type !== 'Constant') return refuse('names of fields that are worked out', node)
    const name = String(key.value)
    return `${keyText(name)}: ${valueText(node.values[index]!, context)}`
  })
  return list(parts, { open: '{', close: '}', isTall: node.endLine > node.line })
}

function bytesText(node: Expression, context: Context): string {
  const code = context.write(node)
  if (code.type.kind !== 'bytes') refuse('bytes for Google that may be a text', node)
  return `Buffer.from(${code.text}).toString("base64")`
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
  const own = /^from_function_(call|response)$/.exec(maker)?.[1]
  if (own) {
    const key = own === 'call' ? 'args' : 'response'
    const value = given.get(key) ?? refuse(`${type}.${maker} without ${key}`, node)
    const parts = `{ name: ${text('name')}, ${optionText(key, value, context)} }`
    return primary(`{ function${own === 'call' ? 'Call' : 'Response'}: ${parts} }`, VALUE)
  }
  if (maker === 'from_uri')
    return primary(`{ fileData: { fileUri: ${text('file_uri')}, mimeType: ${text('mime_type')} } }`, VALUE)
  if (maker === 'from_bytes')
    return primary(
      `{ inlineData: { data: ${bytesText(given.get('data') ?? refuse(`${type}.${maker} without data`, node), context)}, mimeType: ${text('mime_type')} } }`,
      VALUE,
    )
  return refuse(`${type}.${maker}`, node)
}
