/**
 * Replay: a server on 127.0.0.1 that answers with what was recorded, at its pace, to its end, and with nothing else. It opens
 * no connection, so a request that was not recorded cannot reach anybody.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeError } from '../errors'
import { redact } from '../secrets/redact-text'
import { RecordingError } from './errors'
import { toBytes } from './file/frames'
import type { RecordedResponse, Recording } from './file/format'
import { createMatcher, type AskingCell, type Match } from './match/match'
import { describeRequest } from './wire/request'
import { answerHeaders } from './wire/headers'
import { refusalOf, sendError } from './wire/guard'
import { MAX_BYTES, readBody } from './wire/read-body'
import { createSink, type Sink } from './wire/sink'

/** How recorded answers are given. */
export interface ReplaySettings {
  /** Times as recorded are multiplied by it: 1 as recorded, 0 at once. */
  readonly pace: number
  /** Whether the answers to equal requests begin anew after the last. */
  readonly repeat?: boolean
  /** Port to listen on; 0 has the system choose. */
  readonly port?: number
}

/** A running replay. */
export interface Replay {
  readonly origin: string
  /** Notes that a cell begins; what it used up before it gets again. */
  begin(key: string, number?: number): void
  /** Requests since the last call that had no recording, in words that quote them; settles when what has arrived is decided. */
  takeMisses(): Promise<string[]>
  /** Exchanges that nobody has asked for, in words. */
  unused(): string[]
  close(): Promise<void>
}

/** Status of an answer to a request that was not recorded: one that no client tries again. */
const MISS_STATUS = 404
/** A client that stopped once has stopped again by then; one that has not would wait for ever. */
const STOP_GRACE_MS = 1_000
/** What a cell has sent last may be read after the cell's end is heard of. */
const ARRIVING_MS = 5

/**
 * Starts to replay.
 *
 * @param recording - What to answer with.
 * @param settings - Pace, order, port.
 * @throws RecordingError `recording` when the port is taken.
 */
export async function startReplay(recording: Recording, settings: ReplaySettings): Promise<Replay> {
  const matcher = createMatcher(recording, settings)
  let cell: AskingCell = { key: '' }
  let misses: string[] = []
  let arriving = 0
  const closed = new AbortController()

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = refusalOf(request)
    if (refusal !== undefined) {
      request.resume()
      // A program of the notebook may not look at the status; a page is none of its own.
      if (request.headers.origin === undefined) misses.push(refusal)
      return sendError(response, { status: 403, code: 'refused', message: refusal })
    }
    const sink = createSink(response)
    const asking = cell
    const match = await decide(request, asking)
    if (match === undefined) return
    if (match.kind === 'miss') return await sendMiss(sink, match.message)
    await play(match.exchange.response, sink, { pace: settings.pace, signal: closed.signal })
  }
  const decide = async (request: IncomingMessage, asking: AskingCell): Promise<Match | undefined> => {
    arriving++
    try {
      const body = await readBody(request)
      if (body === 'left') return undefined
      const { method = 'GET', url: target = '/', rawHeaders } = request
      if (body === 'large') {
        const message = `${method} ${target.split('?')[0]} is larger than ${MAX_BYTES} bytes, and so cannot be recorded.`
        misses.push(message)
        return { kind: 'miss', message }
      }
      const match = matcher.take(describeRequest({ server: '', method, target, rawHeaders, body }), asking)
      if (match.kind === 'miss') misses.push(match.message)
      return match
    } finally {
      arriving--
    }
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void serve(request, response).catch((error: unknown) => {
      if (response.destroyed) return
      const message = redact(`${request.method} ${request.url} cannot be answered: ${describeError(error)}`)
      misses.push(message)
      sendError(response, { status: 500, code: 'recording_failed', message })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new RecordingError('recording', `Port ${settings.port} is taken. Choose another one.`, { cause }),
      ),
    )
    server.listen(settings.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    begin(key, number) {
      cell = { key, ...(number !== undefined && { number }) }
      matcher.rewind(key)
    },
    async takeMisses() {
      do await sleep(ARRIVING_MS)
      while (arriving > 0)
      const taken = misses
      misses = []
      return taken
    },
    unused: () =>
      matcher.unused().map((index) => {
        const { cell: number, request } = recording.exchanges[index]!
        return `exchange ${index + 1}${number === undefined ? '' : ` of cell ${number}`}, ${request.method} ${request.path}`
      }),
    async close() {
      closed.abort()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Whole and with an error for clients that read statuses; a program that does not, is failed by the cell around it. */
async function sendMiss(sink: Sink, message: string): Promise<void> {
  const text = `${redact(message)} Nothing was asked of any server. To record again: npx tslab-magics run --record NOTEBOOK`
  const body = Buffer.from(
    JSON.stringify({
      error: { message: text, type: 'recording_error', param: null, code: 'recording_miss' },
    }),
  )
  sink.head({
    status: MISS_STATUS,
    statusText: 'Not Recorded',
    headers: [
      ['Content-Type', 'application/json'],
      ['Content-Length', String(body.length)],
      ['X-Should-Retry', 'false'],
    ],
  })
  void sink.piece(body)
  await sink.end('whole')
}

interface PlayOptions {
  readonly pace: number
  readonly signal: AbortSignal
}

/** Gives a recorded answer, until it ends or the client leaves. */
async function play(recorded: RecordedResponse, sink: Sink, { pace, signal }: PlayOptions): Promise<void> {
  const { status, statusText, headers, frames, end } = recorded
  // By the clock and not from piece to piece, so that what timers are late by does not add up.
  const began = performance.now()
  let due = recorded.ms
  const wait = async (): Promise<void> => {
    const left = due * pace - (performance.now() - began)
    if (pace > 0 && left >= 1)
      await Promise.race([sleep(left, undefined, { signal }).catch(() => {}), sink.closed])
  }
  await wait()
  // A file that others have made gives what the recorder keeps, and no more.
  if (status !== undefined) sink.head({ status, statusText, headers: answerHeaders(headers.flat()) })
  for (const [ms, data] of frames) {
    due += ms
    await wait()
    if (sink.isLeft() || signal.aborted) return
    await sink.piece(toBytes(data))
  }
  if (end !== 'stopped') return await sink.end(end)
  await Promise.race([sink.closed, sleep(STOP_GRACE_MS, undefined, { signal }).catch(() => {})])
  // Who does not stop this time gets an answer that is cut, never one that looks whole.
  if (!sink.isLeft()) await sink.end('cut')
}
