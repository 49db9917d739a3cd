/**
 * The sentence a person needs out of an error body of any shape: OpenAI's, the flat one of vLLM, FastAPI's `detail`,
 * Gemini's array, Cloudflare's `errors`, gateways' `message`, HTML pages.
 */
import { isObject, type JsonObject, stringOf } from '../../base/unknown'
import { cutChars } from '../../base/surrogates'

/** Most characters of a server's text that are quoted in a message. */
const MAX_QUOTE_CHARS = 300

/** Where error bodies keep their sentence, the more telling field first. */
const FIELDS = [
  'error',
  'error_description',
  'message',
  'Message',
  'msg',
  'detail',
  'details',
  'errors',
  'reason',
  'description',
  'errorMessage',
  'error_message',
  'error_msg',
  'status_msg',
  'faultstring',
  'fault',
  'title',
  'text',
]

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

/** Text of a server as one short line without control characters. */
export function serverLine(text: string, maxChars: number = MAX_QUOTE_CHARS): string {
  const line = text
    .slice(0, maxChars * 4)
    .replace(CONTROLS, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  if (line.length <= maxChars) return line
  return `${cutChars(line, maxChars - 1)}…`
}

/**
 * Finds the sentence in a parsed error.
 *
 * @param value - The error: text, an object or an array of them, nested as servers like it.
 * @returns One line; empty when nothing in it reads like a message.
 */
export function errorText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return sentence(value, depth)
  if (depth > 6) return ''
  if (Array.isArray(value)) {
    const lines = value.slice(0, 3).map((item) => errorText(item, depth + 1))
    return serverLine(lines.filter((line) => line !== '').join('; '))
  }
  return isObject(value) ? objectText(value, depth) : ''
}

function objectText(value: JsonObject, depth: number): string {
  // FastAPI: where in the request, and what is wrong there.
  if (Array.isArray(value['loc']) && typeof value['msg'] === 'string') {
    return serverLine(`${value['loc'].join('.')}: ${value['msg']}`)
  }
  // OAuth: `error` is a code, `error_description` the sentence.
  const description = stringOf(value['error_description'])
  if (description !== '') return serverLine(description)
  // A bare `error` beside a `message` is a code or the words of the status.
  const fields = typeof value['error'] === 'string' ? [...FIELDS.slice(1), 'error'] : FIELDS
  for (const field of fields) {
    const text = errorText(value[field], depth + 1)
    if (text !== '') return text
  }
  const other = Object.entries(value).find(([name, text]) => SAYS_WHY.test(name) && typeof text === 'string')
  if (other) return sentence(withoutTags(String(other[1])), depth)
  const code = value['code'] ?? value['type']
  if (code === undefined && depth > 0) return listText(value)
  return typeof code === 'string' || typeof code === 'number' ? serverLine(String(code)) : ''
}

/** Names of fields that hold a reason, where none of {@link FIELDS} is there: `html-message`, `errorSummary`. */
const SAYS_WHY = /(?:message|msg|error|detail|details|reason|summary|description|cause)$/i

/** Most characters of a text that are looked at. */
const MAX_TEXT_CHARS = 16 * 1024

