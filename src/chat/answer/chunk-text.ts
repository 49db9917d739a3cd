/**
 * One choice of a chunk (or of a whole completion) to its text, reasoning, refusal and calls, whatever
 * spelling the server uses. Pure; keeps no state.
 */
import { isObject, type JsonObject, stringOf } from '../../base/unknown'

/** Which field of a choice carried its content. */
export type PartSource = 'delta' | 'message' | 'text'

/** What one choice of a chunk adds. */
export interface ChunkParts {
  /** The field it came from: a server that repeats the text in a second field must not double it. */
  readonly source: PartSource
  readonly text: string
  readonly reasoning: string
  readonly refusal: string
  readonly toolCalls: readonly unknown[]
  readonly functionCall: JsonObject | null
}

/**
 * Reads what a choice adds: from `delta`, else `message`, else `text`; never from two of them.
 *
 * @param choice - An element of `choices`.
 */
export function readParts(choice: JsonObject): ChunkParts {
  const { delta, message } = choice
  if (isObject(delta)) return partsOf(delta, 'delta')
  if (typeof delta === 'string') return partsOf({ content: delta }, 'delta')
  if (isObject(message)) return partsOf(message, 'message')
  return partsOf({ content: choice['text'] }, 'text')
}

function partsOf(from: JsonObject, source: PartSource): ChunkParts {
  const { content } = from
  const parts = typeof content === 'string' ? null : readContent(content)
  return {
    source,
    text: parts ? parts.text : (content as string),
    reasoning: readReasoning(from) || (parts?.reasoning ?? ''),
    refusal: stringOf(from['refusal']) || (parts?.refusal ?? ''),
    toolCalls: Array.isArray(from['tool_calls']) ? from['tool_calls'] : [],
    functionCall: isObject(from['function_call']) ? from['function_call'] : null,
  }
}

/** Reasoning has three spellings, and servers send the same words in two of them at once: the first one counts. */
function readReasoning(from: JsonObject): string {
  return (
    stringOf(from['reasoning_content']) ||
    flatten(from['reasoning']) ||
    (Array.isArray(from['reasoning_details']) ? flatten(from['reasoning_details']) : '')
  )
}

function readContent(content: unknown): { text: string; reasoning: string; refusal: string } {
  const out = { text: '', reasoning: '', refusal: '' }
  const parts = Array.isArray(content) ? content : isObject(content) ? [content] : []
  for (const part of parts) {
    if (typeof part === 'string') out.text += part
    if (!isObject(part)) continue
    const type = stringOf(part['type'])
    if (/think|reason|summary/.test(type)) out.reasoning += flatten(part)
    else if (type === 'refusal') out.refusal += stringOf(part['refusal'])
    else out.text += isObject(part['text']) ? stringOf(part['text']['value']) : stringOf(part['text'])
  }
  return out
}

/** Text of a reasoning part: a string, or nested parts that hold it as `thinking`, `text`, `summary` or `content`. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(flatten).join('')
  if (!isObject(value)) return ''
  for (const field of ['thinking', 'text', 'summary', 'content']) {
    const text = flatten(value[field])
    if (text !== '') return text
  }
  return ''
}
