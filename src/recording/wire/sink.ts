/**
 * An answer on its way to a client, as a server gave it or once gave it: status, headers, pieces, and an ending that may be
 * a broken connection. Owns what Node would do differently by itself.
 */
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ending } from '../file/format'

/** The beginning of an answer. */
export interface AnswerHead {
  readonly status: number
  readonly statusText: string | undefined
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** Where an answer goes. */
export interface Sink {
  /** Settles when the client has gone or has all. */
  readonly closed: Promise<void>
  /** Whether the client has left before it had all. */
  isLeft(): boolean
  /** Sends status and headers, at once. */
  head(head: AnswerHead): void
  /** Sends a piece; what it gives settles when the next one may follow, `undefined` says at once. */
  piece(bytes: Uint8Array): Promise<void> | undefined
  /** Ends as the server did. */
  end(ending: Exclude<Ending, 'stopped'>): Promise<void>
}

/** A reset takes away what the client has not read yet: so long it is given to read it. */
const BEFORE_RESET_MS = 50

/** Headers that Node writes by itself unless they are taken off first, which also tells it not to. */
const OWN_HEADERS = ['connection', 'date', 'content-length', 'transfer-encoding']

/**
 * Makes the sink of a response.
 * @param response - Response that nothing has been written to yet.
 */
export function createSink(response: ServerResponse): Sink {
  // Node's response lets go of its socket when it closes.
  const { socket } = response
  if (socket === null) throw new Error('the client has left')
  socket.setNoDelay(true)
  let isDone = false
  let written: Promise<void> = Promise.resolve()
  const closed = new Promise<void>((resolve) => {
    response.once('close', () => resolve())
    socket.once('close', () => resolve())
  })
  response.on('error', () => {})
  const isGone = () => socket.destroyed || response.destroyed

  return {
    closed,
    isLeft: () => !isDone && isGone(),
    head({ status, statusText, headers }) {
      if (isGone()) return
      response.sendDate = false
      for (const name of OWN_HEADERS) response.removeHeader(name)
      const raw = headers.flatMap(([name, value]) => [name, value])
      if (statusText === undefined) response.writeHead(status, raw)
      else response.writeHead(status, statusText, raw)
      response.flushHeaders()
    },
    piece(bytes) {
      if (isGone()) return undefined
      written = new Promise((resolve) => response.write(bytes, () => resolve()))
      // A client that leaves lets nothing be written any more, and nobody says so.
      return response.writableNeedDrain ? Promise.race([written, closed]) : undefined
    },
    async end(ending) {
      isDone = true
      if (isGone()) return
      if (ending === 'whole') {
        response.end()
        return await closed
      }
      await Promise.race([written, closed])
      if (ending === 'cut') return await endSocket(socket)
      if (response.headersSent) await sleep(BEFORE_RESET_MS)
      socket.resetAndDestroy()
    },
  }
}

function endSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve())
    socket.end(() => socket.destroySoon())
  })
}
