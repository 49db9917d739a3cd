/**
 * One HTTP exchange on a card: what was asked, what came back, how long it took; headers folded. Owns the look and
 * the masking of what is shown; knows nothing of how the request was made.
 */
import type { MimeBundle } from '../base/mime-bundle'
import { MASK } from '../secrets/redact-text'
import { maskForCell } from './mask'
import { isSecretName } from '../secrets/secret-names'
import { isSecretHeaderName } from '../secrets/secret-headers'
import { type Html, html as h } from './html'
import { MUTED } from './look'
import { formatBytes, formatMs } from './one-line'
import { showInvisible, stripControls } from './terminal-text'
import { cutChars } from '../base/surrogates'

/** Header lines as name and value, in the order of the wire. */
export type HeaderLines = readonly (readonly [name: string, value: string])[]

/** What a card shows. Absent fields are left out. */
export interface Exchange {
  /** Request method, e.g. `POST`. */
  readonly method: string
  /** Address that was asked; passwords and secret parameters in it are masked. */
  readonly url: string
  /** Status code; absent or 0 when no response came. */
  readonly status?: number
  /** Words of the status line. */
  readonly statusText?: string
  /** From sending to the end of the body, in milliseconds. */
  readonly elapsedMs?: number
  /** Size of the body in bytes. */
  readonly sizeBytes?: number
  /** Headers that were sent. */
  readonly requestHeaders?: HeaderLines
  /** Headers that came back. */
  readonly responseHeaders?: HeaderLines
  /** Why there is no (whole) response, in one line. */
  readonly error?: string
  /** More facts for the line, e.g. `saved to data.json`. */
  readonly notes?: readonly string[]
}

const MAX_URL_CHARS = 160
const MAX_HEADER_CHARS = 2_000
/** Own background and own text colour: readable on light and dark pages. */
const BADGE = 'color:#fff;padding:1px 7px;border-radius:8px;font-weight:bold;white-space:nowrap;background:'
const COLOURS = { good: '#1a7f37', moved: '#0969da', refused: '#9a6700', broken: '#cf222e' }
const PRE = 'white-space:pre-wrap;margin:2px 0 6px 18px;padding:0;background:none'

/**
 * Makes the bundle of an exchange: a card with the headers folded, and one line of plain text.
 *
 * @param exchange - What happened. Values of headers such as `Authorization` are masked whatever they are.
 * @example
 * ```ts
 * exchangeBundle({ method: 'GET', url: 'http://127.0.0.1:8080/v1/models', status: 200, statusText: 'OK' })
 * ```
 */
export function exchangeBundle(exchange: Exchange): MimeBundle {
  const facts = factsOf(exchange)
  const url = cleanUrl(exchange.url)
  const line = h`<code>${cleanLine(exchange.method)} ${shortUrl(url)}</code> ${badge(exchange)}${
    facts.length > 0 &&
    h` <span style="${MUTED};white-space:nowrap">${facts.slice(0, 2).join(' · ')}</span>${
      facts.length > 2 && h` <span style="${MUTED}">· ${facts.slice(2).join(' · ')}</span>`
    }`
  }`
  const parts = [
    url.length > MAX_URL_CHARS && h`<pre style="${PRE}">${url}</pre>`,
    headersHtml('Request headers', exchange.requestHeaders),
    headersHtml('Response headers', exchange.responseHeaders),
  ].filter((part) => part !== false)
  const card =
    parts.length === 0
      ? h`<div>${line}</div>`
      : h`<details><summary style="cursor:pointer">${line}</summary>${parts}</details>`
  return {
    data: { 'text/html': String(card), 'text/plain': [`${headline(exchange)}`, ...facts].join(' · ') },
  }
}

/**
 * An address as it may be shown: without passwords and values of secret parameters, nothing invisible in it.
 *
 * @param url - Any text that is used as an address.
 */
export function cleanUrl(url: string): string {
  const masked = url
    .replace(/(:\/\/[^/?#@:]*:)[^/?#@]*@/, `$1${MASK}@`)
    .replace(/([?&#;])([^=&#;]+)=([^&#;]+)/g, (pair: string, mark: string, name: string) =>
      isSecretName(decode(name)) ? `${mark}${name}=${MASK}` : pair,
    )
  return cleanLine(masked)
}

/**
 * The value of a header as it may be shown: of secret ones only the scheme.
 *
 * @param name - Name of the header, in any case.
 * @param value - Its value.
 * @returns e.g. `Bearer ••••`.
 */
export function cleanHeader(name: string, value: string): string {
  if (!isSecretHeaderName(name)) return cutChars(cleanLine(value), MAX_HEADER_CHARS)
  const scheme = /^(?:bearer|basic|digest|token|apikey|negotiate)(?= )/i.exec(value)?.[0]
  const cookie = /cookie/i.test(name) ? /^[\w.-]{1,40}=/.exec(value)?.[0] : undefined
  return scheme === undefined ? `${cookie ?? ''}${MASK}` : `${scheme} ${MASK}`
}

function headline({ method, url, status, statusText, error }: Exchange): string {
  const answer = status ? `${status} ${cleanLine(statusText ?? '')}`.trim() : 'no response'
  return `${cleanLine(method)} ${shortUrl(cleanUrl(url))} → ${answer}${error ? ` · ${cleanLine(error)}` : ''}`
}

function badge({ status, statusText, error }: Exchange): Html {
  const text = status ? `${status} ${cleanLine(statusText ?? '')}`.trim() : 'no response'
  const kind =
    !status || status >= 500 ? 'broken' : status >= 400 ? 'refused' : status >= 300 ? 'moved' : 'good'
  const trouble = error && h` <span>${cleanLine(error)}</span>`
  return h`<span style="${BADGE}${COLOURS[kind]}">${text}</span>${trouble}`
}

function factsOf({ elapsedMs, sizeBytes, notes = [] }: Exchange): string[] {
  return [
    ...(elapsedMs === undefined ? [] : [formatMs(elapsedMs)]),
    ...(sizeBytes === undefined ? [] : [formatBytes(sizeBytes)]),
    ...notes.map(cleanLine),
  ]
}

function headersHtml(title: string, headers: HeaderLines | undefined): Html | false {
  if (headers === undefined || headers.length === 0) return false
  const lines = headers.map(
    ([name, value]) => h`<span class="na">${cleanLine(name)}</span>: ${cleanHeader(name, value)}\n`,
  )
  return h`<div style="${MUTED};margin-left:18px">${title}</div><div class="highlight" style="background:none"><pre style="${PRE}">${lines}</pre></div>`
}

function shortUrl(url: string): string {
  if (url.length <= MAX_URL_CHARS) return url
  return `${cutChars(url, MAX_URL_CHARS - 40)}…${url.slice(-30)}`
}

function cleanLine(text: string): string {
  return showInvisible(maskForCell(stripControls(text)).replace(/\s+/g, ' ').trim())
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name // A stray percent sign: the name is what is written.
  }
}
