/**
 * The answer of a server that refused a request: status, headers and a body of any shape to one failure.
 */
import { createParser } from 'eventsource-parser'
import { ChatError } from './errors'
import { errorText, oneLine, pageTitle } from './error-text'
import { parseJson } from './payloads'

/** Most bytes of an error body that are read. */
export const MAX_ERROR_BODY_BYTES = 64 * 1024

/** What is known of a refused request. */
export interface Refusal {
  /** HTTP status. */
  readonly status: number
  /** The words the server put beside the status. */
  readonly statusText?: string
  /** Looks up a header by its lower-case name. */
  header(name: string): string | null
  /** The body, as far as it was read. */
  readonly body: string
  /** Milliseconds since the epoch, to read a date in Retry-After. */
  readonly now?: () => number
}

/**
 * Describes a refused request.
 *
 * @param refusal - What the server sent.
 * @returns An error with code `http` whose message begins with the status.
 */
export function describeRefusal(refusal: Refusal): ChatError {
  const { status, statusText = '' } = refusal
  const text = bodyText(refusal.body) || oneLine(statusText) || 'status without a message'
  return new ChatError('http', `${status} ${text}`, {
    status,
    retryAfterMs: retryAfterMs((name) => refusal.header(name), refusal.now),
    requestId: refusal.header('x-request-id') ?? refusal.header('request-id') ?? undefined,
  })
}

/**
 * How long a server asks to wait: `retry-after-ms`, else `retry-after` in seconds or as a date.
 *
 * @returns Milliseconds, 0 for a date that has passed; `undefined` when it does not say or it cannot be read.
 */
export function retryAfterMs(
  header: (name: string) => string | null,
  now: () => number = Date.now,
): number | undefined {
  const ms = header('retry-after-ms')?.trim()
  if (ms !== undefined && /^\d+(\.\d+)?$/.test(ms)) return Math.round(Number(ms))
  const value = header('retry-after')?.trim()
  if (value === undefined || value === '') return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1000)
  const date = Date.parse(value)
  return /[a-z]{3}/i.test(value) && !Number.isNaN(date) ? Math.max(0, date - now()) : undefined
}

function bodyText(body: string): string {
  const text = body.replace(/^\ufeff/, '').trim()
  if (text === '') return ''
  if (text.startsWith('<')) {
    const title = pageTitle(text)
    return title === '' ? 'HTML page' : `HTML page: ${title}`
  }
  const value = parseJson(text) ?? eventValue(text)
  return value === undefined ? oneLine(text) : errorText(value) || oneLine(text)
}

/** Some servers write the refusal as the one event of a stream. */
function eventValue(text: string): unknown {
  if (!/^(?:data|event|id|retry|error)[ \t]*:|^:/.test(text)) return undefined
  const found: unknown[] = []
  const add = (data: string) => found.push(parseJson(data) ?? (data.trim() || undefined))
  const parser = createParser({
    onEvent: ({ data }) => add(data),
    onError: (error) => {
      if (error.field === 'error' && error.value !== undefined) add(error.value)
    },
  })
  parser.feed(`${text.replace(/\r\n?/g, '\n')}\n\n`)
  return found.find((value) => value !== undefined && value !== '[DONE]')
}
