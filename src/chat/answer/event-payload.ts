/**
 * An event's data to what it says: a chunk, an error of the server, `[DONE]`, nothing, or broken data.
 * Knows JSON and the shapes of errors; nothing of choices and text.
 */
import { describeErrorValue, describeMarkup, serverLine } from './error-text'
import { isObject, type JsonObject } from '../../base/unknown'

/** What one event says. `goesOn` marks the further elements of an array: they are the same payload. */
export type Payload =
  | {
      readonly type: 'chunk'
      readonly chunk: JsonObject
      readonly error: string | null
      readonly goesOn?: true
    }
  | { readonly type: 'done' }
  | { readonly type: 'failure'; readonly error: string }
  | {
      readonly type: 'malformed'
      readonly isJson: boolean
      readonly reason: string
      /** The web page that begins inside of it; empty when there is none. */
      readonly page: string
    }
  | { readonly type: 'other' }

/**
 * Reads the data of one event.
 *
 * @param data - The event's data; several `data:` lines are joined by LF.
 * @param eventName - The event's name; only `error` means anything here.
 * @returns Usually one payload. None for blank data. Several when a server forgot the blank lines between its events
 * and every line is whole JSON by itself.
 */
export function readPayloads(data: string, eventName?: string): Payload[] {
  // Hot path: nearly every event is one whole JSON object.
  if (data.charCodeAt(0) === 123 && eventName !== 'error') {
    const value = parseJson(data)
    if (isObject(value)) return [fromValue(value)]
  }
  const text = data.trim()
  if (text === '' || isHeartbeat(text)) return []
  if (eventName === 'error') return [failureOf(parseJson(text) ?? text)]
  if (text === '[DONE]') return [{ type: 'done' }]
  const value = parseJson(text)
  if (value === undefined) return rescueLines(text) ?? glued(text)
  // A gateway that writes every line as JSON puts the end into quotes too.
  if (value === '[DONE]') return [{ type: 'done' }]
  return typeof value === 'string' ? [malformed(value)] : fromDocument(value)
}

/** A comment that a proxy wrapped as data, as in `data: : OPENROUTER PROCESSING`, or the word of one. */
function isHeartbeat(text: string): boolean {
  return /^:[^\n]*$/.test(text) || /^\W{0,2}(?:ping|heartbeat|keep-?alive)\W{0,2}$/i.test(text)
}

/**
 * Reads a line outside the format: an `error:` field (llama.cpp) or JSON without `data:` before it.
 *
 * @param line - The line as it came.
 * @returns Its payload; none for fields that nobody knows, which the standard ignores.
 */
export function readStrayLine(line: string): Payload[] {
  const field = /^error[ \t]*:(.*)$/s.exec(line)
  if (field) {
    const text = field[1]!.trim()
    return text === '' ? [] : [failureOf(parseJson(text) ?? text)]
  }
  const value = /^\s*[{[]/.test(line) ? parseJson(line) : undefined
  if (value === undefined) return []
  return fromDocument(value)
}

/** Parses JSON. @returns `undefined` when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * What is wrong with a payload that may carry an error, as servers write them into a 200.
 *
 * @param value - A parsed payload.
 * @returns The server's sentence, or `null` when it reports no error.
 */
export function payloadError(value: JsonObject): string | null {
  const { error, choices } = value
  if (isReport(error)) return describeErrorValue(isObject(error) || Array.isArray(error) ? error : value)
  if (value['object'] === 'error') return describeErrorValue(value)
  if (isErrorCode(value['error_code'])) return describeErrorValue(value)
  const { base_resp: status } = value
  if (isObject(status) && isErrorCode(status['status_code'])) return describeErrorValue(status)
  if (Array.isArray(choices)) return choiceError(choices)
  for (const field of ['detail', 'message', 'errors']) {
    const report = value[field]
    // Some servers send the message itself, `{ role, content }`, at the top: that is no complaint.
    const isMessage = isObject(report) && ('content' in report || 'role' in report)
    if (isReport(report) && !isMessage) return describeErrorValue(value)
  }
  return null
}

/** OpenRouter may write what went wrong into the choice it went wrong in. */
function choiceError(choices: readonly unknown[]): string | null {
  for (const choice of choices) {
    const error = isObject(choice) ? choice['error'] : undefined
    if (error !== undefined && isReport(error)) return describeErrorValue(error)
  }
  return null
}

function fromValue(value: unknown): Payload {
  if (!isObject(value)) return { type: 'other' }
  return { type: 'chunk', chunk: value, error: payloadError(value) }
}

function fromDocument(value: unknown): Payload[] {
  if (!Array.isArray(value) || value.length === 0) return [fromValue(value)]
  const payloads = value.map(fromValue)
  return payloads.map((payload, at) =>
    at > 0 && payload.type === 'chunk' ? { ...payload, goesOn: true } : payload,
  )
}

function failureOf(value: unknown): Payload {
  return { type: 'failure', error: describeErrorValue(value) }
}

function isReport(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  if (Array.isArray(value)) return value.length > 0
  return isObject(value) ? Object.keys(value).length > 0 : value === true
}

function isErrorCode(value: unknown): boolean {
  return (typeof value === 'number' && value !== 0) || (typeof value === 'string' && !/^0*$/.test(value))
}

/** One event whose data lines are each a payload: the server left the blank lines out. */
function rescueLines(text: string): Payload[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !isHeartbeat(line.trim()))
  if (lines.length === 0) return []
  const payloads: Payload[] = []
  for (const line of lines) {
    if (line.trim() === '[DONE]') {
      payloads.push({ type: 'done' })
      break
    }
    const value = parseJson(line)
    if (!isObject(value)) return payloads.length > 0 ? [...payloads, ...glued(line)] : undefined
    payloads.push(fromValue(value))
  }
  return payloads
}

/**
 * Data that is no JSON. A server that breaks off in the middle of an event writes the reason right behind it: that is an
 * error, if it is one by itself.
 */
function glued(text: string): Payload[] {
  const at = text.lastIndexOf('{"error"')
  const tail = at > 0 ? parseJson(text.slice(at)) : undefined
  return isObject(tail) && payloadError(tail) !== null ? [fromValue(tail)] : [malformed(text)]
}

/** Broken JSON is not quoted: it is half of an answer. Plain text is: it is what a proxy says instead of one. */
function malformed(text: string): Payload {
  const isJson = /^[{["]/.test(text)
  const pageAt = text.search(/<(?:!doctype\s+html|html|head|body)\b/i)
  const page = pageAt === -1 ? '' : text.slice(pageAt)
  const plain = pageAt === 0 ? describeMarkup(text) : `"${serverLine(text)}"`
  const broken = `${text.length} characters of broken JSON${page === '' ? '' : `, then an ${describeMarkup(page)}`}`
  return { type: 'malformed', isJson, reason: isJson ? broken : plain, page }
}
