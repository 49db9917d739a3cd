/**
 * A loopback server for tests that keeps the exact bytes of every request and answers with the exact bytes a test
 * gives it. One port takes plain HTTP and TLS, told apart by the first byte.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import * as net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tls from 'node:tls'

/** A request as it came in. */
export interface RawRequest {
  readonly method: string
  readonly target: string
  /** Request line and header lines, latin1, with the empty line. */
  readonly head: string
  readonly body: Buffer
  readonly header: (name: string) => string | undefined
  /** Which connection it came on, from 0. */
  readonly connection: number
}

/** Writes the answer. */
export type Answer = (request: RawRequest, socket: net.Socket) => void

/** Answers 200 with a small body that names what was asked. */
export const echo: Answer = (request, socket) => {
  const text = `${request.method} ${request.target} ${request.body.length}\n`
  const body = request.method === 'HEAD' ? '' : text
  socket.write(
    `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\n\r\n${body}`,
    'latin1',
  )
}

/** A response as bytes, with its length. */
export function response(status: string, headers: readonly string[], body: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(body)
  const lines = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${bytes.length}`]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes])
}

/** The server. Call {@link RawServer.close} after the tests. */
export class RawServer {
  readonly requests: RawRequest[] = []
  answer: Answer = echo
  /** Answers CONNECT and plays the server behind the tunnel itself. */
  tunnels = false
  /** Never sends 100 Continue. */
  ignoreExpect = false
  /** Takes connections and says nothing. */
  mute = false
  /** Answers as soon as a request's head is there, without reading its body. */
  earlyAnswer: Buffer | undefined
  private readonly server: net.Server
  private readonly sockets = new Set<net.Socket>()
  private connections = 0
  private context: tls.SecureContext | undefined
  /** Path of the self-signed certificate, once TLS was enabled. */
  certificate = ''
  private folder = ''

  constructor() {
    this.server = net.createServer((socket) => this.accept(socket))
  }

  get port(): number {
    return (this.server.address() as net.AddressInfo).port
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async listen(path?: string): Promise<this> {
    await new Promise<void>((resolve) =>
      path === undefined ? this.server.listen(0, '127.0.0.1', resolve) : this.server.listen(path, resolve),
    )
    return this
  }

  /** Takes TLS too, with a new self-signed certificate for 127.0.0.1 and localhost. */
  enableTls(): this {
    this.folder = mkdtempSync(join(tmpdir(), 'raw-server-'))
    const key = join(this.folder, 'key.pem')
    this.certificate = join(this.folder, 'cert.pem')
    const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1'
    const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext ${names} -keyout ${key} -out ${this.certificate}`
    execFileSync('openssl', words.split(' '), { stdio: 'ignore' })
    this.context = tls.createSecureContext({ key: readFileSync(key), cert: readFileSync(this.certificate) })
    return this
  }

  reset(answer: Answer = echo): void {
    this.requests.length = 0
    this.answer = answer
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.server.close(resolve))
    if (this.folder !== '') rmSync(this.folder, { recursive: true })
  }

  private accept(socket: net.Socket): void {
    this.keep(socket)
    if (!this.mute) this.sniff(socket, this.connections++)
  }

  private sniff(socket: net.Socket, connection: number): void {
    socket.once('data', (first) => {
      socket.pause()
      socket.unshift(first)
      if (first[0] === 0x16 && this.context) {
        const secure = new tls.TLSSocket(socket, { isServer: true, secureContext: this.context })
        this.keep(secure)
        this.serve(secure, connection)
      } else if (first[0] === 0x16) socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
      else this.serve(socket, connection)
    })
  }

  private keep(socket: net.Socket): void {
    this.sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.sockets.delete(socket))
  }

  private serve(socket: net.Socket, connection: number): void {
    let bytes: Buffer = Buffer.alloc(0)
    let continued = false
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      for (;;) {
        const end = bytes.indexOf('\r\n\r\n')
        if (end < 0) return
        const head = bytes.toString('latin1', 0, end + 4)
        const header = (name: string): string | undefined =>
          new RegExp(`^${name}:[ \\t]*(.*)\\r$`, 'im').exec(head)?.[1]
        if (this.earlyAnswer) {
          socket.removeAllListeners('data')
          socket.pause()
          return void socket.write(this.earlyAnswer)
        }
        if (/100-continue/i.test(header('expect') ?? '') && !continued && !this.ignoreExpect) {
          continued = true
          socket.write('HTTP/1.1 100 Continue\r\n\r\n')
        }
        const body = takeBody(bytes.subarray(end + 4), header)
        if (!body) return
        continued = false
        bytes = body.rest
        const [method = '', target = ''] = head.split(' ', 2)
        const request = { method, target, head, body: body.bytes, header, connection }
        this.requests.push(request)
        if (method === 'CONNECT' && this.tunnels) {
          socket.removeAllListeners('data')
          socket.write('HTTP/1.1 200 Connection established\r\nX-Proxy: 1\r\n\r\n')
          this.sniff(socket, connection)
          if (body.rest.length > 0) socket.unshift(body.rest)
          return
        }
        this.answer(request, socket)
      }
    })
    socket.resume()
  }
}

function takeBody(
  bytes: Buffer,
  header: (name: string) => string | undefined,
): { bytes: Buffer; rest: Buffer } | undefined {
  if (!/chunked/i.test(header('transfer-encoding') ?? '')) {
    const length = Number(header('content-length') ?? 0)
    return bytes.length < length
      ? undefined
      : { bytes: bytes.subarray(0, length), rest: bytes.subarray(length) }
  }
  // The chunks are kept with their framing: it belongs to the bytes of the request.
  const end = /(?:^|\r\n)0\r\n\r\n/.exec(bytes.toString('latin1'))
  if (!end) return undefined
  const length = end.index + end[0].length
  return { bytes: bytes.subarray(0, length), rest: bytes.subarray(length) }
}
