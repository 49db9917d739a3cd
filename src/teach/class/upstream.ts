/**
 * The server that a class server stands before: its address, its key, and what a request to it carries. Owns that the key is
 * in that request and nowhere else.
 */
import { createHash } from 'node:crypto'
import * as http from 'node:http'
import * as https from 'node:https'
import { findAgent, watchRequest, type WatchedRequest } from '../../chat/call/connections'
import { findProxy } from '../../chat/call/proxy'
import type { Protocol } from '../../practice/refusals'

/** A server. */
export interface Upstream {
  /** Its address, whose path has no slash at its end. */
  readonly url: URL
  /** Its key; `undefined` where it asks for none. */
  readonly key: string | undefined
  /** Value of `x-deci-workspace`, where it has workspaces. */
  readonly workspaceId?: string | undefined
  /** Whose answers these are; those of the server itself have no mark. */
  readonly standIn?: 'canned' | 'recorded'
}

/** A request as it goes on. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST'
  /** Path below that of the server, and query. */
  readonly target: string
  readonly headers: http.IncomingHttpHeaders
  /** Who asks. */
  readonly name: string
  readonly protocol: Protocol
  /** Which header the student's token was in. */
  readonly keyHeader: 'authorization' | 'x-api-key'
  readonly body: string | undefined
}

/** What a server may be told of a student's request; everything else stays here. */
const PASSED = [
  'accept',
  'user-agent',
  'anthropic-version',
  'anthropic-beta',
  'openai-beta',
  'x-practice-fault',
]

/** A request on its way, and whether it died on a connection that had served before. */
export interface SentRequest {
  readonly request: http.ClientRequest
  readonly watched: WatchedRequest
}

/**
 * Sends a request to a server.
 *
 * @param outgoing - The request.
 * @param options - The server, and whether a connection that has served before may serve.
 * @throws UsageError when a proxy or certificates that the environment names cannot be used.
 */
export async function sendUpstream(
  outgoing: OutgoingRequest,
  { upstream, isKept }: { readonly upstream: Upstream; readonly isKept: boolean },
): Promise<SentRequest> {
  const { url } = upstream
  const way = {
    url,
    proxy: upstream.standIn === undefined ? findProxy(url) : undefined,
    trust: 'default',
    isKept,
  } as const
  const watched = watchRequest(way, await findAgent(way))
  const { request } = url.protocol === 'https:' ? https : http
  const sent = request({
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    method: outgoing.method,
    path: url.pathname.replace(/\/+$/, '') + outgoing.target,
    headers: headersFor(upstream, outgoing),
    agent: watched.agent,
  })
  sent.end(outgoing.body)
  return { request: sent, watched }
}

function headersFor(upstream: Upstream, outgoing: OutgoingRequest): http.OutgoingHttpHeaders {
  const { key, workspaceId } = upstream
  const { headers, name: student, keyHeader, body } = outgoing
  const passed: http.OutgoingHttpHeaders = {}
  for (const name of PASSED) {
    const value = headers[name]
    if (typeof value === 'string') passed[name] = value
  }
  const once = headers['idempotency-key']
  // The key of the class is one for all: who repeats the word of another would get the answer of the other.
  if (typeof once === 'string')
    passed['idempotency-key'] = createHash('sha256').update(`${student} ${once}`).digest('hex')
  // Bytes that nobody can read cannot be searched for the key.
  passed['accept-encoding'] = 'identity'
  if (key !== undefined) passed[keyHeader] = keyHeader === 'authorization' ? `Bearer ${key}` : key
  if (workspaceId !== undefined) passed['x-deci-workspace'] = workspaceId
  if (body !== undefined) {
    passed['content-type'] = 'application/json'
    passed['content-length'] = Buffer.byteLength(body)
  }
  return passed
}
