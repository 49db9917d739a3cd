/**
 * A server that sends the bytes of a case over a raw socket on 127.0.0.1, as its `transport` field says.
 * No HTTP library: cut terminators, missing ends and resets are what it is for.
 */
import { STATUS_CODES } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { caseChunks, type SseCase } from './sse-cases'

/** What the server saw of one request. */
export interface SeenRequest {
  head: string
  body: string
  /** Settles when the client has closed the connection. */
  closed: Promise<void>
}

/** A running server. */
export interface CaseServer {
  /** Address with `/v1`. */
  readonly baseURL: string
  readonly requests: SeenRequest[]
  close(): Promise<void>
}

/**
 * Starts a server.
 *
 * @param answer - What to send for each request, by its number from 0 and what it was.
 */
export async function startCaseServer(
  answer: (index: number, request: SeenRequest) => SseCase,
): Promise<CaseServer> {
  const sockets = new Set<Socket>()
  const requests: SeenRequest[] = []
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.once('close', () => sockets.delete(socket)).on('error', () => {})
    let received = Buffer.alloc(0)
    socket.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes])
      const request = takeRequest(received)
      if (!request) return
      received = request.rest
      const seen = { head: request.head, body: request.body, closed }
      requests.push(seen)
      void send(socket, answer(requests.length - 1, seen))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function takeRequest(bytes: Buffer): { head: string; body: string; rest: Buffer<ArrayBuffer> } | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const head = bytes.subarray(0, end).toString('latin1')
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
  const start = end + 4
  if (bytes.length < start + length) return undefined
  const body = bytes.subarray(start, start + length).toString()
  return { head, body, rest: Buffer.from(bytes.subarray(start + length)) }
}

async function send(socket: Socket, one: SseCase): Promise<void> {
  const { transport = {} } = one
  const { framing = 'chunked', end = 'clean', connection = 'close', httpVersion = '1.1' } = transport
  if (end === 'reset-before-headers') return void socket.resetAndDestroy()
  const chunks = caseChunks(one)
  const hasBody = one.status !== 204 && one.status !== 304 && (framing !== 'none' || chunks.length > 0)
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0) + (transport.extraLength ?? 0)
  const headers: Record<string, string> = { ...one.headers, connection }
  if (hasBody && framing === 'chunked') headers['transfer-encoding'] = 'chunked'
  if (hasBody && framing === 'length') headers['content-length'] = String(size)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const pieces = [
    Buffer.from(`HTTP/${httpVersion} ${one.status} ${statusText(one.status)}\r\n${lines.join('')}\r\n`),
  ]
  if (hasBody) pieces.push(...chunks.map((chunk) => encode(chunk, framing, transport.chunkExt)))
  const [head, ...body] = pieces
  const sent = transport.cutEvery === undefined ? body : cut(Buffer.concat(body), transport.cutEvery)
  const gapMs = transport.gapMs ?? 6
  await write(socket, head!)
  for (const piece of sent) {
    if (socket.destroyed) return
    await write(socket, piece)
    if (gapMs > 0) await new Promise((resolve) => setTimeout(resolve, gapMs))
  }
  if (end === 'clean' && hasBody && framing === 'chunked') {
    for (const piece of transport.terminator ?? ['0\r\n\r\n']) {
      await write(socket, Buffer.from(piece))
      await new Promise((resolve) => setTimeout(resolve, gapMs))
    }
  }
  if (end === 'reset') socket.resetAndDestroy()
  else if (end === 'fin' || (end === 'clean' && (connection === 'close' || framing === 'close'))) socket.end()
}

function encode(chunk: Uint8Array, framing: string, extension?: string | boolean): Buffer<ArrayBuffer> {
  if (framing !== 'chunked') return Buffer.from(chunk)
  const name = extension === true ? 'ext=1' : extension || ''
  const suffix = name === '' || name.startsWith(';') ? name : `;${name}`
  return Buffer.concat([Buffer.from(`${chunk.length.toString(16)}${suffix}\r\n`), chunk, Buffer.from('\r\n')])
}

function cut(bytes: Buffer<ArrayBuffer>, every: number): Buffer<ArrayBuffer>[] {
  const pieces: Buffer<ArrayBuffer>[] = []
  for (let at = 0; at < bytes.length; at += every) pieces.push(bytes.subarray(at, at + every))
  return pieces
}

function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()))
}

function statusText(status: number): string {
  return STATUS_CODES[status] ?? 'Status'
}
