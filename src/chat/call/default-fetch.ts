/**
 * The transport that is used when the caller brings none: node-fetch, which unlike Node 20's own fetch raises on a body
 * that is cut. Content codings are taken off here: node-fetch throws away what is still inside its decompressor when
 * the connection ends early, and that is text of the answer.
 */
import type { Readable } from 'node:stream'
import type { ChatFetchResponse } from '../chat-options'
import { contentCodings } from '../../base/body/content-codings'
import { decodeBody } from '../../base/body/decode-body'
import { streamPieces } from '../../base/body/stream-pieces'

/** A request as this transport takes it. */
export interface TransportRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Readable | undefined
  readonly signal: AbortSignal
}

/**
 * Sends a request. Redirects are not followed.
 *
 * @param url - Where to; http or https.
 * @param request - What to send. Aborting its signal closes the connection, also while the body is read.
 * @returns The response, as soon as its headers are there, with the content codings taken off its body.
 * @throws What the socket failed with, or the signal's reason.
 */
export async function defaultFetch(url: string, request: TransportRequest): Promise<ChatFetchResponse> {
  const { default: fetch } = await import('node-fetch')
  const { method, headers: sent, body: content, signal } = request
  const response = await fetch(url, {
    method,
    headers: sent,
    ...(content === undefined ? {} : { body: content }),
    signal,
    redirect: 'manual',
    compress: false,
  })
  const { status, statusText, headers } = response
  const readable = response.body as Readable | null
  const codings = contentCodings(headers.get('content-encoding'))
  const body = readable && codings.length > 0 ? decodeBody(streamPieces(readable), codings) : readable
  return { status, statusText, headers, body }
}
