/**
 * The body of a student's request: read up to a limit, taken for what it says, and written anew, so that the server reads
 * what was judged here and nothing else. Pure but for the reading.
 */
import type { IncomingMessage } from 'node:http'
import { isObject, type JsonObject } from '../../base/unknown'
import { ExactNumber, parseExactJson } from '../../display/exact-json'
import { refuse, type Refusal } from '../../practice/refusals'
import { estimateTokens } from './estimate'

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
 * @param maxBytes - Of a larger one nothing is kept.
 * @returns The body, a refusal, or `left` when the student has gone before its end.
 */
export async function readQuestion(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Question | Refusal | 'left'> {
  const { headers } = request
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
  return understand(Buffer.concat(pieces))
}

/**
 * Takes a body for what it says.
 * @param bytes - The body.
 */
function understand(bytes: Buffer): Question | Refusal {
  let json: unknown
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    json = parseExactJson(text)
  } catch {
    return refuse('The body is no JSON. In curl, quote it in single quotes.', { code: 'invalid_json' })
  }
  if (!isObject(json)) return refuse('The body must be a JSON object.', { code: 'invalid_json' })
  // Its answer comes later, to whoever asks for it, and so cannot be counted.
  if (json['background'] === true)
    return refuse('Answers in the background are not for the class: leave `background` out.', {
      param: 'background',
    })
  const { model } = json
  return {
    body: printJson(json),
    model: typeof model === 'string' ? model : undefined,
    estimate: Math.ceil(estimateTokens(textsIn(json))),
  }
}

/** Numbers keep the digits that they came with. */
function printJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(printJson).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const fields = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${printJson(item)}`)
  return `{${fields.join(',')}}`
}

/** What a model reads of a request: its texts; pictures and sounds by their place. */
function textsIn(json: JsonObject): string {
  const texts: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value === 'string') texts.push(/^data:[\w/+.-]+;base64,/.test(value) ? PICTURE : value)
    else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) walk(item)
  }
  for (const name of ['messages', 'input', 'prompt', 'system', 'instructions', 'tools']) walk(json[name])
  return texts.join('\n')
}

/** As many letters as give about the tokens of a picture. */
const PICTURE = 'x'.repeat(4_000)
