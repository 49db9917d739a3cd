/**
 * The fetch below the official client. It repairs the wire before the client sees it: streams are read by our own
 * reader and written again in regular form, and end in an error where the answer was cut, stopped, empty or failed, so
 * that the client's own loop throws; refusals get the shape whose message the client shows. Everything else passes.
 */
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { SetLimits } from '../../base/body/body-limits'
import { currentScope } from '../../kernel/scope/scope'
import type { ChatFetchResponse, ChatTimeouts } from '../chat-options'
import { defaultFetch } from '../call/default-fetch'
import { readErrorBody } from '../call/error-body'
import { describeRedirect, describeRefusal } from '../call/http-error'
import { modelHint } from '../call/model-list'
import { riddleHint } from '../call/refusal-meaning'
import { joinSignals, linkSignals } from '../../base/signals'
import { parseJson } from '../answer/event-payload'
import { isObject, stringOf } from '../../base/unknown'
import { isPracticeOrigin } from '../../env/server-pair'
import { MagicsError } from '../../errors'
import { ChatError } from '../answer/errors'
import {
  failedResponse,
  passedResponse,
  type Relay,
  respond,
  streamedResponse,
  wholeResponse,
} from './repair-response'
import { abortError, tookTooLong } from '../answer/transport-errors'
import { callStart } from './call-start'
import { describeRequest } from '../../snippets/describe-request'
import { noteAsked, noteRequest } from './guard-stream'
import { warnPlainHttp } from '../call/warn-plain-http'

/** What the client passes to its fetch. */
export interface RepairInit {
  readonly method?: string
  readonly headers?: unknown
  readonly body?: unknown
  readonly signal?: AbortSignal | null
  readonly [option: string]: unknown
}

/** Limits of a request. */
export interface RepairLimits {
  /** Limit of a call with all its requests; none when `undefined`. */
  readonly timeoutMs: number | undefined
  readonly timeouts: ChatTimeouts
  readonly limits: SetLimits
}

/**
 * Sends a request of the official client.
 *
 * @param input - Its address.
 * @param init - What the client would pass to `fetch`.
 * @param limits - Limits of time for streams (the time until the headers is the client's own business), and how much of
 * a body is read.
 */
export async function repairFetch(
  input: unknown,
  init: RepairInit,
  { timeoutMs = Infinity, timeouts, limits }: RepairLimits,
): Promise<Response> {
  const url = input instanceof Request ? input.url : String(input)
  // Newer clients ask for `data:,` before they send a form, to see what their fetch is made of.
  if (/^data:/i.test(url)) return fetch(url)
  const request = typeof init.body === 'string' ? parseJson(init.body) : undefined
  const kind = kindOf(new URL(url).pathname, init.method, request)
  const model = isObject(request) ? stringOf(request['model']) : ''
  if (init.signal && !isPracticeOrigin(new URL(url).origin)) noteAsked(init.signal, model)
  // A stopped cell ends its requests, and the connection, at once.
  const scope = currentScope()
  const { signal: cellSignal } = scope
  const headers = Object.fromEntries(new Headers(init.headers as Record<string, string>))
  warnPlainHttp({ url, headers }, scope)
  if (init.signal && typeof init.body === 'string') {
    const { method = 'GET', body } = init
    noteRequest(init.signal, () => describeRequest({ method, url, headers: Object.entries(headers), body }))
  }
  const controller = new AbortController()
  const leftMs = callStart(init) + timeoutMs - performance.now()
  const limit = joinSignals([], Math.max(0, leftMs))
  const signals = [cellSignal, init.signal ?? undefined, limit.signal]
  const unlinkAll = linkSignals(signals, (reason) =>
    controller.abort(limit.signal.aborted ? tookTooLong(timeoutMs) : abortError(reason)),
  )
  const unlink = (): void => {
    unlinkAll()
    limit.release()
  }
  let response: ChatFetchResponse
  try {
    response = await send(url, init, controller.signal)
  } catch (error) {
    unlink()
    // Thrown here, the client would try again; as the end of the body it is thrown as it is.
    if (cellSignal.aborted) return failedResponse(abortError(cellSignal.reason))
    if (limit.signal.aborted) return failedResponse(tookTooLong(timeoutMs))
    if (controller.signal.aborted && init.signal?.aborted) throw abortOf(init.signal)
    // Our transport throws these for a proxy on the way. What it refused is an answer, which the client may ask for again.
    if (ChatError.is(error) && error.status !== undefined) return refusalBy(error, error.status)
    if (MagicsError.is(error)) return failedResponse(error)
    throw error
  }
  const relay = {
    response,
    controller,
    unlink,
    timeouts,
    limits,
    cellSignal,
    requestSignal: init.signal ?? undefined,
    url,
    asked: { model, headers },
  }
  if (response.status >= 300) return refusedResponse(relay)
  if (kind === 'other' || kind === 'counted') return passedResponse(relay, kind === 'counted')
  if (kind === 'whole') return wholeResponse(relay)
  return streamedResponse(relay, kind)
}

