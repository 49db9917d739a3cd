/**
 * What draws one response body, and how a body is told from its head and first bytes. Contract and choice only.
 */
import type { Answer } from '../../chat/answer/answer'
import type { AnswerError } from '../../chat/answer/errors'
import { imageType } from '../../display/show'
import type { ResponseHead } from '../../script/curl-contract'

/** Draws one body as it comes. */
export interface BodyView {
  push(bytes: Uint8Array): void
  /**
   * The body is over.
   * @param failure - Why it is not whole, if it is not.
   */
  end(failure?: AnswerError): Promise<BodyEnd | void>
}

/** What a body turned out to be. */
export interface BodyEnd {
  /** The answer of a model, when the body was one. */
  readonly answer?: Answer
  /** Why the answer is not whole, or what the server reports as failure. */
  readonly error?: AnswerError
}

/** How a body is drawn. */
export type BodyKind = 'json' | 'lines' | 'events' | 'text' | 'image' | 'audio' | 'video' | 'binary'

/** The media type of a response without parameters, in lower case; `''` when it names none. */
export function mediaTypeOf(head: Pick<ResponseHead, 'headers'> | undefined): string {
  const value = head?.headers.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return (value.split(';')[0] ?? '').trim().toLowerCase()
}

/** The charset a response names, if it is one that can be decoded. */
export function charsetOf(head: Pick<ResponseHead, 'headers'> | undefined): string {
  const value = head?.headers.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const label = /;\s*charset="?([^\s;"]+)/i.exec(value)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(label).encoding
  } catch {
    return 'utf-8'
  }
}

/**
 * Chooses how to draw a body. The Content-Type decides, unless the first bytes contradict it: servers label event
 * streams as JSON and JSON as event streams.
 *
 * @param mediaType - As {@link mediaTypeOf} gives it.
 * @param first - The first bytes of the body, not empty.
 */
export function bodyKind(mediaType: string, first: Uint8Array): BodyKind {
  const start = Buffer.from(first.subarray(0, 64)).toString('latin1').trimStart()
  const isJsonType = /[/+]json$/.test(mediaType)
  if (/[/+](?:x-)?(?:ndjson|jsonl|jsonlines|json-lines|json-seq|stream\+json)$/.test(mediaType)) {
    if (/^[[{]/.test(start)) return 'lines'
  }
  if (isJsonType || mediaType === 'text/event-stream' || mediaType === '') {
    if (/^(?:data|event|id|retry):/.test(start)) return 'events'
    if (/^[[{]/.test(start)) return 'json'
    if (mediaType === 'text/event-stream') return 'events'
    if (isJsonType) return 'json'
  }
  if (mediaType === 'image/svg+xml') return 'image'
  if (/^(?:image|audio|video)\//.test(mediaType)) {
    const family = mediaType.split('/')[0] as 'image' | 'audio' | 'video'
    return family === 'image' && imageType(first) === undefined ? 'binary' : family
  }
  if (imageType(first) !== undefined) return 'image'
  return isText(mediaType, first) ? 'text' : 'binary'
}

function isText(mediaType: string, first: Uint8Array): boolean {
  if (first.includes(0)) return false
  if (/^text\/|[/+](?:xml|yaml|javascript|x-ndjson|jsonl|x-www-form-urlencoded|toml|csv)$/.test(mediaType))
    return true
  // A cut character at the end is not a fault.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    decoder.decode(first, { stream: true })
    return true
  } catch {
    return false
  }
}
