/**
 * Any value as a bounded tree of plain nodes, ready to be drawn. Owns what JSON does not know (BigInt, cycles,
 * `undefined`, Map, Date, bytes) and how much of a huge value is kept; knows nothing of HTML or bundles.
 * The value itself is never changed.
 */
import { maskForCell } from './mask'
import { ExactNumber } from './exact-json'
import { formatBytes, formatCount } from './one-line'
import { describeError } from '../errors'
import { cutChars } from '../base/surrogates'

/** A value without parts, as text. `other` is what JSON does not know, e.g. `undefined` or `12n`. */
export interface LeafNode {
  readonly kind: 'string' | 'number' | 'constant' | 'other'
  /** The value: for strings their content, else how it is written. */
  readonly text: string
  /** Characters of a string that were left out. */
  readonly moreChars: number
}

/** An array or an object. */
export interface BranchNode {
  readonly kind: 'array' | 'object'
  /** Name of the class when it says something: `Map`, `Set`, `Response`. */
  readonly label: string
  /** The parts that are kept, in order; the key of an array's item is `undefined`. */
  readonly entries: { readonly key: string | undefined; readonly node: JsonNode }[]
  /** How many parts there are. */
  total: number
}

/** A node of the tree. */
export type JsonNode = LeafNode | BranchNode

/** How much of a value is kept. */
export interface NodeLimits {
  /** Most nodes in all, nearest to the root first. */
  readonly maxNodes: number
  /** Most parts of one array or object. */
  readonly maxParts: number
  /** Most characters of one string. */
  readonly maxStringChars: number
  /** Most characters of all strings and keys, and of the indentation of their lines. */
  readonly maxChars: number
}

/** What a bundle may hold as text: two megabytes at most, made in well under a second. */
const VALUE_LIMITS: NodeLimits = {
  maxNodes: 20_000,
  maxParts: 2_000,
  maxStringChars: 100_000,
  maxChars: 1_000_000,
}

const MAX_DEPTH = 100
/** What a level adds to the beginning of a line. */
const INDENT_CHARS = 2
/** Characters of a string that are kept even when the room for all strings is used up. */
const MIN_CUT_CHARS = 64

interface Pending {
  readonly value: object
  readonly node: BranchNode
  readonly parent: Pending | undefined
  readonly depth: number
}

/**
 * Copies a value into nodes, nearest to the root first, until a limit is reached. Secrets are masked.
 *
 * @param value - Anything; getters and `toJSON` that throw are shown as such.
 * @param limits - How much is kept.
 * @returns The root node and how many nodes there are.
 */
export function readNodes(
  value: unknown,
  limits: NodeLimits = VALUE_LIMITS,
): { root: JsonNode; count: number } {
  const queue: Pending[] = []
  let count = 0
  let chars = 0

  const add = (input: unknown, parent: Pending | undefined): JsonNode => {
    count++
    const plain = unwrap(input)
    if (!(plain instanceof Branch)) {
      if (plain.kind !== 'string') return plain
      const room = Math.min(limits.maxStringChars, Math.max(MIN_CUT_CHARS, limits.maxChars - chars))
      chars += Math.min(room, plain.text.length)
      const moreChars = Math.max(0, plain.text.length - room)
      return { kind: 'string', text: maskAndCut(plain.text, room), moreChars }
    }
    for (let above = parent; above !== undefined; above = above.parent)
      if (above.value === plain.source) return other('[circular]')
    const node: BranchNode = { kind: plain.kind, label: plain.label, entries: [], total: plain.size }
    const depth = (parent?.depth ?? 0) + 1
    if (depth <= MAX_DEPTH) queue.push({ value: plain.source, node, parent, depth })
    return node
  }

  const root = add(value, undefined)
  for (let at = 0; at < queue.length; at++) {
    const pending = queue[at] as Pending
    let kept = 0
    for (const [key, read] of partsOf(pending.value)) {
      if (kept >= limits.maxParts || count >= limits.maxNodes || chars >= limits.maxChars) break
      const shownKey = key === undefined ? undefined : maskAndCut(key, limits.maxStringChars)
      chars += (shownKey?.length ?? 0) + INDENT_CHARS * pending.depth
      pending.node.entries.push({ key: shownKey, node: add(attempt(read), pending) })
      kept++
    }
  }
  return { root, count }
}

