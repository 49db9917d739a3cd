/**
 * JSON text to a tree that keeps what JavaScript's values lose: the digits of numbers, the order of fields, and variables
 * in strings. Pure.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
import { keepsDigits } from '../display/exact-json'
import { markText, type Text } from './text'

/** A JSON value. */
export type JsonNode =
  | ObjectNode
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: Text }
  /** A number as it was written. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'constant'; readonly value: boolean | null }

/** A JSON object. */
export interface ObjectNode {
  readonly kind: 'object'
  readonly entries: readonly Entry[]
  /** Fields that the types of a client do not know, which TypeScript takes from a spread only. */
  readonly extras?: readonly Entry[]
}

/** A field of an object. */
export type Entry = readonly [name: Text, value: JsonNode]

/** Deeper, and a document is not taken apart. */
const MAX_DEPTH = 200
const TOKEN = /[\s]*("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{},:])/suy

/**
 * Reads a JSON document.
 *
 * @param text - The document; variables may stand in its strings.
 * @returns `undefined` when it is not JSON, or nested too deeply.
 */
export function readJson(text: Text): JsonNode | undefined {
  const { marked, restore } = markText(text)
  try {
    // Says whether it is JSON; below, it is.
    JSON.parse(marked)
  } catch {
    return undefined
  }
  let at = 0
  const next = (): string => {
    TOKEN.lastIndex = at
    const [whole = '', token = ''] = TOKEN.exec(marked) ?? []
    at += whole.length
    return token
  }
  const stringOf = (token: string): Text => restore(JSON.parse(token) as string)
  const valueOf = (token: string, depth: number): JsonNode => {
    if (depth > MAX_DEPTH) throw new RangeError('too deep')
    if (token === '{') return { kind: 'object', entries: [...fields(depth)] }
    if (token === '[') return { kind: 'array', items: [...items(depth)] }
    if (token.startsWith('"')) return { kind: 'string', value: stringOf(token) }
    if (/^[tfn]/.test(token)) return { kind: 'constant', value: JSON.parse(token) as boolean | null }
    return { kind: 'number', text: token }
  }
  function* fields(depth: number): Generator<Entry> {
    for (let token = next(); token !== '}'; token = next()) {
      if (token === ',') continue
      next() // The colon.
      yield [stringOf(token), valueOf(next(), depth + 1)]
    }
  }
  function* items(depth: number): Generator<JsonNode> {
    for (let token = next(); token !== ']'; token = next()) if (token !== ',') yield valueOf(token, depth + 1)
  }
  try {
    return valueOf(next(), 0)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** A field of an object; `undefined` when it has none of that name. */
export function fieldOf(node: ObjectNode, name: string): JsonNode | undefined {
  return node.entries.find(([key]) => key === name)?.[1]
}

/** What a language would lose of a document; a completed sentence "… loses …", or `undefined`. */
export function lossIn(node: JsonNode, language: 'javascript' | 'python'): string | undefined {
  switch (node.kind) {
    case 'array':
      return firstOf(node.items.map((item) => () => lossIn(item, language)))
    case 'object': {
      const names = node.entries.map(([name]) => JSON.stringify(name))
      const twice = names.find((name, index) => names.indexOf(name) !== index)
      if (twice !== undefined) return `one of two fields ${twice}`
      return firstOf(
        node.entries.flatMap(([name, value]) => [
          () => lossIn({ kind: 'string', value: name }, language),
          () => lossIn(value, language),
        ]),
      )
    }
    case 'number': {
      const isKept =
        language === 'python' && /^-?\d+$/.test(node.text)
          ? node.text !== '-0' && node.text.length < 4000
          : keepsDigits(node.text) && !/^-[0.]+(?:[eE]|$)/.test(node.text)
      return isKept ? undefined : `digits of ${node.text.length > 40 ? 'a long number' : node.text}`
    }
    case 'string':
      // Python's JSON is UTF-8, which has none of these.
      return language === 'python' && !isWellFormed(node.value) ? 'half of a character pair' : undefined
    case 'constant':
      return undefined
  }
}

function firstOf(looks: readonly (() => string | undefined)[]): string | undefined {
  for (const look of looks) {
    const found = look()
    if (found !== undefined) return found
  }
  return undefined
}

function isWellFormed(text: Text): boolean {
  return !/\p{Surrogate}/u.test(
    typeof text === 'string' ? text : text.filter((part) => typeof part === 'string').join(''),
  )
}
