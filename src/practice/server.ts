/**
 * The practice endpoint as an HTTP server on 127.0.0.1: a gate (path, token, workspace, fault) before aimock. Everything
 * aimock serves beside chat completions, its control interface included, stays behind the gate.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MagicsError } from '../errors'
import { checkAccess, type Access } from './access'
import { FAULT_HEADER, FAULTS, isFault, type Fault } from './faults'
import { PIECE_CHARS, practiceFixtures, READABLE_PACE, type Pace, type RequestContext } from './fixtures'
import { readRoute, type Route } from './routes'
import { MODELS, type Refusal } from './rules'
import { spoilStream } from './spoil'

/** What a running server can be told to change. */
export interface PracticeSettings {
  /** Who may ask. */
  readonly access: Access
  /** What goes wrong with every request that does not name a fault itself. */
  readonly fault: Fault
}

/** Settings of {@link startPracticeServer}. */
export interface PracticeServerOptions extends PracticeSettings {
  /** Port; 0 has the system choose. */
  readonly port?: number
  /** Pace of streams; readable by default. */
  readonly pace?: Pace
  /** The clock that tokens expire by. */
  readonly now?: () => number
}

/** A running practice endpoint. */
export interface PracticeServer {
  /** For example `http://127.0.0.1:4321`. */
  readonly origin: string
  /** Changes who may ask and what goes wrong, from the next request on. */
  apply(settings: PracticeSettings): void
  /** Ends the server and its open connections. */
  close(): Promise<void>
}

/**
 * Starts the practice endpoint in this process.
 *
 * @param options - Access, fault, port, pace.
 * @returns The running server.
 * @throws MagicsError `port` when the port is taken.
 */
export async function startPracticeServer(options: PracticeServerOptions): Promise<PracticeServer> {
  const { createServer } = await import('@copilotkit/aimock')
  const { port = 0, pace = READABLE_PACE, now = Date.now } = options
  let settings: PracticeSettings = options
  const aimock = {
    host: '127.0.0.1',
    port,
    logLevel: 'silent',
    chunkSize: PIECE_CHARS,
    journalMaxEntries: 1,
  } as const
  const { server } = await createServer(practiceFixtures(pace), aimock).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') throw cause
      throw new MagicsError(
        'port',
        `Port ${port} is taken. Choose another one, or none to have one chosen.`,
        { cause },
      )
    },
  )
  guard(server, (request, response) => admit(request, response, settings, now()))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apply: (next) => void (settings = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Puts `isAdmitted` before aimock's own listeners; WebSockets are not offered at all. */
function guard(
  server: Server,
  isAdmitted: (request: IncomingMessage, response: ServerResponse) => boolean,
): void {
  const listeners = server.listeners('request')
  server.removeAllListeners('request').removeAllListeners('upgrade')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (isAdmitted(request, response))
      for (const listener of listeners) listener.call(server, request, response)
  })
}

function admit(
  request: IncomingMessage,
  response: ServerResponse,
  settings: PracticeSettings,
  now: number,
): boolean {
  const route = readRoute((request.url ?? '/').split('?')[0] ?? '/')
  const refusal = refusalOf(request, route, settings.access, now)
  if (refusal || route?.kind !== 'chat') {
    if (refusal) sendJson(response, refusal.status, { error: refusal.error })
    else sendJson(response, 200, modelList())
    // The body is not looked at, but must be read for the connection to be used again.
    request.resume()
    return false
  }
  const fault = faultOf(request) ?? settings.fault
  for (const name of Object.keys(request.headers))
    if (name.startsWith('x-aimock-')) delete request.headers[name]
  const context: RequestContext = {
    fault,
    ...(route.pathModel !== undefined && { pathModel: route.pathModel }),
  }
  request.headers['x-aimock-context'] = JSON.stringify(context)
  if (fault === 'unfinished' || fault === 'stream-error') spoilStream(response, fault)
  return true
}

function refusalOf(
  request: IncomingMessage,
  route: Route | undefined,
  access: Access,
  now: number,
): Refusal | undefined {
  if (!route)
    return refuse(404, 'Not served here: use /serving/llm/<model>/chat/completions or /v1/chat/completions.')
  const { authorization, 'x-deci-workspace': workspace } = request.headers
  const denial = checkAccess(
    access,
    { authorization, workspace: Array.isArray(workspace) ? workspace[0] : workspace },
    // The tutorial's host asks for it on its own URLs; a plain OpenAI client cannot know of it.
    { needsWorkspace: route.pathModel !== undefined, now },
  )
  if (denial) return denial
  if (request.method !== route.method) return refuse(405, `Use ${route.method} here, not ${request.method}.`)
  const fault = request.headers[FAULT_HEADER]
  if (typeof fault === 'string' && !isFault(fault))
    return refuse(400, `There is no such fault. ${FAULT_HEADER} takes: ${Object.keys(FAULTS).join(', ')}.`)
  return undefined
}

function faultOf(request: IncomingMessage): Fault | undefined {
  const name = request.headers[FAULT_HEADER]
  return typeof name === 'string' && isFault(name) ? name : undefined
}

function refuse(status: number, message: string): Refusal {
  return { status, error: { message, type: 'invalid_request_error', param: null, code: null } }
}

function modelList(): object {
  const data = Object.keys(MODELS).map((id) => ({
    id,
    object: 'model',
    created: 1_704_067_200,
    owned_by: 'practice',
  }))
  return { object: 'list', data }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
  })
  response.end(JSON.stringify(body))
}
