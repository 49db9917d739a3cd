/**
 * Which recorded exchange answers a request. Equal requests are a sequence: each is answered by the next of their answers,
 * and one more than were recorded by none. Pure but for what it counts.
 */
import type { Exchange, RecordedBody, RecordedRequest, Recording, VolatileRule } from '../file/format'
import { describeDifference, differences, type Difference } from './differences'
import { withoutVolatile } from './volatile'

/** What a request found. */
export type Match =
  | { readonly kind: 'hit'; readonly exchange: Exchange; readonly index: number }
  | { readonly kind: 'miss'; readonly message: string }

/** The exchanges of a recording, and which of them have been given. */
export interface Matcher {
  /**
   * Finds the answer to a request, and uses it up.
   * @param by - The cell that asks.
   */
  take(request: RecordedRequest, by: AskingCell): Match
  /** Gives back what a cell has used up, for it runs again. */
  rewind(cell: string): void
  /** Exchanges that nobody has asked for, by their numbers from 0. */
  unused(): number[]
}

/** A cell that asks. */
export interface AskingCell {
  /** By which it is known when it runs again. */
  readonly key: string
  /** Its number, which is near to that of the recording where cells were added or moved. */
  readonly number?: number
}

/** Beyond these a message names no more of the fields that differ. */
const MAX_NAMED = 3

/**
 * Prepares a recording for matching.
 *
 * @param recording - The recording.
 * @param options - `repeat`: after the last answer to equal requests comes the first again.
 */
export function createMatcher(recording: Recording, options: { readonly repeat?: boolean } = {}): Matcher {
  const rules = recording.volatile ?? []
  const { exchanges } = recording
  const comparable = exchanges.map(({ request }) => toComparable(request, rules))
  const usedBy = new Map<number, string>()
  const isUsedOnce = new Set<number>()

  const take = (request: RecordedRequest, by: AskingCell): Match => {
    const asked = toComparable(request, rules)
    const equal = comparable.flatMap((one, index) => (differences(one, asked).length === 0 ? [index] : []))
    let index = equal.find((at) => !usedBy.has(at))
    if (index === undefined && options.repeat === true && equal.length > 0) {
      for (const at of equal) usedBy.delete(at)
      index = equal[0]
    }
    if (index !== undefined) {
      usedBy.set(index, by.key)
      isUsedOnce.add(index)
      return { kind: 'hit', exchange: exchanges[index]!, index }
    }
    return {
      kind: 'miss',
      message: equal.length > 0 ? usedUp(request, equal.length) : notFound(request, asked, by),
    }
  }

  const usedUp = (request: RecordedRequest, count: number): string =>
    `${nameOf(request)} was recorded ${count === 1 ? 'once' : `${count} times`} and is asked for once more.`

  const notFound = (request: RecordedRequest, asked: unknown, by: AskingCell): string => {
    const nearest = findNearest(asked, by)
    if (nearest === undefined) return `There is no recording of ${nameOf(request)}, for nothing was recorded.`
    const { index, fields } = nearest
    const { cell } = exchanges[index]!
    const named = fields.slice(0, MAX_NAMED).map(describeDifference)
    const more = fields.length - named.length
    return (
      `There is no recording of this ${nameOf(request)}. The nearest, exchange ${index + 1}` +
      `${cell === undefined ? '' : ` of cell ${cell}`}, differs in ${named.join('; ')}` +
      `${more > 0 ? `; and in ${more} more` : ''}.`
    )
  }

  const findNearest = (
    asked: unknown,
    { number }: AskingCell,
  ): { index: number; fields: Difference[] } | undefined => {
    const found = comparable.map((one, index) => {
      const fields = differences(one, asked)
      // A request to another address is farther away than any other body.
      const distance = fields.reduce(
        (sum, { field }) => sum + (/^(?:method|path)/.test(field) ? 1_000 : 1),
        0,
      )
      // What was asked in the same cell is more likely what was meant.
      const isOfCell = number !== undefined && exchanges[index]!.cell === number && !usedBy.has(index)
      return { index, fields, distance: distance + (usedBy.has(index) ? 0.5 : 0) - (isOfCell ? 3 : 0) }
    })
    return found.sort((a, b) => a.distance - b.distance)[0]
  }

  return {
    take,
    rewind(cell) {
      for (const [index, by] of usedBy) if (by === cell) usedBy.delete(index)
    },
    unused: () => exchanges.flatMap((_, index) => (isUsedOnce.has(index) ? [] : [index])),
  }
}

/** A request in words. */
function nameOf({ method, path }: RecordedRequest): string {
  return `${method} ${path}`
}

/** A request as it is compared: fields that people know, and without what may differ. */
function toComparable(request: RecordedRequest, rules: readonly VolatileRule[]): unknown {
  const { method, path, query = [], headers = {}, body } = request
  // A name may be one that every object has.
  const byName = new Map<string, string[]>()
  for (const [name, value] of query) byName.set(name, [...(byName.get(name) ?? []), value])
  const fields = [...byName].map(([name, all]) => [name, all.length === 1 ? all[0] : all] as const)
  const value = {
    method,
    path,
    query: Object.fromEntries(fields),
    headers,
    ...(body && 'parts' in body
      ? { parts: body.parts.map((part) => ({ headers: part.headers, body: bodyValue(part.body) })) }
      : { body: body && bodyValue(body) }),
  }
  return withoutVolatile(value, rules)
}

function bodyValue(body: RecordedBody): unknown {
  if ('json' in body) return body.json
  if ('text' in body) return body.text
  return 'base64' in body ? { base64: body.base64 } : body.parts
}
