/**
 * A JSON document whose texts know where they stand, so that one can be replaced and all else stays byte for byte: numbers,
 * the order of fields, escapes, white space. Owns reading and replacing; knows nothing of notebooks.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */

/** A value and where it stands in the document: from `start` up to, not including, `end`. */
export type JsonNode = JsonText | JsonList | JsonRecord | JsonOther
/** A text. */
export interface JsonText {
  readonly kind: 'text'
  readonly start: number
  readonly end: number
  readonly value: string
}
/** A list. */
export interface JsonList {
  readonly kind: 'list'
  readonly start: number
  readonly end: number
  readonly items: readonly JsonNode[]
}
/** An object, its fields in the order in which they are written. */
export interface JsonRecord {
  readonly kind: 'record'
  readonly start: number
  readonly end: number
  readonly fields: readonly { readonly name: JsonText; readonly value: JsonNode }[]
}
/** A number, `true`, `false`, `null`. */
export interface JsonOther {
  readonly kind: 'other'
  readonly start: number
  readonly end: number
}

/** A part of a document and what takes its place. */
export interface JsonEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * Reads a document.
 *
 * @param json - JSON; a byte order mark in front does no harm.
 * @returns `undefined` when it is no JSON.
 */
export function parseJsonSource(json: string): JsonNode | undefined {
  try {
    // JSON.parse judges, and fast; what follows may then rely on it.
    JSON.parse(json.charCodeAt(0) === 0xfeff ? json.slice(1) : json)
  } catch {
    return undefined
  }
  return readValue(json, json.search(/[^\s\ufeff]/))
}

/** The field of an object; `undefined` when it is no object or has no such field. Of two the last counts. */
export function fieldOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.kind === 'record'
    ? node.fields.findLast((field) => field.name.value === name)?.value
    : undefined
}

/** Replaces parts of a document that do not overlap. */
export function applyEdits(json: string, edits: readonly JsonEdit[]): string {
  let out = ''
  let from = 0
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    out += json.slice(from, start) + text
    from = end
  }
  return out + json.slice(from)
}

/**
 * A text as the document would write it.
 *
 * @param isAscii - Whether other characters are escaped, as Python's `json` does.
 */
export function writeText(text: string, isAscii: boolean): string {
  const written = JSON.stringify(text)
  if (!isAscii) return written
  return written.replace(/[^\x00-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function readValue(json: string, at: number): JsonNode {
  const char = json[at]
  if (char === '"') return readText(json, at)
  if (char === '[') return readList(json, at)
  if (char === '{') return readRecord(json, at)
  OTHER.lastIndex = at
  OTHER.test(json)
  return { kind: 'other', start: at, end: OTHER.lastIndex }
}

const OTHER = /[\w+.-]+/y

function readText(json: string, start: number): JsonText {
  let at = json.indexOf('"', start + 1)
  while (isEscaped(json, at)) at = json.indexOf('"', at + 1)
  const raw = json.slice(start + 1, at)
  return { kind: 'text', start, end: at + 1, value: unescape(raw) }
}

/** Most texts of a notebook are lines, with no escape but the line break at their end: those need no parser. */
function unescape(raw: string): string {
  const first = raw.indexOf('\\')
  if (first === -1) return raw
  if (first === raw.length - 2 && raw.endsWith('n')) return `${raw.slice(0, -2)}\n`
  return JSON.parse(`"${raw}"`) as string
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0
  while (json[at - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}

function readList(json: string, start: number): JsonList {
  const items: JsonNode[] = []
  let at = skipBlanks(json, start + 1)
  while (json[at] !== ']') {
    const item = readValue(json, at)
    items.push(item)
    at = skipBlanks(json, item.end)
    if (json[at] === ',') at = skipBlanks(json, at + 1)
  }
  return { kind: 'list', start, end: at + 1, items }
}

function readRecord(json: string, start: number): JsonRecord {
  const fields: { name: JsonText; value: JsonNode }[] = []
  let at = skipBlanks(json, start + 1)
  while (json[at] !== '}') {
    const name = readText(json, at)
    // The colon.
    const value = readValue(json, skipBlanks(json, skipBlanks(json, name.end) + 1))
    fields.push({ name, value })
    at = skipBlanks(json, value.end)
    if (json[at] === ',') at = skipBlanks(json, at + 1)
  }
  return { kind: 'record', start, end: at + 1, fields }
}

function skipBlanks(json: string, from: number): number {
  let at = from
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at++
  return at
}
