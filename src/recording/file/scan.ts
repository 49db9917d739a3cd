/**
 * The search for secrets in a recording, the last step before each write: registered values in all their forms, the values of
 * `.env`, keys by their shape. What cannot be searched is a find as well. Looked at are the finished text and all that a reader could make of it: bodies without their
 * coding, bytes that are in base64, and the texts that a stream sends in pieces. What it gives never holds a value.
 */
import { contentCodings } from '../../base/body/content-codings'
import { isObject } from '../../base/unknown'
import { findSecrets, type KnownValues } from '../../secrets/find-secrets'
import { inspect } from '../../secrets/redact-text'
import type { Exchange, RecordedBody, Recording } from './format'
import { joinFrames, toBytes } from './frames'
import { printRecording } from './print-recording'
import { isPlainText, possibleCodings, unpack } from './unpack'

/** A find. */
export interface FoundSecret {
  /** Number of the exchange, from 0; `undefined` for what is in none. */
  readonly exchange: number | undefined
  /** For people: `exchange 3 (cell 2), body of the request: OpenAI key`. */
  readonly line: string
}

/**
 * Looks for secrets in a recording.
 *
 * @param recording - As it would be written.
 * @param values - Those to look for beside the registered ones.
 * @returns A line for each place and kind; empty when there is none.
 */
export function scanRecording(recording: Recording, values: KnownValues): FoundSecret[] {
  const found = new Map<string, FoundSecret>()
  for (const [index, exchange] of recording.exchanges.entries())
    for (const [place, text, name] of textsOf(exchange))
      for (const kind of text === undefined ? [UNSEARCHED] : kindsIn(text, values, name)) {
        const cell = exchange.cell === undefined ? '' : ` (cell ${exchange.cell})`
        const line = `exchange ${index + 1}${cell}, ${place}: ${kind}`
        found.set(line, { exchange: index, line })
      }
  if (found.size === 0)
    for (const kind of kindsIn(printRecording(recording), values))
      found.set(kind, { exchange: undefined, line: `the file: ${kind}` })
  return [...found.values()]
}

/** What kinds of secrets a text holds. */
function kindsIn(text: string, values: KnownValues, name?: string): string[] {
  const kinds = findSecrets(text, values, name).map(({ kind }) => kind)
  if (kinds.length > 0) return [...new Set(kinds)]
  const { spans, cut } = inspect(text)
  return spans.length > 0 || cut !== undefined ? ['a secret of this notebook'] : []
}

/** A text, and where it is; `undefined` for one that nobody can read. */
type Text = readonly [place: string, text: string | undefined, name?: string]

/** What is said of it. */
const UNSEARCHED = 'packed so that it cannot be searched'

function* textsOf({ request, response }: Exchange): Generator<Text> {
  yield ['address', decoded(request.path)]
  for (const [name, value] of request.query ?? []) yield ['address', value, name]
  for (const [name, value] of Object.entries(request.headers ?? {}))
    yield ['headers of the request', value, name]
  if (request.body) yield* bodyTexts('body of the request', request.body)
  if (response.statusText !== undefined) yield ['status', response.statusText]
  for (const [name, value] of response.headers) yield ['headers of the answer', value, name]
  const place = 'body of the answer'
  const codings = contentCodings(response.headers.find(([name]) => /^content-encoding$/i.test(name))?.[1])
  const bytes = joinFrames(response.frames)
  const plain = unpack(bytes, codings)
  // What is not packed at all is searched as it is; and behind the end of what is packed there may be more.
  if (codings.length > 0) yield [place, bytes.toString('utf8')]
  if (plain === 'large' || (plain === 'broken' && !isPlainText(bytes))) yield [place, undefined]
  const text = (typeof plain === 'string' ? bytes : plain).toString('utf8')
  yield [place, text]
  for (const joined of joinedTexts(text)) yield [place, joined]
  yield* jsonTexts(place, parsed(text))
}

function* bodyTexts(place: string, body: RecordedBody): Generator<Text> {
  if ('json' in body) {
    yield [place, JSON.stringify(body.json)]
    yield* jsonTexts(place, body.json)
  } else if ('text' in body) {
    yield [place, body.text]
    yield [place, decoded(body.text)]
  } else if ('base64' in body) {
    const bytes = toBytes(body)
    yield [place, bytes.toString('utf8')]
    for (const coding of possibleCodings(bytes)) {
      const plain = unpack(bytes, [coding])
      if (plain === 'large' || (plain === 'broken' && coding === 'zstd')) yield [place, undefined]
      else if (plain !== 'broken') yield [place, plain.toString('utf8')]
    }
  } else
    for (const part of body.parts) {
      const name = /\bname="([^"]*)"/.exec(part.headers['content-disposition'] ?? '')?.[1]
      for (const value of Object.values(part.headers)) yield [place, value]
      if ('text' in part.body) yield name ? [place, part.body.text, name] : [place, part.body.text]
      yield* bodyTexts(place, part.body)
    }
}

/** The texts of a JSON value, with the names of their fields. */
function* jsonTexts(place: string, value: unknown, name?: string): Generator<Text> {
  if (typeof value === 'string') yield name === undefined ? [place, value] : [place, value, name]
  else if (Array.isArray(value)) for (const item of value) yield* jsonTexts(place, item, name)
  else if (isObject(value))
    for (const [field, item] of Object.entries(value)) yield* jsonTexts(place, item, field)
}

/** The texts that the events of a stream, or the lines of one, carry in pieces: what is at the same place in each, joined. */
function joinedTexts(body: string): string[] {
  const pieces = new Map<string, string[]>()
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') (pieces.get(path) ?? setIn(pieces, path)).push(value)
    else if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) walk(item, `${path}/${name}`)
  }
  for (const [, data = ''] of body.matchAll(/^(?:data:)?[ \t]*([[{"].*)$/gm)) walk(parsed(data), '')
  const plain = [...body.matchAll(/^data: ?(.*)$/gm)].map(([, data]) => data).join('')
  return [...[...pieces.values()].filter((list) => list.length > 1).map((list) => list.join('')), plain]
}

function setIn(pieces: Map<string, string[]>, path: string): string[] {
  const list: string[] = []
  pieces.set(path, list)
  return list
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
