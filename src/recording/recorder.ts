/**
 * The recording proxy: a server on 127.0.0.1 for each variable that names one, which passes requests on and keeps what went
 * by, in the order in which it was asked for. Knows nothing of the file it ends up in.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describeError } from '../errors'
import { redact } from '../secrets/redact-text'
import { FORMAT, VERSION, type Exchange, type Recording } from './file/format'
import { relay } from './wire/relay'
import { describeRequest } from './wire/request'
import { createSink } from './wire/sink'

/** A running recorder. */
export interface Recorder {
  /**
   * The address that takes the place of a server's.
   *
   * @param name - Variable that names the server.
   * @param server - Address of the server; a later one takes its place.
   * @param port - Port to listen on; 0 has the system choose.
   * @returns Origin of the proxy, for example `http://127.0.0.1:4321`.
   */
  front(name: string, server: URL, port?: number): Promise<string>
  /** Notes that a cell begins. What the same cell made before is forgotten. */
  begin(key: string, number: number): void
  /** Waits for answers whose clients have left. */
  settle(): Promise<void>
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
  target: URL
}

interface CellExchanges {
  readonly number: number | undefined
  slots: { exchange?: Exchange }[]
}

/** Settings of {@link createRecorder}. */
export interface RecorderOptions {
  /** @defaultValue 127.0.0.1 and a port of the system's choice */
  readonly port?: number
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

  const serve = async (name: string, front: Front, request: IncomingMessage, response: ServerResponse) => {
    const slot: { exchange?: Exchange } = {}
    const cell = current
    cell.slots.push(slot)
    const sink = createSink(response)
    const body = await readBody(request)
    if (body === undefined) return
    const { method = 'GET', url: target = '/', rawHeaders } = request
    const described = describeRequest({ server: name, method, target, rawHeaders, body })
    const back = await relay({ method, target, rawHeaders, body, server: new URL(front.target.origin) }, sink)
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
    const front = { server, target, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
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
      const front = await (fronts.get(name) ?? setIn(fronts, name, open(name, server, port)))
      front.target = server
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
    snapshot: (now) => ({
      format: FORMAT,
      version: VERSION,
      recordedAt: now.toISOString(),
      servers: Object.fromEntries(
        [...targets].map(([name, { pathname }]) => [name, { path: pathname.replace(/\/+$/, '') }]),
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

/** The whole body of a request; `undefined` when the client has left before its end. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
  } catch {
    return undefined
  }
  return Buffer.concat(pieces)
}

function refuse(response: ServerResponse, name: string, failure: string): void {
  const message = redact(`The server of ${name} could not be reached, so nothing was recorded: ${failure}`)
  if (response.destroyed || response.headersSent) return void response.destroy()
  response.writeHead(502, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({ error: { message, type: 'recording_error', param: null, code: 'not_reached' } }),
  )
}
