/**
 * A server on 127.0.0.1 that promises to keep its connections and then closes them: each answers a first request, and
 * the second one on it finds what a test says. A connection on which nobody speaks again is left open, so that whether a
 * client finds it dead does not depend on time.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** What becomes of a connection: after its first answer, or when its second request comes. */
export type Goodbye = 'end' | 'reset' | 'half-status' | 'request-timeout' | 'half-closed'

/** A running server. */
export interface ClosingServer {
  readonly baseURL: string
  /** For each request that came: how many came before on its connection, and its body. */
  readonly requests: { readonly before: number; readonly body: string }[]
  /** Bytes that answer the first request of a connection. */
  answer: string
  goodbye: Goodbye
  /** Goodbye is said to the first request already. */
  isRude: boolean
  close(): Promise<void>
}

/** A response in one piece that promises to keep the connection. */
export function keptResponse(type: string, body: string): string {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nKeep-Alive: timeout=5, max=100\r\n`
  const bytes = Buffer.byteLength(body).toString(16)
  return `${head}Transfer-Encoding: chunked\r\n\r\n${bytes}\r\n${body}\r\n0\r\n\r\n`
}

const LATE = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'

function sayGoodbye(socket: Socket, goodbye: Goodbye): void {
  if (goodbye === 'reset') socket.resetAndDestroy()
  else if (goodbye === 'half-status') socket.end('HTTP/1.1 2')
  else if (goodbye === 'request-timeout') socket.end(LATE)
  else socket.end()
}

/** Starts the server. */
export async function startClosingServer(answer: string): Promise<ClosingServer> {
  const sockets = new Set<Socket>()
  const listener: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    let text = ''
    let before = 0
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0)
      if (end < 0 || text.length < end + 4 + length) return
      server.requests.push({ before, body: Buffer.from(text.slice(end + 4), 'latin1').toString() })
      text = ''
      if (before++ > 0 || server.isRude) return sayGoodbye(socket, server.goodbye)
      socket.write(server.answer)
      // Closed for writing behind the answer, and still open for what comes.
      if (server.goodbye === 'half-closed') socket.end()
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const server: ClosingServer = {
    baseURL: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/v1`,
    requests: [],
    answer,
    goodbye: 'end',
    isRude: false,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        listener.close(() => resolve())
      }),
  }
  return server
}