/** `counted` passes as it is, but for its tokens, which are added to those of the notebook. */
type Kind = 'chat' | 'text' | 'responses' | 'whole' | 'counted' | 'other'

function kindOf(path: string, method = 'GET', request: unknown): Kind {
  if (method.toUpperCase() !== 'POST' || !isObject(request)) return 'other'
  const isStreamed = request['stream'] === true
  if (path.endsWith('/chat/completions')) return isStreamed ? 'chat' : 'whole'
  if (path.endsWith('/completions')) return isStreamed ? 'text' : 'counted'
  if (path.endsWith('/responses')) return isStreamed ? 'responses' : 'counted'
  return 'other'
}

async function send(url: string, init: RepairInit, signal: AbortSignal): Promise<ChatFetchResponse> {
  const { method = 'GET', body } = init
  const isPlain = body === undefined || body === null || typeof body === 'string' || isNodeStream(body)
  // Forms become bytes, with a length and the boundary in their type, as Node's own fetch makes them.
  const request = isPlain
    ? undefined
    : new Request(url, { ...(init as RequestInit), signal: null, duplex: 'half' } as RequestInit)
  const headers = Object.fromEntries(request?.headers ?? new Headers(init.headers as Record<string, string>))
  if (!('accept-encoding' in headers)) headers['accept-encoding'] = 'identity'
  const content = request ? await contentOf(request, body as object) : (body as string | Readable | undefined)
  return defaultFetch(url, { method, headers, body: content ?? undefined, signal })
}

async function contentOf(request: Request, body: object): Promise<Uint8Array | Readable> {
  const isStream = 'getReader' in body || Symbol.asyncIterator in body
  if (!isStream || request.body === null) return new Uint8Array(await request.arrayBuffer())
  return Readable.fromWeb(request.body as ReadableStream)
}

/** The refusal of a proxy as if the server had made it. */
function refusalBy({ message, hint }: ChatError, status: number): Response {
  const words = `${message.replace(/^\d+ /, '')}${hint === undefined ? '' : ` — ${hint}`}`
  const body = JSON.stringify({ error: { type: null, param: null, code: null, message: words } })
  return new Response(body, { status, headers: { 'content-type': 'application/json' } })
}

/** A refusal, with its words where the client looks for them. */
async function refusedResponse(relay: Relay): Promise<Response> {
  const { response, controller, timeouts, url } = relay
  const { status, statusText } = response
  const header = (name: string) => response.headers.get(name)
  if (status === 304) return passedResponse(relay)
  const text = status < 400 ? '' : await readErrorBody(response.body, controller.signal, timeouts.idleMs)
  relay.unlink()
  controller.abort()
  const value = parseJson(text)
  const error =
    status < 400
      ? describeRedirect({ status, header, url })
      : describeRefusal({ status, statusText, header, body: text, url })
  const message = error.message.replace(/^\d+ /, '')
  const own = isObject(value) && isObject(value['error']) ? value['error'] : {}
  const said = typeof own['message'] === 'string' ? own['message'] : undefined
  const hint = await meaningOf(error, relay)
  if (said !== undefined && hint === undefined) return respond(relay, text)
  const words = `${said ?? message}${hint === undefined ? '' : ` — ${hint}`}`
  const body = JSON.stringify({ error: { type: null, param: null, code: null, ...own, message: words } })
  return respond(relay, body, { 'content-type': 'application/json' })
}

/** What a refusal does not say by itself; `undefined` for one that does. */
async function meaningOf(
  error: ChatError,
  { url, asked, cellSignal, requestSignal }: Relay,
): Promise<string | undefined> {
  if (error.isUnknownModel) return modelHint({ url, ...asked, signals: [cellSignal, requestSignal] })
  return riddleHint(error.message, `${new URL(url).origin}${new URL(url).pathname}`)
}

/** By its name the client knows a timeout of its own, or a stop of the caller's. */
function abortOf({ reason }: AbortSignal): Error {
  return Object.assign(new Error('This operation was aborted', { cause: reason }), { name: 'AbortError' })
}

function isNodeStream(body: unknown): body is Readable {
  return typeof (body as Readable).pipe === 'function'
}
