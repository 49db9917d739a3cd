/**
 * Fields of an answer that are read nowhere else: sources, fingerprints, filter results, log probabilities. They are kept
 * under the server's own names, so that nothing a request was charged for is lost. Pure.
 */
import { isObject, type JsonObject } from '../../base/unknown'

/** Collects fields over the chunks of an answer. */
export interface FieldCollector {
  /** Takes the fields of a chunk. Its values are not changed. */
  add(fields: JsonObject): void
  /** What was collected; empty when there was nothing. */
  build(): JsonObject
}

/**
 * How the values of one field come together. `whole`: each chunk holds all there is so far, as sources are sent. `pieces`:
 * each adds to the one before: texts and lists grow. `lists`: lists grow, all else is whole.
 */
export type FieldWay = 'whole' | 'pieces' | 'lists'

/** Fields of a chunk that are the answer itself. */
const CHUNK_FIELDS = new Set(['id', 'object', 'model', 'choices', 'usage', 'error'])
const CHOICE_FIELDS = new Set(['index', 'delta', 'message', 'text', 'finish_reason', 'logprobs', 'usage'])
const MESSAGE_FIELDS = new Set([
  ...['role', 'content', 'refusal', 'tool_calls', 'function_call', 'images', 'audio'],
  ...['reasoning_content', 'reasoning', 'thinking', 'reasoning_text'],
])
/** Texts that name something: they do not grow. */
const LABEL = /(?:^|_)(?:id|type|role|name|phase|status|format|model|object|provider|reason)$/
/** Lists that are sent again with whatever is added to them. */
const LISTED_AGAIN = new Set(['annotations', 'citations', 'sources', 'search_results'])

/** The fields of a chunk, or of a whole completion, beside its answer. */
export function chunkExtras(chunk: JsonObject): JsonObject {
  return pickOthers(chunk, CHUNK_FIELDS)
}

/** The fields of a choice beside its message. */
export function choiceExtras(choice: JsonObject): JsonObject {
  return pickOthers(choice, CHOICE_FIELDS)
}

/** The fields of a choice's `delta` or `message` beside what is said, and parts of it that hold more than text. */
export function messageExtras(choice: JsonObject): JsonObject {
  const message = isObject(choice['delta']) ? choice['delta'] : choice['message']
  if (!isObject(message)) return {}
  const { content } = message
  const parts = Array.isArray(content) ? content.filter(saysMore) : []
  return { ...pickOthers(message, MESSAGE_FIELDS), ...(parts.length === 0 ? {} : { content: parts }) }
}

/**
 * Whether a choice may be read twice without a difference: nothing in it grows beside its text.
 *
 * @param choice - An element of `choices`.
 */
export function hasTextAlone(choice: JsonObject): boolean {
  if (choice['logprobs'] || Object.keys(messageExtras(choice)).length > 0) return false
  return !Object.values(choiceExtras(choice)).some((value) => Array.isArray(value))
}

const READ_PART = /text|think|reason|summary|refusal|image|audio/

/** Whether a part of a message holds what is not read from it: a source, a reference, a file. */
function saysMore(part: unknown): boolean {
  if (!isObject(part)) return false
  if (!READ_PART.test(String(part['type'] ?? 'text'))) return true
  return ['annotations', 'citations', 'logprobs'].some((name) => {
    const value = part[name]
    return Array.isArray(value) && value.length > 0
  })
}

function pickOthers(from: JsonObject, known: ReadonlySet<string>): JsonObject {
  let others: Record<string, unknown> | undefined
  for (const name in from) {
    const value = from[name]
    // `__proto__` is a name like any other in JSON, but no field of an answer.
    if (known.has(name) || value === null || value === undefined || name === '__proto__') continue
    ;(others ??= {})[name] = value
  }
  return others ?? NOTHING
}

const NOTHING: JsonObject = {}

/**
 * Makes a collector.
 *
 * @param way - How the values of one field come together.
 */
export function createFieldCollector(way: FieldWay): FieldCollector {
  const fields = new Map<string, Field>()
  return {
    add(from) {
      for (const [name, value] of Object.entries(from)) {
        if (value === null || value === undefined || name === '__proto__') continue
        const field = fields.get(name)
        if (field?.take(value)) continue
        fields.set(name, createField(name, value, way))
      }
    },
    build: () => Object.fromEntries([...fields].map(([name, field]) => [name, field.build()])),
  }
}

interface Field {
  /** Takes the next value. @returns `false` for one that takes the place of the field. */
  take(value: unknown): boolean
  build(): unknown
}

function createField(name: string, first: unknown, way: FieldWay): Field {
  if (Array.isArray(first))
    return way === 'whole' || LISTED_AGAIN.has(name) ? listField(first) : growingList(first)
  if (isObject(first)) return objectField(first, way)
  if (typeof first === 'string' && way === 'pieces' && !LABEL.test(name)) return textField(first)
  return { take: () => false, build: () => first }
}

function textField(first: string): Field {
  const pieces = [first]
  return {
    take: (value) => typeof value === 'string' && pieces.push(value) > 0,
    build: () => pieces.join(''),
  }
}

function objectField(first: JsonObject, way: FieldWay): Field {
  const parts = createFieldCollector(way)
  parts.add(first)
  return {
    take(value) {
      if (!isObject(value)) return false
      parts.add(value)
      return true
    },
    build: () => parts.build(),
  }
}

function growingList(first: readonly unknown[]): Field {
  const items = [...first]
  return {
    take(value) {
      if (!Array.isArray(value)) return false
      for (const item of value) items.push(item)
      return true
    },
    build: () => [...items],
  }
}

/** A list that comes again: one that goes on where the last one ended, a part of it, or others. Positions stay: texts refer to them. */
function listField(first: readonly unknown[]): Field {
  const items = [...first]
  const texts = items.map((item) => JSON.stringify(item))
  const seen = new Set(texts)
  const push = (item: unknown, text: string): void => {
    items.push(item)
    texts.push(text)
    seen.add(text)
  }
  return {
    take(value) {
      if (!Array.isArray(value)) return false
      const next = value.map((item) => JSON.stringify(item))
      const same = next.findIndex((text, at) => text !== texts[at])
      const goesOn = same === -1 || same === texts.length
      next.forEach((text, at) => {
        if (goesOn ? at >= items.length : !seen.has(text)) push(value[at], text)
      })
      return true
    },
    build: () => [...items],
  }
}
