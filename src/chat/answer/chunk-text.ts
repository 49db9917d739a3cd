/**
 * One choice of a chunk (or of a whole completion) to its text, reasoning, refusal, calls, pictures and speech, whatever
 * spelling the server uses. Pure; keeps no state.
 */
import type { AnswerImage } from './answer'
import { isImagePart, readImages } from './media-parts'
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
  readonly images: readonly AnswerImage[]
  readonly audio: JsonObject | null
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
  const audio = isObject(from['audio']) ? from['audio'] : (parts?.audio ?? null)
  return {
    source,
    // Who speaks writes no text: the transcript is what was said.
    text: (parts ? parts.text : (content as string)) || stringOf(audio?.['transcript']),
    reasoning: readReasoning(from) || (parts?.reasoning ?? ''),
    refusal: stringOf(from['refusal']) || (parts?.refusal ?? ''),
    toolCalls: Array.isArray(from['tool_calls']) ? from['tool_calls'] : [],
    functionCall: isObject(from['function_call']) ? from['function_call'] : null,
    images: from['images'] === undefined ? (parts?.images ?? []) : readImages(from['images']),
    audio,
  }
}

/** Reasoning has many spellings, and servers send the same words in two of them at once: the first one counts. */
function readReasoning(from: JsonObject): string {
  const { reasoning_content: content, reasoning, thinking, reasoning_details: details } = from
  return (
    stringOf(content) ||
    flatten(reasoning) ||
    flatten(thinking) ||
    stringOf(from['reasoning_text']) ||
    (Array.isArray(details) ? flatten(details) : '') ||
    (Array.isArray(from['thinking_blocks']) ? flatten(from['thinking_blocks']) : '')
  )
}

interface ContentParts {
  text: string
  reasoning: string
  refusal: string
  audio: JsonObject | null
  readonly images: AnswerImage[]
}

function readContent(content: unknown): ContentParts {
  const out: ContentParts = { text: '', reasoning: '', refusal: '', audio: null, images: [] }
  const parts = Array.isArray(content) ? content : isObject(content) ? [content] : []
  for (const part of parts) {
    if (typeof part === 'string') out.text += part
    if (!isObject(part)) continue
    const type = stringOf(part['type'])
    if (/think|reason|summary/.test(type)) out.reasoning += flatten(part)
    else if (type === 'refusal') out.refusal += stringOf(part['refusal'])
    else if (isImagePart(part)) out.images.push(...readImages([part]))
    else if (/audio/.test(type)) out.audio = isObject(part['audio']) ? part['audio'] : part
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
