/**
 * The class server: one server in front of another, with a token and limits for each student. Owns the order in which a
 * request is judged: place, token, address, pace, body, model, tokens. Nothing of a request is read before its token is known.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { describeError } from '../../errors'
import { isRefusal, refuse, type Protocol, type Refusal } from '../../practice/refusals'
import { sendRefusal } from '../../practice/server/send'
import { redact } from '../../secrets/redact-text'
import { limitConnections } from './connections'
import { ClassError } from './errors'
import { refuseStranger, type Place } from './guard'
import type { Ledger } from './ledger'
import { refuseModels, refusePace, refuseTokens, type Limits } from './limits'
import type { Members } from './members'
import { sendModels } from './model-list'
import { nameOfModel } from './model-name'
import { readQuestion, type Question } from './question'
import { relay } from './relay'
import { spill } from './spill'
import { readTarget, type Target } from './target'
import { readToken } from './token'
import type { Upstream } from './upstream'

/** Settings of {@link startClassServer}. */
export interface ClassServerOptions {
  readonly members: Members
  readonly ledger: Ledger
  readonly limits: Limits
  /** The server that is asked. */
  readonly upstream: Upstream
  /** What answers when a student's tokens are used up; a refusal by default. */
  readonly standIn?: Upstream | undefined
  /** Address to listen at. @defaultValue `127.0.0.1` */
  readonly host?: string
  /** Port; 0 has the system choose. */
  readonly port?: number
  /** Names by which it is asked beside its addresses. */
  readonly hosts?: readonly string[]
  /** Path that a reverse proxy puts before every other, without a slash at its end. */
  readonly prefix?: string
  /** Certificate and its key, in PEM form; without them plain http. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  /** Answers what is not about models. @returns Whether it did. */
  readonly page?: (request: IncomingMessage, response: ServerResponse, path: string) => boolean
  /** Told what the teacher should know, in words without a secret. */
  readonly onNote?: (note: string) => void
  readonly now?: () => number
  /** How long a student who does not read is waited for, in milliseconds. @defaultValue one minute */
  readonly stallMs?: number
  /** Connections that are held at the same time. @defaultValue 4,000 */
  readonly maxConnections?: number
}

/** A running class server. */
export interface ClassServer {
  /** For example `http://127.0.0.1:4321`. */
  readonly origin: string
  /** Ends the server, its connections and the answers that are under way. */
  close(): Promise<void>
}

const MAX_CONNECTIONS = 4_000
const STALL_MS = 60_000
/** The head of a request is here by then, and its body. */
const TIMES = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
}
const MAX_HEADER_BYTES = 16_384

/**
 * Starts the class server in this process.
 *
 * @param options - Students, limits, server, place.
 * @throws ClassError `class` when it cannot listen there.
 */
export async function startClassServer(options: ClassServerOptions): Promise<ClassServer> {
  const { host = '127.0.0.1', port = 0, hosts = [], tls, maxConnections = MAX_CONNECTIONS, onNote } = options
  const settings = { ...TIMES, maxHeaderSize: MAX_HEADER_BYTES }
  const server: Server =
    tls === undefined ? createServer(settings) : createSecureServer({ ...settings, ...tls })
  server.on('connect', (_request, socket: Duplex) => {
    // Node has let go of it: nobody else hears of a connection that breaks.
    socket.on('error', () => {})
    socket.end(NO_TUNNEL)
  })
  const connections = limitConnections(server, maxConnections)
  const pending = new Set<Promise<void>>()
  const place: Place = { isLocal: /^(?:127\.|::1$|localhost$)/.test(host), hosts }
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.on('error', () => {})
    const serving = { ...options, place, keep: () => connections.keepFor(response) }
    const done = serve(request, response, serving)
      .catch((error: unknown) => {
        onNote?.(`A request failed: ${redact(describeError(error))}`)
        if (response.headersSent) response.destroy()
        else refuseTo(request, response, FAILED)
      })
      .finally(() => pending.delete(done))
    pending.add(done)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const where = `${host}:${port}`
      const why = cause.code === 'EADDRINUSE' ? 'the port is taken' : (cause.code ?? cause.message)
      reject(
        new ClassError(
          `The class server cannot listen at ${where}: ${why}. Choose another --port or --host.`,
        ),
      )
    })
    server.listen(port, host, resolve)
  })
  const { port: actual } = server.address() as AddressInfo
  const shown = host.includes(':') ? `[${host}]` : host
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://${shown}:${actual}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      // What students have got so far is counted.
      await Promise.all(pending)
    },
  }
}

interface Serving extends ClassServerOptions {
  readonly place: Place
  /** Keeps the connection until the answer has ended. */
  keep(): void
}

