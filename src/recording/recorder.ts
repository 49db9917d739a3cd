/**
 * The recording proxy: a server on 127.0.0.1 for each variable that names one, which passes requests on and keeps what went
 * by, in the order in which it was asked for. Knows nothing of the file it ends up in.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describeError } from '../errors'
import { redact } from '../secrets/redact-text'
import { FORMAT, VERSION, type Exchange, type Recording } from './file/format'
import { refusalOf, sendError } from './wire/guard'
import { MAX_BYTES, readBody } from './wire/read-body'
import { relay } from './wire/relay'
import { describeRequest } from './wire/request'
import { createSink } from './wire/sink'

/** A running recorder. */
export interface Recorder {
  /**
   * The address that takes the place of a server's.
   *
   * @param name - Variable that names the server.
   * @param server - Address of the server. Each host and port has a proxy of its own: who was led to one stays there, and
   *   so does the key that is sent.
   * @param port - Port to listen on; 0 has the system choose.
   * @returns Origin of the proxy, for example `http://127.0.0.1:4321`.
   */
  front(name: string, server: URL, port?: number): Promise<string>
  /** Notes that a cell begins. What the same cell made before is forgotten. */
  begin(key: string, number: number): void
  /** Waits for answers whose clients have left. */
  settle(): Promise<void>
  /** Exchanges since the last call that went by and are not recorded, in words. */
  takeProblems(): string[]
  /** What has been recorded so far: exchanges that have come to their end. */
  snapshot(now: Date): Recording
  /** How often something came to its end. */
  readonly revision: number
  /** Ends the servers and their connections. */
  close(): Promise<void>
}

interface Front {
  readonly server: Server
  readonly origin: string
  /** Origin of the server. */
  readonly target: URL
}

interface CellExchanges {
  readonly number: number | undefined
  slots: { exchange?: Exchange }[]
}

/** Settings of {@link createRecorder}. */
export interface RecorderOptions {
  /** @defaultValue 127.0.0.1 and a port of the system's choice */
  readonly port?: number
  /** Bytes of a request or an answer that are recorded. @defaultValue 64 MiB */
  readonly maxBytes?: number
  /** Told when an exchange has come to its end. */
  onExchange?(): void
}

/** What has closed is waited for so long before a cell is taken as done: its client may be heard of after the cell. */
const LEAVING_MS = 30

/** Starts a recorder without servers: see {@link Recorder.front}. */
export function createRecorder(options: RecorderOptions = {}): Recorder {
  const fronts = new Map<string, Promise<Front>>()
  const targets = new Map<string, URL>()
  const cells = new Map<string, CellExchanges>()
  const pending = new Map<Promise<void>, { isLeft(): boolean }>()
  let current: CellExchanges = { number: undefined, slots: [] }
  cells.set('', current)
  let revision = 0
  let problems: string[] = []
  const { maxBytes = MAX_BYTES } = options

  const noteProblem = (problem: string): string => {
    problems.push(redact(problem))
    options.onExchange?.()
    return problem
  }

  const serve = async (name: string, front: Front, request: IncomingMessage, response: ServerResponse) => {
    const refusal = refusalOf(request)
    if (refusal !== undefined) {
      request.resume()
      // A program of the notebook may not look at the status; a page is none of its own.
      if (request.headers.origin === undefined) noteProblem(refusal)
      return sendError(response, { status: 403, code: 'refused', message: refusal })
    }
    const slot: { exchange?: Exchange } = {}
    const cell = current
    cell.slots.push(slot)
    const sink = createSink(response)
    const body = await readBody(request, maxBytes)
    if (body === 'left') return
    const { method = 'GET', url: target = '/', rawHeaders } = request
    const asked = `${method} ${target.split('?')[0]}`
    if (body === 'large') {
      const message = noteProblem(
        `${asked} is larger than ${maxBytes} bytes: it was neither sent nor recorded.`,
      )
      return sendError(response, { status: 413, code: 'too_large', message: redact(message) })
    }
    const described = describeRequest({ server: name, method, target, rawHeaders, body })
    const back = await relay({ method, target, rawHeaders, body, server: front.target, maxBytes }, sink)
    if (back === 'large')
      return void noteProblem(`The answer to ${asked} is larger than ${maxBytes} bytes: it was not recorded.`)
    if ('failure' in back) return refuse(response, name, back.failure)
    const number = cell.number
    slot.exchange = { ...(number !== undefined && { cell: number }), request: described, response: back }
    revision++
    options.onExchange?.()
  }

  const open = async (name: string, target: URL, port: number): Promise<Front> => {
    const server = createServer({ keepAliveTimeout: 60_000 })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    const front = {
      server,
      target: new URL(target.origin),
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    }
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      let isLeft = false
      response.once('close', () => (isLeft = true))
      const done = serve(name, front, request, response)
        .catch((error: unknown) => refuse(response, name, describeError(error)))
        .finally(() => pending.delete(done))
      pending.set(done, { isLeft: () => isLeft })
    })
    return front
  }

  return {
    async front(name, server, port = options.port ?? 0) {
      const key = `${name} ${server.origin}`
      const front = await (fronts.get(key) ?? setIn(fronts, key, open(name, server, port)))
      targets.set(name, server)
      return front.origin
    },
    begin(key, number) {
      // The cell that imports the library has no number.
      current = cells.get(key) ?? { number: number > 0 ? number : undefined, slots: [] }
      current.slots = []
      cells.set(key, current)
    },
    async settle() {
      if (pending.size > 0) await new Promise((resolve) => setTimeout(resolve, LEAVING_MS))
      await Promise.all([...pending].filter(([, each]) => each.isLeft()).map(([done]) => done))
    },
    takeProblems() {
      const taken = problems
      problems = []
      return taken
    },
    snapshot: (now) => ({
      format: FORMAT,
      version: VERSION,
      recordedAt: now.toISOString(),
      servers: Object.fromEntries(
        [...targets].map(([name, { pathname }]) => [
          name,
          { path: pathname.replace(/^\/+/, '/').replace(/\/+$/, '') },
        ]),
      ),
      exchanges: [...cells.values()].flatMap(({ slots }) =>
        slots.flatMap(({ exchange }) => (exchange ? [exchange] : [])),
      ),
    }),
    get revision() {
      return revision
    },
    async close() {
      for (const front of fronts.values()) {
        const { server } = await front
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

function setIn<T>(map: Map<string, T>, name: string, value: T): T {
  map.set(name, value)
  return value
}

function refuse(response: ServerResponse, name: string, failure: string): void {
  const message = redact(`The server of ${name} could not be reached, so nothing was recorded: ${failure}`)
  sendError(response, { status: 502, code: 'not_reached', message })
}
