/**
 * The body of a student's request: read up to a limit, taken for what it says, and written anew, so that the server reads
 * what was judged here and nothing else. Pure but for the reading.
 */
import type { IncomingMessage } from 'node:http'
import { isObject, type JsonObject } from '../../base/unknown'
import { ExactNumber, parseExactJson } from '../../display/exact-json'
import { refuse, type Refusal } from '../../practice/refusals'
import { refuseFields, refuseHeaders } from './account-fields'
import { estimateTokens } from './estimate'
import type { Limits } from './limits'

/** What a student asks. */
export interface Question {
  /** What is sent. */
  readonly body: string
  /** The model that it names, if it names one. */
  readonly model: string | undefined
  /** Tokens of it, estimated. */
  readonly estimate: number
}

/** Bytes of requests that are held in memory at the same time, those of all students together. */
const MAX_HELD_BYTES = 64_000_000
let heldBytes = 0

/** What is too much is read on for so long, for a client that still sends does not see the refusal. */
const MAX_SPILL_BYTES = 256_000_000

/**
 * Reads a body.
 *
 * @param request - The request.
 * @param limits - Of a body that is larger nothing is kept, and not all may be asked for.
 * @returns The body, a refusal, or `left` when the student has gone before its end.
 */
export async function readQuestion(
  request: IncomingMessage,
  limits: Limits,
): Promise<Question | Refusal | 'left'> {
  const { headers } = request
  const { maxBodyBytes: maxBytes } = limits
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity')
    return refuse('A packed body is not read. Send it without Content-Encoding.', { status: 415 })
  const pieces: Buffer[] = []
  let size = 0
  let held = 0
  let isBusy = false
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > MAX_SPILL_BYTES) break
      isBusy ||= size <= maxBytes && heldBytes + piece.length > MAX_HELD_BYTES
      if (size > maxBytes || isBusy) continue
      held += piece.length
      heldBytes += piece.length
      pieces.push(piece)
    }
  } catch {
    return 'left'
  } finally {
    heldBytes -= held
  }
  if (size > maxBytes)
    return refuse(`The body has more than ${maxBytes.toLocaleString('en-US')} bytes.`, { status: 413 })
  if (isBusy)
    return refuse('Too much is being sent at once. Ask again in a second.', { status: 503, retryAfter: 1 })
  return refuseHeaders(headers, limits.allowed) ?? understand(Buffer.concat(pieces), limits)
}

/**
 * Takes a body for what it says.
 *
 * @param bytes - The body.
 * @param limits - What may be asked for.
 */
function understand(bytes: Buffer, limits: Limits): Question | Refusal {
  if (!isSmall(bytes))
    return refuse('The body has too many values. Send it in several requests.', { status: 413 })
  let json: unknown
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    json = parseExactJson(text)
  } catch {
    return refuse('The body is no JSON. In curl, quote it in single quotes.', { code: 'invalid_json' })
  }
  if (!isObject(json)) return refuse('The body must be a JSON object.', { code: 'invalid_json' })
  const refused = refuseFields(json, limits.allowed)
  if (refused !== undefined) return refused
  const { model } = json
  try {
    return {
      body: printJson(json),
      model: typeof model === 'string' ? model : undefined,
      estimate: Math.ceil(tokensIn(json)),
    }
  } catch (error) {
    // Calls in calls, as many as there are lists in lists.
    if (!(error instanceof RangeError)) throw error
    return refuse('The body has too many lists in lists.', { code: 'invalid_json' })
  }
}

/** Of so many values a body is read in a tenth of a second, in which nobody else is served. */
const MAX_VALUES = 50_000
const [QUOTE, BACKSLASH, COMMA, LIST, OBJECT] = [34, 92, 44, 91, 123]

/** Whether JSON has few enough values, by what stands between them. */
function isSmall(bytes: Buffer): boolean {
  let values = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      do at = bytes.indexOf(QUOTE, at + 1)
      while (at !== -1 && isEscaped(bytes, at))
      if (at === -1) return true
    } else if ((byte === COMMA || byte === LIST || byte === OBJECT) && ++values > MAX_VALUES) return false
  }
  return true
}
function isEscaped(bytes: Buffer, quote: number): boolean {
  let at = quote - 1
  while (bytes[at] === BACKSLASH) at--
  return (quote - at) % 2 === 0
}

/** Numbers keep the digits that they came with. */
function printJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(printJson).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const fields = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${printJson(item)}`)
  return `{${fields.join(',')}}`
}

/** Tokens of what a model may read of a request: of all texts and lists of tokens in it; pictures and sounds by their place. */
function tokensIn(json: JsonObject): number {
  let tokens = 0
  const walk = (value: unknown): void => {
    if (typeof value === 'string') tokens += isPicture(value) ? PICTURE_TOKENS : estimateTokens(value)
    else if (Array.isArray(value))
      for (const item of value as unknown[])
        if (typeof item === 'number') tokens++
        else walk(item)
    else if (isObject(value))
      for (const [name, item] of Object.entries(value)) {
        if (name.length > MAX_NAME_CHARS) tokens += estimateTokens(name)
        walk(item)
      }
  }
  // Wherever a text stands, some server reads it.
  walk({ ...json, model: '' })
  return tokens
}

/** A picture, a sound or a document: letters of base64 and nothing else. */
function isPicture(text: string): boolean {
  const [head = ''] = /^data:[\w/+.-]{1,100};base64,/.exec(text) ?? []
  return (head !== '' || text.length >= MIN_PICTURE_CHARS) && !/[^\w+/=-]/.test(text.slice(head.length))
}

const MIN_PICTURE_CHARS = 1_000
const PICTURE_TOKENS = 1_000
/** Names of fields are not read, but what is no name may hide in one. */
const MAX_NAME_CHARS = 64