/** A text of a server, out of what gateways put around it. */
function sentence(text: string, depth: number): string {
  const inner = unwrapGateway(text.slice(0, MAX_TEXT_CHARS))
  const json = /^(?:b(['"]))?(\{.*\})\1?$/s.exec(inner.trim())?.[2]
  const found = json === undefined || depth > 6 ? '' : errorText(parseOr(json), depth + 1)
  return found || serverLine(inner)
}

/**
 * LiteLLM puts the names of its classes and of the provider before the reason, once for each layer, and what it tried
 * behind it.
 * @see https://docs.litellm.ai/docs/exception_mapping
 */
function unwrapGateway(text: string): string {
  if (!/^\s*litellm\./.test(text)) return text
  const reason = text
    .replace(/^\s*(?:(?:litellm\.)?[A-Za-z_]*(?:Error|Exception|Timeout|Denied)(?::| -)\s*)+/, '')
    .replace(/[\s.]*(?:Received Model Group=|Available Model Group Fallbacks=|LiteLLM Retried:).*$/s, '')
    .trim()
  return reason === '' ? text : reason
}

/** What is wrong with each field: an object of texts and lists of texts. */
function listText(value: JsonObject): string {
  const lines = Object.entries(value).map(([name, text]) => {
    const words = (Array.isArray(text) ? text : [text]).filter((one) => typeof one === 'string')
    return words.length > 0 ? `${name}: ${words.join(', ')}` : ''
  })
  return lines.every((line) => line !== '') ? serverLine(lines.slice(0, 3).join('; ')) : ''
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The sentence of an error that a stream reports: an event of the server, or what a client threw.
 *
 * @param error - The error.
 * @returns One line, never empty.
 */
export function errorSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : errorText(error)
  return text || 'the server reported an error without a message'
}

/**
 * The sentence in a parsed error, or the beginning of its JSON.
 *
 * @param value - The error.
 */
export function describeErrorValue(value: unknown): string {
  return errorText(value) || serverLine(JSON.stringify(value) ?? String(value))
}

/**
 * What a page is: its title, else its first heading, else its first words, with the status that it tells; of XML, as
 * object stores send it, the message.
 *
 * @param markup - The page, or its beginning.
 * @returns One line, e.g. `HTML page: Sign in`.
 */
export function describeMarkup(markup: string): string {
  const isXml = /^\s*<\?xml\b/i.test(markup) && !/<html\b/i.test(markup)
  const title =
    firstTag(markup, isXml ? ['message', 'title', 'code'] : ['title', 'h1', 'h2']) || firstWords(markup)
  const status = /\b[45]\d\d\b/.test(title) ? undefined : statusIn(withoutTags(markup))
  const words = [status === undefined ? '' : `status ${status}`, title].filter((part) => part !== '')
  return `${isXml ? 'XML document' : 'HTML page'}${words.length === 0 ? '' : `: ${words.join(', ')}`}`
}

const MAX_WORDS_CHARS = 120
const MAX_MARKUP_CHARS = 64 * 1024

/** The status of HTTP that a page speaks of, as in `Error 502` or `503 Service Unavailable`. */
function statusIn(text: string): string | undefined {
  const found =
    /\b(?:HTTP(?:\/\d(?:\.\d)?)?|error|status)(?: code)?:? {0,2}([45]\d\d)\b/i.exec(text) ??
    /\b([45]\d\d) (?:Bad|Gateway|Service|Internal|Too|Unauthorized|Forbidden|Not|Request|Origin)\b/i.exec(
      text,
    )
  return found?.[1]
}

/** The words that a page shows, without its head, scripts and styles. */
function withoutTags(markup: string): string {
  const text = markup
    .slice(0, MAX_MARKUP_CHARS)
    .replace(/<!--[^]*?(?:-->|$)|<(script|style|head)\b[^]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<[^>]*(?:>|$)/g, ' ')
  return unescapeEntities(text).replace(/\s+/g, ' ').trim()
}

function firstWords(markup: string): string {
  return serverLine(withoutTags(markup), MAX_WORDS_CHARS)
}

function firstTag(markup: string, tags: readonly string[]): string {
  for (const tag of tags) {
    const match = new RegExp(`<${tag}\\b[^>]*>([^<]*)`, 'i').exec(markup)
    const title = serverLine(unescapeEntities(match?.[1] ?? ''))
    if (title !== '') return title
  }
  return ''
}

function unescapeEntities(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
  return text.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w+));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? all
    const point = decimal === undefined ? parseInt(hex, 16) : Number(decimal)
    return point <= 0x10ffff ? String.fromCodePoint(point) : all
  })
}
