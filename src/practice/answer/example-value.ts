/**
 * A value that fits a JSON schema, without a model: what stands in the prompt where it fits, placeholders elsewhere.
 * Covers what structured outputs allow; knows nothing of formats, patterns or conditions. Pure.
 * @see https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 */
import { isJsonObject, type JsonObject } from '../served'

/** What a prompt offers to fill in, in its order. Taking a value removes it. */
export interface Words {
  readonly numbers: number[]
  /** Quoted texts and names. */
  readonly texts: string[]
}

/** Schemas may contain themselves; below this nothing optional is filled in any more. */
const MAX_DEPTH = 8

/**
 * Reads the numbers, the quoted texts and the names of a prompt.
 * @param prompt - Any text.
 */
export function wordsOf(prompt: string): Words {
  return {
    numbers: (prompt.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number),
    texts: [...prompt.matchAll(/"([^"]+)"|(?<=\s)(\p{Lu}\p{Ll}+)/gu)].map(
      ([, quoted, name]) => quoted ?? name ?? '',
    ),
  }
}

/**
 * Makes a value that fits a schema.
 *
 * @param schema - JSON schema; anything may be in it.
 * @param prompt - Where to look for values first.
 * @returns The value; `null` for a schema that says nothing.
 */
export function exampleOf(schema: unknown, prompt: string): unknown {
  return example(schema, { words: wordsOf(prompt), root: schema, depth: 0 })
}

interface Place {
  readonly words: Words
  readonly root: unknown
  readonly depth: number
}

function example(schema: unknown, place: Place): unknown {
  if (!isJsonObject(schema) || place.depth > MAX_DEPTH) return null
  const inner = { ...place, depth: place.depth + 1 }
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return (schema.enum as unknown[])[0]
  if (typeof schema.$ref === 'string') return example(resolve(place.root, schema.$ref), inner)
  const [variant] = [schema.anyOf, schema.oneOf, schema.allOf].filter(Array.isArray) as unknown[][]
  if (variant) return example(variant[0], inner)
  const type: unknown = Array.isArray(schema.type) ? (schema.type as unknown[])[0] : schema.type
  if (type === 'object' || isJsonObject(schema.properties)) return exampleObject(schema, inner)
  if (type === 'array') return [example(schema.items, inner)]
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return exampleNumber(schema, place.words)
  return type === 'string' ? (place.words.texts.shift() ?? 'text') : null
}

function exampleObject(schema: JsonObject, place: Place): JsonObject {
  const properties = Object.entries(isJsonObject(schema.properties) ? schema.properties : {})
  const required = Array.isArray(schema.required) ? (schema.required as unknown[]) : []
  const wanted =
    place.depth < MAX_DEPTH / 2 ? properties : properties.filter(([name]) => required.includes(name))
  return Object.fromEntries(wanted.map(([name, inner]) => [name, example(inner, place)]))
}

function exampleNumber({ type, minimum, maximum }: JsonObject, words: Words): number {
  const low = typeof minimum === 'number' ? minimum : -Infinity
  const high = typeof maximum === 'number' ? maximum : Infinity
  const found = words.numbers.shift() ?? 1
  const value = Math.min(Math.max(found, low), high)
  return type === 'integer' ? Math.round(value) : value
}

/** The schema that `#/$defs/name` points to. */
function resolve(root: unknown, reference: string): unknown {
  const steps = reference.replace(/^#\/?/, '').split('/').filter(Boolean)
  return steps.reduce<unknown>((at, step) => (isJsonObject(at) ? at[step] : undefined), root)
}
