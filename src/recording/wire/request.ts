/**
 * A request as a recording holds it, and as it is matched: what was asked, without who asked. Pure.
 */
import { parseExactJson } from '../../display/exact-json'
import { MASK } from '../../secrets/redact-text'
import { toText } from '../file/frames'
import type { RecordedBody, RecordedRequest } from '../file/format'
import { askedHeaders, type RawHeaders } from './headers'
import { readMultipart } from './multipart'

/** A request as it came. */
export interface RawRequest {
  /** Variable that named the server. */
  readonly server: string
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly rawHeaders: RawHeaders
  readonly body: Buffer
}

/**
 * Describes a request.
 * @param raw - As it came.
 */
export function describeRequest({ server, method, target, rawHeaders, body }: RawRequest): RecordedRequest {
  const [path = '/', ...rest] = target.split('?')
  const query = rest.length === 0 ? [] : [...new URLSearchParams(rest.join('?'))].map(withoutKey)
  const headers = askedHeaders(rawHeaders)
  const at = rawHeaders.findIndex((name, index) => index % 2 === 0 && /^content-type$/i.test(name))
  const contentType = at === -1 ? '' : (rawHeaders[at + 1] ?? '')
  const described = describeBody(body, contentType)
  return {
    server,
    method,
    path,
    ...(query.length > 0 && { query }),
    ...(headers && { headers }),
    ...(described && { body: described }),
  }
}

/** What a key is called in an address. Narrow: a `page_token` says what is asked for. */
const KEY_NAME =
  /^(?:(?:x|api|access|auth|subscription|client|secret)[-_]?)*(?:key|token|secret|password|signature|sig|auth|authorization)$/i

/** Some services take the key in the address; it is no part of what is asked. */
function withoutKey([name, value]: [string, string]): [string, string] {
  return [name, KEY_NAME.test(name) ? MASK : value]
}

function describeBody(body: Buffer, contentType: string): RecordedBody | undefined {
  if (body.length === 0) return undefined
  const parts = readMultipart(body, contentType)
  if (parts)
    return {
      parts: parts.map((part) => ({
        headers: part.headers,
        body: describeBody(part.body, part.headers['content-type'] ?? '') ?? { text: '' },
      })),
    }
  const text = toText(body)
  if (typeof text !== 'string') return text
  const json = readJson(text)
  return json === undefined ? { text } : { json: json[0] }
}

/** A text that JSON of JavaScript would change, by numbers of too many digits or two fields of one name, stays a text. */
function readJson(text: string): readonly [unknown] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const value = JSON.parse(text) as unknown
    const isExact = parseExactJson(text, value) === value && countNames(text) === countFields(value)
    return isExact ? [value] : undefined
  } catch {
    return undefined
  }
}

function countNames(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:)?/gs)].filter(([, colon]) => colon !== undefined).length
}

function countFields(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const items = Object.values(value)
  return items.reduce<number>((sum, item) => sum + countFields(item), Array.isArray(value) ? 0 : items.length)
}
