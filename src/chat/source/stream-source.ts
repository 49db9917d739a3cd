/**
 * What kind of stream is this? Anything a caller may hold to one of three sources: bytes, items, or an event target.
 */
import { UsageError } from '../../errors'
import { isObject } from '../../base/unknown'

/** An object that fires `message` events, as `EventSource` does. */
export interface EventTargetLike {
  addEventListener(name: string, listener: (event: unknown) => void): void
  removeEventListener(name: string, listener: (event: unknown) => void): void
  close(): void
  readonly readyState?: number
}

/** Where an answer comes from. */
export type StreamSource =
  | {
      readonly type: 'response'
      readonly status: number
      readonly statusText: string
      readonly body: unknown
      header(name: string): string | null
    }
  | {
      readonly type: 'items'
      readonly items: AsyncIterable<unknown>
      readonly controller: AbortController | undefined
    }
  | { readonly type: 'target'; readonly target: EventTargetLike }

const ALREADY_READ =
  'This stream was already read, and a stream can be read only once. Keep the result of the first stream(…).'
const consumed = new WeakSet<object>()

/**
 * Finds out what a value is.
 *
 * @param value - What the caller passed, already awaited.
 * @throws UsageError for what is no stream, and for a stream that was read before.
 */
export function findSource(value: unknown): StreamSource {
  if (typeof value !== 'object' || value === null) throw notAStream(value)
  if (consumed.has(value)) throw new UsageError(ALREADY_READ)
  const source = classify(value)
  if (!source) throw notAStream(value)
  consumed.add(value)
  return source
}

function classify(value: object): StreamSource | undefined {
  const fields = value as { readonly [name: string]: unknown }
  if (typeof fields['status'] === 'number' && 'body' in value && hasMethod(fields['headers'], 'get')) {
    if (fields['bodyUsed'] === true || isLocked(fields['body'])) throw new UsageError(ALREADY_READ)
    const headers = fields['headers'] as { get(name: string): string | null }
    return {
      type: 'response',
      status: fields['status'],
      statusText: String(fields['statusText'] ?? ''),
      body: fields['body'],
      header: (name) => headers.get(name),
    }
  }
  if (typeof fields['statusCode'] === 'number' && hasMethod(value, 'pipe')) return nodeResponse(fields)
  // The result of the AI SDK: fullStream tells of errors, textStream leaves them out.
  for (const name of ['fullStream', 'textStream']) {
    const items = isObject(fields) ? itemsOf(fields[name]) : undefined
    if (items) return { type: 'items', items, controller: undefined }
  }
  if (hasMethod(value, 'addEventListener') && hasMethod(value, 'close')) {
    return { type: 'target', target: value as EventTargetLike }
  }
  if (isLocked(value) || fields['readableEnded'] === true || fields['destroyed'] === true) {
    throw new UsageError(ALREADY_READ)
  }
  const items = itemsOf(value)
  const controller = fields['controller'] instanceof AbortController ? fields['controller'] : undefined
  return items && { type: 'items', items, controller }
}

/** The response object of Node's own http module. */
function nodeResponse(response: { readonly [name: string]: unknown }): StreamSource {
  const headers = isObject(response['headers']) ? response['headers'] : {}
  return {
    type: 'response',
    status: response['statusCode'] as number,
    statusText: String(response['statusMessage'] ?? ''),
    body: response,
    header: (name) => (headers[name] === undefined ? null : String(headers[name])),
  }
}

function itemsOf(value: unknown): AsyncIterable<unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Symbol.asyncIterator in value) return value as AsyncIterable<unknown>
  if (Symbol.iterator in value) return eachOf(value as Iterable<unknown>)
  return hasMethod(value, 'getReader') ? readerItems(value as ReadableLike) : undefined
}

async function* eachOf(items: Iterable<unknown>): AsyncGenerator<unknown> {
  for (const item of items) yield item
}

interface ReadableLike {
  getReader(): { read(): Promise<{ done: boolean; value?: unknown }>; cancel(): Promise<void> }
}

async function* readerItems(stream: ReadableLike): AsyncGenerator<unknown> {
  const reader = stream.getReader()
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value
  } finally {
    reader.cancel().then(undefined, () => {})
  }
}

function hasMethod(value: unknown, name: string): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Record<string, unknown>)[name] === 'function'
  )
}

function isLocked(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { locked?: unknown }).locked === true
}

function notAStream(value: unknown): UsageError {
  const what =
    value === null
      ? 'null'
      : typeof value === 'object'
        ? `an object (${namesOf(value)})`
        : `a ${typeof value}`
  return new UsageError(
    `stream cannot read ${what}. Pass a Response, a readable stream, a stream of the openai client or the AI SDK, ` +
      'or an iterable of texts or chunks.',
  )
}

function namesOf(value: object | undefined): string {
  const names = Object.keys(value ?? {}).slice(0, 5)
  return names.length === 0 ? 'empty' : names.join(', ')
}