/** Whether a node has parts. */
export function isBranch(node: JsonNode): node is BranchNode {
  return node.kind === 'array' || node.kind === 'object'
}

/** A part without parts as JSON. */
export function leafText(node: LeafNode): string {
  if (node.kind !== 'string' && node.kind !== 'other') return node.text
  const more = node.moreChars > 0 ? `… (${formatCount(node.moreChars)} more characters)` : ''
  return JSON.stringify(node.text + more)
}

/** Says how many parts of a node are not among its entries, e.g. `… 20 more items`. */
export function moreText(node: BranchNode, shown = node.entries.length): string {
  const more = node.total - shown
  const unit = node.kind === 'array' ? 'item' : 'key'
  return `… ${formatCount(more)} ${shown === 0 ? '' : 'more '}${unit}${more === 1 ? '' : 's'}`
}

/** An array or object before its parts are read. */
class Branch {
  constructor(
    readonly kind: 'array' | 'object',
    readonly label: string,
    readonly size: number,
    readonly source: object,
  ) {}
}

function unwrap(input: unknown, jsonDone = false): LeafNode | Branch {
  switch (typeof input) {
    case 'string':
      return { kind: 'string', text: input, moreChars: 0 }
    case 'number':
      return Number.isFinite(input)
        ? { kind: 'number', text: String(input), moreChars: 0 }
        : other(String(input))
    case 'boolean':
      return { kind: 'constant', text: String(input), moreChars: 0 }
    case 'bigint':
      return other(`${input}n`)
    case 'function':
      return other(`[function ${input.name || 'without name'}]`)
    case 'object':
      return input === null ? { kind: 'constant', text: 'null', moreChars: 0 } : unwrapObject(input, jsonDone)
    default:
      return other(String(input))
  }
}

function unwrapObject(input: object, jsonDone: boolean): LeafNode | Branch {
  if (input instanceof Failed) return other(`[${describeError(input.error)}]`)
  if (input instanceof ExactNumber) return { kind: 'number', text: input.text, moreChars: 0 }
  if (ArrayBuffer.isView(input) || input instanceof ArrayBuffer)
    return other(`[${input.constructor.name}, ${formatBytes(input.byteLength)}]`)
  if (Array.isArray(input)) return new Branch('array', '', input.length, input)
  if (input instanceof Map) return new Branch('object', 'Map', input.size, input)
  if (input instanceof Set) return new Branch('array', 'Set', input.size, input)
  if (input instanceof Error) return other(`[${describeError(input)}]`)
  const toJson = attempt(() => (input as { toJSON?: unknown }).toJSON)
  if (typeof toJson === 'function' && !jsonDone)
    return unwrap(
      attempt(() => toJson.call(input) as unknown),
      true,
    )
  const keys = attempt(() => Object.keys(input).length)
  if (typeof keys !== 'number') return unwrap(keys)
  const name = attempt(() => input.constructor?.name)
  return new Branch('object', typeof name === 'string' && name !== 'Object' ? name : '', keys, input)
}

function* partsOf(value: object): Generator<[string | undefined, () => unknown]> {
  if (Array.isArray(value))
    for (let at = 0; at < value.length; at++) yield [undefined, () => value[at] as unknown]
  else if (value instanceof Set) for (const item of value) yield [undefined, () => item]
  else if (value instanceof Map) for (const [key, item] of value) yield [mapKey(key), () => item]
  else for (const key of Object.keys(value)) yield [key, () => (value as Record<string, unknown>)[key]]
}

function mapKey(key: unknown): string {
  const node = unwrap(key)
  return node instanceof Branch ? `[${node.label || node.kind}]` : node.text
}

/** What a getter or `toJSON` threw, in the place of a value. */
class Failed {
  constructor(readonly error: unknown) {}
}

function attempt<T>(read: () => T): T | Failed {
  try {
    return read()
  } catch (error) {
    return new Failed(error)
  }
}

/** Masks before cutting, with a margin: a cut in the middle of a secret must not show its first half. */
function maskAndCut(text: string, maxChars: number): string {
  return text.length <= maxChars
    ? maskForCell(text)
    : cutChars(maskForCell(cutChars(text, maxChars + 1_000)), maxChars)
}

function other(text: string): LeafNode {
  return { kind: 'other', text: maskForCell(text), moreChars: 0 }
}
