/**
 * A loopback server that records every request and answers the way the case files of curl expect. One port takes plain
 * HTTP, TLS and requests to a proxy (absolute form and CONNECT), told apart by their first byte; a unix socket joins in.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import * as net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tls from 'node:tls'
import { answer } from './recorder-answers'

/** A request in the format of the case files. */
export interface RecordedRequest {
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string | null])[]
  readonly body?: string
  readonly bodyBase64?: string
  readonly multipart?: readonly { readonly headers: readonly string[]; readonly body: string }[]
  readonly tls?: boolean
  readonly sni?: string
  readonly unix?: boolean
  readonly via?: string
}

/** Head of a request while its body is read. */
export interface RequestHead {
  readonly method: string
  readonly target: string
  readonly version: string
  readonly headers: readonly (readonly [string, string | null])[]
  header(name: string): string | undefined
}

interface Place {
  readonly tls?: boolean
  readonly sni?: string
  readonly unix?: boolean
  readonly via?: string
}

/** The server. Call {@link Recorder.close} at the end. */
export class Recorder {
  requests: RecordedRequest[] = []
  readonly #folder = mkdtempSync(join(tmpdir(), 'recorder-'))
  readonly #sockets = new Set<net.Socket>()
  readonly #tcp = net.createServer((socket) => this.#accept(socket, {}))
  readonly #unix = net.createServer((socket) => this.#accept(socket, { unix: true }))
  readonly #context: tls.SecureContext
  /** How often a path was asked for, for answers that change. */
  readonly counts = new Map<string, number>()

  /** @param hosts - Names that its certificate is valid for. */
  constructor(hosts: readonly string[] = []) {
    this.#context = tls.createSecureContext(createCertificate(this.#folder, hosts))
  }

  /** The certificate, for `CURL_CA_BUNDLE`. */
  get certificate(): string {
    return certificatePath(this.#folder)
  }

  get address(): string {
    return `127.0.0.1:${(this.#tcp.address() as net.AddressInfo).port}`
  }

  get socketPath(): string {
    return join(this.#folder, 'http.sock')
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#tcp.listen(0, '127.0.0.1', resolve))
    await new Promise<void>((resolve) => this.#unix.listen(this.socketPath, resolve))
    return this
  }

  /** Forgets what was recorded, and closes what the last case left open. */
  reset(): void {
    this.requests = []
    this.counts.clear()
    for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    this.reset()
    await Promise.all(
      [this.#tcp, this.#unix].map((server) => new Promise((resolve) => server.close(resolve))),
    )
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #accept(socket: net.Socket, place: Place): void {
    this.#keep(socket)
    socket.once('data', (first) => {
      socket.pause()
      socket.unshift(first)
      if (first[0] !== 0x16) return this.#serve(socket, place)
      const secure = new tls.TLSSocket(socket, {
        isServer: true,
        secureContext: this.#context,
        ALPNProtocols: ['http/1.1'],
      })
      this.#keep(secure)
      secure.once('secure', () => {
        const sni = (secure as unknown as { servername?: string | false }).servername
        this.#serve(secure, { ...place, tls: true, ...(sni ? { sni } : {}) })
      })
    })
  }

  #keep(socket: net.Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
  }

  #serve(socket: net.Socket, place: Place): void {
    let bytes: Buffer = Buffer.alloc(0)
    let head: RequestHead | undefined
    const take = (): boolean => {
      if (!head) {
        const end = bytes.indexOf('\r\n\r\n')
        if (end === -1) return false
        head = readHead(bytes.toString('latin1', 0, end))
        bytes = bytes.subarray(end + 4)
        if (/100-continue/i.test(head.header('expect') ?? '')) socket.write('HTTP/1.1 100 Continue\r\n\r\n')
      }
      const body = takeBody(bytes, head)
      if (!body) return false
      bytes = body.rest
      const done = head
      head = undefined
      this.requests.push(record(done, body.bytes, place))
      if (done.method === 'CONNECT') {
        socket.off('data', onData)
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        this.#accept(socket, { ...place, via: 'connect' })
        if (bytes.length > 0) socket.unshift(bytes)
        return false
      }
      answer({ socket, head: done, body: body.bytes, counts: this.counts })
      return true
    }
    const onData = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk])
      while (take());
    }
    socket.on('data', onData)
    socket.on('end', () => socket.end())
    socket.resume()
  }
}

/** A certificate for every host that will be asked for; it is its own authority. */
function createCertificate(folder: string, hosts: readonly string[]): { key: Buffer; cert: Buffer } {
  const [key, cert] = [join(folder, 'key.pem'), certificatePath(folder)]
  const names = ['DNS:localhost', 'IP:127.0.0.1', ...hosts.map((host) => `DNS:${host}`)].join(',')
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=recorder.test`
  const paths = ['-addext', `subjectAltName=${names}`, '-keyout', key, '-out', cert]
  execFileSync('openssl', [...words.split(' '), ...paths], { stdio: 'ignore' })
  return { key: readFileSync(key), cert: readFileSync(cert) }
}

const certificatePath = (folder: string): string => join(folder, 'cert.pem')

function readHead(text: string): RequestHead {
  const [first = '', ...lines] = text.split('\r\n')
  const [, method = first, target = '', version = '?'] = /^(\S+) (.*) HTTP\/(\d\.\d)$/s.exec(first) ?? []
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    if (colon === -1) return [utf8(line), null] as const
    return [utf8(line.slice(0, colon)), utf8(line.slice(colon + 1).replace(/^ /, ''))] as const
  })
  return {
    method,
    target: utf8(target),
    version,
    headers,
    header: (name) => headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? undefined,
  }
}

const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8')

function takeBody(bytes: Buffer, head: RequestHead): { bytes: Buffer; rest: Buffer } | undefined {
  if (!/chunked/i.test(head.header('transfer-encoding') ?? '')) {
    const length = Number(head.header('content-length') ?? 0)
    if (bytes.length < length) return undefined
    return { bytes: bytes.subarray(0, length), rest: bytes.subarray(length) }
  }
  const chunks: Buffer[] = []
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at)
    if (line === -1) return undefined
    const size = parseInt(bytes.toString('latin1', at, line), 16)
    const end = line + 2 + size
    if (bytes.length < end + 2) return undefined
    chunks.push(bytes.subarray(line + 2, end))
    at = end + 2
    if (size === 0) return { bytes: Buffer.concat(chunks), rest: bytes.subarray(at) }
  }
}

function record(head: RequestHead, body: Buffer, place: Place): RecordedRequest {
  const { method, target, headers } = head
  const text = body.toString('utf8')
  const boundary = /multipart\/.*boundary="?([^";]+)"?/i.exec(head.header('content-type') ?? '')?.[1]
  return {
    method,
    target,
    headers,
    ...place,
    ...(Buffer.from(text).equals(body) ? { body: text } : { bodyBase64: body.toString('base64') }),
    ...(boundary === undefined ? {} : { multipart: readParts(body, boundary) }),
  }
}

function readParts(body: Buffer, boundary: string): { headers: string[]; body: string }[] {
  const parts = body.toString('latin1').split(`--${boundary}`)
  return parts.slice(1, -1).map((part) => {
    const gap = part.indexOf('\r\n\r\n')
    return { headers: utf8(part.slice(2, gap)).split('\r\n'), body: utf8(part.slice(gap + 4, -2)) }
  })
}
