/** Objects of clients that are sent as they are: messages and chunks of Mistral, dicts with a type of OpenAI and others. */
import { ANY, dictOf, type Type } from '../../facts/types'
import { BINDS, operand, primary, quoted, type Code } from '../../write/code'
import { refuse } from '../../write/refusal'
import { objectOf, type Arguments } from '../arguments'

/** What Mistral's objects say of themselves. */
const MISTRAL: Readonly<Record<string, readonly [string, string]>> = {
  UserMessage: ['role', 'user'],
  SystemMessage: ['role', 'system'],
  AssistantMessage: ['role', 'assistant'],
  ToolMessage: ['role', 'tool'],
  TextChunk: ['type', 'text'],
  ImageURLChunk: ['type', 'image_url'],
  DocumentURLChunk: ['type', 'document_url'],
}

/** A `TypedDict` of a client: a dict with another name. */
const TYPED_DICT =
  /^(?:openai|anthropic|groq|together)\.types\.(?:.*\.)?(?:\w+_params?\.\w+|\w+Param|\w+Params(?:NonStreaming|Streaming)?)$/

/** Kinds of parts of an answer, by their classes. */
const KINDS: Readonly<Record<string, string>> = {
  TextBlock: 'text',
  ToolUseBlock: 'tool_use',
  ThinkingBlock: 'thinking',
  RedactedThinkingBlock: 'redacted_thinking',
  ServerToolUseBlock: 'server_tool_use',
  WebSearchToolResultBlock: 'web_search_tool_result',
  ResponseOutputMessage: 'message',
  ResponseOutputText: 'output_text',
  ResponseFunctionToolCall: 'function_call',
  ResponseReasoningItem: 'reasoning',
  TextChunk: 'text',
  ThinkChunk: 'thinking',
  ToolReferenceChunk: 'tool_reference',
}

/** An object by the name of its class; `undefined` for what is none. */
export function sentObject(name: string, args: Arguments): Code | undefined {
  const last = name.slice(name.lastIndexOf('.') + 1)
  const said = name.startsWith('mistralai.') && Object.hasOwn(MISTRAL, last) ? MISTRAL[last] : undefined
  if (!said && !TYPED_DICT.test(name)) return undefined
  const { context, node } = args.parts
  if (args.count > 0 || args.spreads.length > 0) refuse(`${name} with arguments by position`, node)
  const types: Record<string, Type> = {}
  const fields = args.rest.map(([field, value]) => {
    args.named(field)
    const code = context.write(value)
    types[field] = code.type
    return code.text === field ? field : `${field}: ${operand(code, BINDS.arrow)}`
  })
  if (!said) return primary(objectOf(fields, node), { kind: 'record', fields: types })
  // Python's client sends it with all of them.
  if (last === 'AssistantMessage' && !fields.some((field) => field.startsWith('prefix:')))
    fields.push('prefix: false')
  return primary(objectOf([`${said[0]}: ${quoted(said[1])}`, ...fields], node), dictOf(ANY))
}

/** The `type` of the parts of an answer that are of a class; `undefined` for other classes. */
export function kindOfPart(name: string): string | undefined {
  const found = /^(?:openai|anthropic|mistralai)\.(?:.*\.)?(\w+)$/.exec(name)?.[1]
  return found !== undefined && Object.hasOwn(KINDS, found) ? KINDS[found] : undefined
}
