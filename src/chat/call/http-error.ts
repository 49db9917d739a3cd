/**
 * The answer of a server that refused a request: status, headers and a body of any shape to one failure.
 */
import { createParser } from 'eventsource-parser'
import { ChatError } from '../answer/errors'
import { describeMarkup, errorText, serverLine } from '../answer/error-text'
import { parseJson } from '../answer/event-payload'
import { findProxy, refusalHint } from './proxy'
import { isUnknownModel, riddleHint } from './refusal-meaning'

/** What is known of a refused request. */
export interface Refusal {
  /** HTTP status. */
  readonly status: number
  /** The words the server put beside the status. */
  readonly statusText?: string
  /** Looks up a header by its lower-case name. */
  header(name: string): string | null
  /** Where the request went; named in the hint without its query. */
  readonly url?: string
  /** Whether our own transport carried it, which may have gone through a proxy. */
  readonly isOwnTransport?: boolean
  /** The body, as far as it was read. */
  readonly body: string
  /** Milliseconds since the epoch, to read a date in Retry-After. */
  readonly now?: () => number
}

/** What is known of a redirect. */
export type Redirect = Required<Pick<Refusal, 'status' | 'header' | 'url'>>

/**
 * Describes a refused request.
 *
 * @param refusal - What the server sent.
 * @returns An error with code `http` whose message begins with the status.
 */
export function describeRefusal(refusal: Refusal): ChatError {
  const { status, statusText = '' } = refusal
  const text = bodyText(refusal.body) || `${serverLine(statusText) || 'status code'} (no body)`
  return new ChatError('http', `${status} ${text}`, {
    status,
    retryAfterMs: retryAfterMs((name) => refusal.header(name), refusal.now),
    isUnknownModel: isUnknownModel(status, text, refusal.body),
    requestId: refusal.header('x-request-id') ?? refusal.header('request-id') ?? undefined,
    hint:
      proxyHint(refusal) ??
      riddleHint(text, refusal.url && placeOf(refusal.url)) ??
      hintFor(status, refusal.url),
  })
}

/** A proxy that plain http goes through may have refused in place of the server. */
function proxyHint({ status, url, isOwnTransport }: Refusal): string | undefined {
  if (!isOwnTransport || !url?.startsWith('http:') || ![403, 407, 502, 503, 504].includes(status))
    return undefined
  const proxy = findProxy(new URL(url))
  if (!proxy) return undefined
  return `It went through the proxy ${proxy.place} (${proxy.variable}). ${refusalHint({ proxy, url: new URL(url) }, status)}`
}

/**
 * Describes a redirect, which is not followed: the key would go to an address nobody named.
 *
 * @param redirect - What the server sent, and where the request went. Its status is from 300 to 399.
 */
export function describeRedirect(redirect: Redirect): ChatError {
  const { status, url } = redirect
  const location = redirect.header('location')
  const target = location !== null && URL.canParse(location, url) ? new URL(location, url) : undefined
  if (!target) return new ChatError('http', `${status} redirect without a usable address`, { status })
  const base = placeOf(target.href).replace(/\/chat\/completions\/?$/, '')
  return new ChatError('http', `${status} the server has moved to ${placeOf(target.href)}`, {
    status,
    hint: `The key was not sent there. If you trust it, use baseURL: "${base}".`,
  })
}

function hintFor(status: number, url: string | undefined): string | undefined {
  const place = url === undefined ? 'the address' : placeOf(url)
  if (status === 401 || status === 403) return `Check the key for ${place}.`
  if (status === 404 || status === 405) return `Check ${place} and the name of the model.`
  return url === undefined ? undefined : `From ${place}.`
}

/** An address without query and credentials, which may hold secrets. */
function placeOf(href: string): string {
  const url = new URL(href)
  return `${url.origin}${url.pathname}`
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
  if (text.startsWith('<')) return describeMarkup(text)
  const value = parseJson(text) ?? eventValue(text)
  return value === undefined ? serverLine(text) : errorText(value) || serverLine(text)
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
