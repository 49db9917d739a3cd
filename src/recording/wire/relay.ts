/**
 * Passes one request on to the server that it is meant for, and its answer back as it comes, and says what went by.
 * Knows nothing of files and cells.
 */
import * as http from 'node:http'
import * as https from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { findAgent, watchRequest } from '../../chat/call/connections'
import { findProxy } from '../../chat/call/proxy'
import { describeError } from '../../errors'
import { codeOf } from '../../base/unknown'
import type { Ending, Frame, RecordedResponse } from '../file/format'
import { toText } from '../file/frames'
import { answerHeaders, pairs } from './headers'
import type { Sink } from './sink'

/** A request, and where it goes. */
export interface RelayedRequest {
  readonly method: string
  /** Path and query, as they came. */
  readonly target: string
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  /** The server. */
  readonly server: URL
  /** Of a larger answer nothing is kept. */
  readonly maxBytes: number
}

/** The server could not be asked: the client was told so, and there is nothing to record. */
export interface NotReached {
  readonly failure: string
}

/** Of the connection, not of the request; and what is set anew for the server. */
const HOP =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|host|content-length|accept-encoding)$/i

/** A client that has read all may leave before the server's last bytes are here: that is no stop. */
const GRACE_MS = 250

/**
 * Asks the server and passes the answer on.
 *
 * @param request - What is asked.
 * @param sink - Where the answer goes.
 * @returns What came back; {@link NotReached} when no connection came about, `large` for an answer that was passed on but is
 *   too large to be kept.
 */
export async function relay(
  request: RelayedRequest,
  sink: Sink,
): Promise<RecordedResponse | NotReached | 'large'> {
  const began = performance.now()
  let asked: http.ClientRequest
  try {
    asked = await ask(request)
  } catch (error) {
    return { failure: describeError(error) }
  }
  let isConnected = false
  let wasReset = false
  asked.once('socket', (socket) => {
    const note = () => void (isConnected = true)
    if (socket.connecting)
      socket.once(request.server.protocol === 'https:' ? 'secureConnect' : 'connect', note)
    else note()
    socket.on('error', (error) => (wasReset ||= codeOf(error) === 'ECONNRESET' || codeOf(error) === 'EPIPE'))
  })
  type Back = { readonly answer: http.IncomingMessage } | { readonly error: Error }
  const answered = new Promise<Back>((resolve) => {
    asked.once('response', (answer: http.IncomingMessage) => resolve({ answer }))
    asked.on('error', (error) => resolve({ error }))
  })
  asked.end(request.body)
  const left = sink.closed.then(() => undefined)
  const back = await Promise.race([answered, left])
  if (back === undefined) {
    asked.destroy()
    return { headers: [], ms: elapsed(began), frames: [], end: 'stopped' }
  }
  if ('error' in back) {
    if (!isConnected) return { failure: describeError(back.error) }
    const end = wasReset ? 'reset' : 'cut'
    await sink.end(end)
    return { headers: [], ms: elapsed(began), frames: [], end }
  }
  const { server, maxBytes } = request
  return await passOn(back.answer, { sink, began, server, maxBytes, wasReset: () => wasReset })
}

interface Passing {
  readonly sink: Sink
  readonly began: number
  readonly server: URL
  readonly maxBytes: number
  readonly wasReset: () => boolean
}

async function passOn(answer: http.IncomingMessage, passing: Passing): Promise<RecordedResponse | 'large'> {
  const { sink, began, server, maxBytes, wasReset } = passing
  const { statusCode: status = 0, statusMessage = '', rawHeaders } = answer
  const ms = elapsed(began)
  const headers = pairs(rawHeaders)
    .filter(([name]) => !/^(?:connection|keep-alive|proxy-connection|upgrade|trailer)$/i.test(name))
    .map(([name, value]): [string, string] => [name, ownLocation(name, value, server)])
  sink.head({ status, statusText: statusMessage, headers })
  let frames: Frame[] = []
  let size = 0
  let last = ms
  let isStopped = false
  // Not by iteration, which would join the pieces that wait.
  const take = (bytes: Buffer): void => {
    // What comes after the client has left, it has not seen.
    if (sink.isLeft()) {
      isStopped = true
      answer.destroy()
      return
    }
    const at = elapsed(began)
    size += bytes.length
    if (size <= maxBytes) frames.push([at - last, toText(bytes)])
    else frames = []
    last = at
    const passed = sink.piece(bytes)
    if (passed === undefined) return
    answer.pause()
    void passed.then(() => answer.resume())
  }
  void sink.closed.then(async () => {
    await sleep(GRACE_MS, undefined, { ref: false })
    if (answer.complete) return
    isStopped ||= sink.isLeft()
    answer.destroy()
  })
  await new Promise<void>((resolve) => {
    answer
      .on('data', take)
      .once('close', resolve)
      .on('error', () => {})
  })
  const end: Ending = isStopped ? 'stopped' : answer.complete ? 'whole' : wasReset() ? 'reset' : 'cut'
  const recorded = {
    status,
    ...(statusMessage !== http.STATUS_CODES[status] && { statusText: statusMessage }),
    headers: answerHeaders(headers.flat()),
    ms,
    frames,
    end,
  }
  if (end !== 'stopped') await sink.end(end)
  return size > maxBytes ? 'large' : recorded
}

/** A redirect to the same server leads through here again. */
function ownLocation(name: string, value: string, server: URL): string {
  if (!/^location$/i.test(name) || !URL.canParse(value, server.origin)) return value
  const url = new URL(value, server.origin)
  // The scheme of the server is not that of the recorder.
  if (url.origin !== server.origin) return /^\s*[/\\]{2}/.test(value) ? url.href : value
  if (/^[^/?#]/.test(value.replace(/^https?:\/\//i, '//'))) return value
  // Two slashes at the beginning would lead to another host.
  const path = url.pathname.startsWith('//') ? `/.${url.pathname}` : url.pathname
  return path + url.search + url.hash
}

async function ask({
  method,
  target,
  rawHeaders,
  body,
  server,
}: RelayedRequest): Promise<http.ClientRequest> {
  const proxy = findProxy(server)
  const way = { url: server, proxy, trust: 'default', isKept: false } as const
  const agent = await findAgent(way)
  const headers = pairs(rawHeaders).filter(([name]) => !HOP.test(name))
  headers.unshift(['Host', server.host])
  // Bytes that nobody can read cannot be searched for secrets.
  headers.push(['Accept-Encoding', 'identity'], ['Connection', 'close'])
  if (body.length > 0 || /^(?:POST|PUT|PATCH)$/.test(method))
    headers.push(['Content-Length', String(body.length)])
  const { request } = server.protocol === 'https:' ? https : http
  return request(server, {
    method,
    path: target,
    headers: headers.flat() as unknown as http.OutgoingHttpHeaders,
    agent: watchRequest(way, agent).agent,
    setHost: false,
  })
}

function elapsed(since: number): number {
  return Math.round(performance.now() - since)
}
