/**
 * A server on 127.0.0.1 that sends bodies without end, as fast as the client takes them. No HTTP library: what it could
 * send, and that the client closed the connection, is what tests ask.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { delta, event } from './chat-wire'

/** A body that begins and goes on. */
export interface EndlessBody {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent once. */
  readonly begin?: string | Uint8Array
  /** Sent again and again. Without it the connection is held open. */
  readonly piece?: string | Uint8Array
}

/** A running server. */
export interface EndlessServer {
  readonly origin: string
  /** Address with `/v1`. */
  readonly baseURL: string
  /** Bytes of the body that the sockets took so far. */
  sentBytes(): number
  /** Settles when the client has closed the first connection that got an answer. */
  readonly closed: Promise<void>
  close(): Promise<void>
}

/**
 * Starts a server.
 *
 * @param body - What every request gets.
 */
export async function startEndlessServer(body: EndlessBody): Promise<EndlessServer> {
  const sockets = new Set<Socket>()
  let sent = 0
  let onClosed = (): void => {}
  const closed = new Promise<void>((resolve) => (onClosed = resolve))
  const server = createServer((socket) => {
    sockets.add(socket)
    socket
      .on('error', () => {})
      .once('data', () => {
        socket.once('close', onClosed)
        void send(socket)
      })
  })
  const send = async (socket: Socket): Promise<void> => {
    const { status = 200, headers = { 'content-type': 'text/event-stream' }, begin = '', piece } = body
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`HTTP/1.1 ${status} Status\r\n${lines.join('')}connection: close\r\n\r\n`)
    const pieces = [Buffer.from(begin), ...(piece === undefined ? [] : [Buffer.from(piece)])]
    for (let next = pieces[0]; next && !socket.destroyed; next = pieces[1]) {
      const bytes = next
      await new Promise<void>((resolve) => {
        socket.once('close', resolve)
        socket.write(bytes, (error) => {
          if (!error) sent += bytes.length
          socket.off('close', resolve)
          // Lets the client in this process work.
          setImmediate(resolve)
        })
      })
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    baseURL: `${origin}/v1`,
    sentBytes: () => sent,
    closed,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

export const KIB = 1024
export const MIB = 1024 * KIB
const gzip = { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }
const br = { 'content-type': 'text/event-stream', 'content-encoding': 'br' }
const json = { 'content-type': 'application/json' }

/** What says `Hello` first. */
export const HELLO = delta({ content: 'Hello' })
/** Many small events. */
const SMALL = event({ choices: [{ index: 0, delta: { content: 'x' }, finish_reason: null }] }).repeat(500)
/** Of text that is worth next to nothing packed. */
const BLANK_MEMBER = gzipSync(Buffer.alloc(8 * MIB, ' '))

/** Bodies that begin with an answer and never end, by what they are. */
export const ENDLESS = {
  event: { begin: `${HELLO}data: {"choices":[{"delta":{"content":"`, piece: 'x'.repeat(65_536) },
  /** An event that is no JSON, as half of it must not be told. */
  words: { begin: `${HELLO}data: some words`, piece: ' and more'.repeat(5000) },
  events: { begin: HELLO, piece: SMALL },
  comments: { begin: HELLO, piece: ': still here\n\n'.repeat(2000) },
  json: { headers: json, begin: '{"choices":[{"message":{"content":"', piece: 'x'.repeat(65_536) },
  page: {
    headers: { 'content-type': 'text/html' },
    begin: '<title>Sign in</title>',
    piece: '<p>x</p>'.repeat(5000),
  },
  /** A gigabyte for each megabyte; members of a gzip file may follow each other without end. */
  gzip: { headers: gzip, begin: gzipSync(HELLO), piece: BLANK_MEMBER },
  /** 256 MiB out of some hundred bytes, and no end. */
  br: {
    headers: br,
    begin: brotliCompressSync(Buffer.concat([Buffer.from(HELLO), Buffer.alloc(256 * MIB, ' ')]), {
      params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 24 },
    }),
  },
  refusal: {
    status: 500,
    headers: json,
    begin: '{"error":{"message":"boom"},"trace":"',
    piece: 'x'.repeat(65_536),
  },
  text: { headers: { 'content-type': 'text/plain' }, begin: 'Hello', piece: ' and more'.repeat(5000) },
} as const satisfies Readonly<Record<string, EndlessBody>>

/**
 * What a server may have sent that was not read: the two buffers of a TCP connection, which Linux lets grow to 4 MiB and
 * 32 MiB (`tcp_wmem`, `tcp_rmem`), and what both ends hold in hand.
 */
const SOCKET_BYTES = 48 * MIB

/**
 * Watches how much memory a piece of work takes at its peak, beyond what it began with.
 *
 * @param work - The work.
 * @returns What it gave, and the bytes.
 */
export async function peakMemory<T>(work: () => Promise<T>): Promise<{ value: T; bytes: number }> {
  const used = (): number => {
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = used()
  let peak = before
  const timer = setInterval(() => (peak = Math.max(peak, used())), 2)
  try {
    return { value: await work(), bytes: Math.max(peak, used()) - before }
  } finally {
    clearInterval(timer)
  }
}

/** Limits that a body reaches soon. */
export const SMALL_LIMITS = { maxEventChars: 256 * KIB, maxBodyBytes: MIB }

/**
 * Expects that the client closed the connection, after no more than the limit and what sockets hold.
 *
 * @param server - The server, asked with {@link SMALL_LIMITS}.
 * @param memoryBytes - What the work took at its peak.
 */
export async function expectBounded(server: EndlessServer, memoryBytes: number): Promise<void> {
  await server.closed
  expect(server.sentBytes()).toBeLessThan(MIB + SOCKET_BYTES)
  expect(memoryBytes).toBeLessThan(96 * MIB)
}
