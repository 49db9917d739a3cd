/**
 * The practice endpoint as an HTTP server on 127.0.0.1: a gate (path, token, workspace, fault) before what answers. aimock
 * answers chat completions; everything else it serves, its control interface included, stays behind the gate.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MagicsError } from '../../errors'
import type { Access } from './access'
import type { Fault } from '../faults'
import { practiceFixtures, type RequestContext } from './fixtures'
import { openGate, type Admitted } from './gate'
import { anthropicModelList, openaiModelList, type ExtraModels } from '../models'
import { answerOwnRoute } from './own-routes'
import { PIECE_CHARS, READABLE_PACE, type Pace } from '../pace'
import { isRefusal } from '../refusals'
import { sendJson, sendRefusal } from './send'
import { spoilStream } from './spoil'

/** What a running server can be told to change. */
export interface PracticeSettings {
  /** Who may ask. */
  readonly access: Access
  /** What goes wrong with every request that does not name a fault itself. */
  readonly fault: Fault
  /**
   * Names of models that are answered beside the endpoint's own; `'any'` for every name.
   * @defaultValue none
   */
  readonly models?: ExtraModels
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
  const judge = openGate()
  guard(server, (request, response) => {
    const judged = judge(request, { ...settings, now: now() })
    if (!isRefusal(judged)) return serve(request, response, { ...judged, settings, pace, now: now() })
    // The body is not looked at, but must be read for the connection to be used again.
    request.resume()
    sendRefusal(response, judged)
    return false
  })
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

/** Puts `isForAimock` before aimock's own listeners; WebSockets are not offered at all. */
function guard(
  server: Server,
  isForAimock: (request: IncomingMessage, response: ServerResponse) => boolean,
): void {
  const listeners = server.listeners('request')
  server.removeAllListeners('request').removeAllListeners('upgrade')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (isForAimock(request, response))
      for (const listener of listeners) listener.call(server, request, response)
  })
}

interface Serving extends Admitted {
  readonly settings: PracticeSettings
  readonly pace: Pace
  readonly now: number
}

/** Answers, or makes the request ready for aimock and says so. */
function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): boolean {
  const { route, protocol, fault, settings, pace, now } = serving
  const { kind } = route
  const models = settings.models ?? []
  const context = { models, ...(route.pathModel !== undefined && { pathModel: route.pathModel }) }
  if (kind === 'models') {
    request.resume()
    const list = protocol === 'anthropic' ? anthropicModelList : openaiModelList
    sendJson(response, { body: list(models), protocol })
    return false
  }
  if (kind !== 'chat') {
    void answerOwnRoute(request, response, { ...context, kind, protocol, fault, pace, now })
    return false
  }
  for (const name of Object.keys(request.headers))
    if (name.startsWith('x-aimock-')) delete request.headers[name]
  const told: RequestContext = { ...context, fault }
  request.headers['x-aimock-context'] = JSON.stringify(told)
  if (fault === 'unfinished' || fault === 'stream-error') spoilStream(response, fault)
  return true
}