const NO_TUNNEL =
  'HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, POST\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

const FAILED = refuse('The class server failed.', { status: 500, type: 'server_error' })

async function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const { place, prefix = '', page, members, upstream, limits, ledger, now = Date.now } = serving
  const stranger = refuseStranger(request, place)
  if (stranger !== undefined) return refuseTo(request, response, stranger)
  const url = request.url ?? '/'
  const own = prefix !== '' && url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : url
  if (page?.(request, response, own) === true) return
  const shown = readToken(request)
  const name = isRefusal(shown) ? undefined : members.find(shown.token)
  const base = upstream.url.pathname.replace(/\/+$/, '')
  const target = readTarget(own, { base, hasVersion: request.headers['anthropic-version'] !== undefined })
  const protocol = isRefusal(target) ? 'openai' : target.protocol
  if (isRefusal(shown)) return refuseTo(request, response, shown, protocol)
  if (name === undefined) return refuseTo(request, response, UNKNOWN_TOKEN, protocol)
  if (isRefusal(target)) return refuseTo(request, response, target)
  if (request.method !== target.method)
    return refuseTo(request, response, refuse(`Use ${target.method} here.`, { status: 405 }), protocol)
  const late = refusePace(ledger.rowOf(name, now()), { limits, now: now() })
  if (late !== undefined) {
    ledger.noteRefused(name)
    return refuseTo(request, response, late, protocol)
  }
  serving.keep()
  const release = ledger.hold(name)
  response.once('close', release)
  await ask(request, response, { ...serving, name, target, keyHeader: shown.header })
}

const UNKNOWN_TOKEN = refuse('This token is none of this class. Use the one that your teacher gave you.', {
  status: 401,
  type: 'authentication_error',
  code: 'invalid_api_key',
})

interface Asking extends Serving {
  readonly name: string
  readonly target: Target
  readonly keyHeader: 'authorization' | 'x-api-key'
}

/** From here on a student has a place among those who are answered. */
async function ask(request: IncomingMessage, response: ServerResponse, asking: Asking): Promise<void> {
  const { target, limits, ledger, name, upstream, standIn, now = Date.now } = asking
  const { protocol, kind, pathModel, method } = target
  const read = method === 'POST' ? await readQuestion(request, limits) : NO_QUESTION
  if (read === 'left') return
  if (isRefusal(read)) return refuseTo(request, response, read, protocol)
  if (kind === 'models' && limits.models !== undefined)
    return sendModels(response, { models: limits.models, protocol })
  const models = [pathModel, read.model].filter((model) => model !== undefined)
  const unasked = kind === 'models' ? undefined : refuseModels(models, limits)
  if (unasked !== undefined) return refuseTo(request, response, unasked, protocol)
  const usedUp =
    kind === 'models'
      ? undefined
      : refuseTokens(ledger.rowOf(name, now()), { limits, now: now() }, read.estimate)
  if (usedUp !== undefined && standIn === undefined) {
    ledger.noteRefused(name)
    return refuseTo(request, response, usedUp, protocol)
  }
  await send(request, response, {
    ...asking,
    question: read,
    asked: usedUp === undefined ? upstream : (standIn ?? upstream),
  })
}

const NO_QUESTION: Question = { body: '', model: undefined, estimate: 0 }

interface Sending extends Asking {
  readonly question: Question
  readonly asked: Upstream
}

async function send(request: IncomingMessage, response: ServerResponse, sending: Sending): Promise<void> {
  const { target, question, asked, keyHeader, ledger, name, onNote, stallMs = STALL_MS } = sending
  const { method, protocol, rest, query, pathModel } = target
  const estimate = asked.standIn === undefined ? question.estimate : 0
  const model = nameOfModel(question.model ?? pathModel ?? '', request)
  const running = ledger.begin({ name, model, estimate })
  const body = method === 'POST' ? question.body : undefined
  const { headers } = request
  const outgoing = { method, target: rest + query, headers, name, protocol, keyHeader, body }
  const { end, count, refusal, note } = await relay(outgoing, response, {
    upstream: asked,
    estimate,
    stallMs,
  }).catch((error: unknown) => {
    running.end({ prompt: 0, completion: 0, counted: 'server' }, 'error')
    throw error
  })
  running.end(count, end)
  if (note !== undefined) onNote?.(note)
  if (refusal !== undefined) refuseTo(request, response, refusal, protocol)
}

/** Tells what is wrong; what the student still sends is read for a while, or the refusal would be lost. */
function refuseTo(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
  protocol: Protocol = 'openai',
): void {
  if (!request.complete) spill(request)
  sendRefusal(response, { ...refusal, protocol })
}
