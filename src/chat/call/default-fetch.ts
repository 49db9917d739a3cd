/**
 * The transport that is used when the caller brings none: node-fetch, which unlike Node 20's own fetch raises on a body that
 * is cut, on connections of ours, which tell whether they had served before. Content codings are taken off here: node-fetch
 * throws away what is still inside its decompressor when the connection ends early, and that is text of the answer.
 */
import type * as http from 'node:http'
import type { Response as FetchResponse } from 'node-fetch'
import type { Readable } from 'node:stream'
import { contentCodings } from '../../base/body/content-codings'
import { decodeBody } from '../../base/body/decode-body'
import { keepConnection } from '../../base/body/read-body'
import { streamPieces } from '../../base/body/stream-pieces'
import { codeOf } from '../../base/unknown'
import type { ChatFetchResponse } from '../chat-options'
import { asksSystem, dropIdle, findAgent, watchRequest, type Way } from './connections'
import { findProxy, proxyFailure } from './proxy'

/** A request as this transport takes it. */
export interface TransportRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | Readable | undefined
  readonly signal: AbortSignal
}

/** A response of this transport. */
export interface TransportResponse extends ChatFetchResponse {
  readonly headers: Headers
}

/**
 * Sends a request. Redirects are not followed.
 *
 * A connection that served before may have been closed by the server in the meantime. A request that finds it so, before
 * a single byte of an answer, is sent again at once on a new one.
 *
 * @param url - Where to; http or https. A proxy on the way is the environment's business.
 * @param request - What to send. Aborting its signal closes the connection, also while the body is read.
 * @returns The response, as soon as its headers are there, with the content codings taken off its body.
 * @throws What the socket failed with, or the signal's reason; ChatError when a proxy on the way failed.
 * @throws UsageError when the environment names a proxy or authorities that cannot be used.
 */
export async function defaultFetch(url: string, request: TransportRequest): Promise<TransportResponse> {
  const response = await sendTrusting(new URL(url), request)
  const headers = headersOf(response)
  const codings = contentCodings(headers.get('content-encoding'))
  const readable = response.body as Readable | null
  if (readable) keepConnection(readable)
  const body = readable && codings.length > 0 ? decodeBody(streamPieces(readable), codings) : readable
  const { status, statusText } = response
  return { status, statusText, headers, body }
}

/** Node brings its own list of authorities; the system's may know one of the company's. */
async function sendTrusting(url: URL, request: TransportRequest): Promise<FetchResponse> {
  const { signal, body } = request
  const isRepeatable = !isStream(body)
  const way: Way = { url, proxy: findProxy(url), trust: 'default', isKept: isRepeatable }
  try {
    return await sendOn(way, request)
  } catch (error) {
    signal.throwIfAborted()
    if (!isRepeatable || !isUntrusted(error) || !(await asksSystem())) throw error
    return await sendOn({ ...way, trust: 'system' }, request)
  }
}

async function sendOn(way: Way, request: TransportRequest): Promise<FetchResponse> {
  const agent = await findAgent(way)
  for (;;) {
    try {
      request.signal.throwIfAborted()
      return await sendOnce(way, agent, request)
    } catch (error) {
      if (!(error instanceof DeadConnectionError)) throw error
      dropIdle(agent)
    }
  }
}

/** A body that can be sent only once. */
function isStream(body: TransportRequest['body']): body is Readable {
  return typeof body === 'object' && 'pipe' in body
}

/** A connection that served before was dead, and nothing of an answer came. */
class DeadConnectionError extends Error {}

/** What a dead connection fails with; Node says ECONNRESET also where it was closed in good order. */
const DEAD: ReadonlySet<string | undefined> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_DESTROYED',
  'ERR_SSL_PROTOCOL_IS_SHUTDOWN',
])

async function sendOnce(way: Way, agent: http.Agent, request: TransportRequest): Promise<FetchResponse> {
  const { default: fetch } = await import('node-fetch')
  const { url, proxy } = way
  const { method, headers, body, signal } = request
  const watched = watchRequest(way, agent)
  const login = url.protocol === 'http:' ? proxy?.authorization : undefined
  try {
    const response = await fetch(url, {
      method,
      headers: {
        'user-agent': 'tslab-magics',
        ...headers,
        ...(login === undefined ? {} : { 'proxy-authorization': login }),
      },
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? Buffer.from(body) : body }),
      signal,
      agent: watched.agent,
      redirect: 'manual',
      compress: false,
    })
    if (!isLateGoodbye(response) || !watched.isReused()) return response
    ;(response.body as Readable | null)?.on('error', () => {}).destroy()
  } catch (error) {
    if (signal.aborted) throw error
    const cause = watched.error() ?? error
    if (!watched.isSilent() || !DEAD.has(codeOf(cause)))
      throw proxy && url.protocol === 'http:' ? proxyFailure({ proxy, url }, cause) : cause
  }
  throw new DeadConnectionError()
}

/** Some servers say 408 into an idle connection before they close it; the next request reads it as its answer. */
function isLateGoodbye({ status, headers }: FetchResponse): boolean {
  return status === 408 && /\bclose\b/i.test(headers.get('connection') ?? '')
}

function headersOf({ headers }: FetchResponse): Headers {
  const copy = new Headers()
  for (const [name, values] of Object.entries(headers.raw()))
    for (const value of values) copy.append(name, value)
  return copy
}

/** Whether a handshake failed because nobody known vouches for the certificate. */
function isUntrusted(error: unknown): boolean {
  return /^(?:UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/.test(codeOf(error) ?? '')
}
