/**
 * A client that sees what HTTP libraries hide: the pieces of a chunked body, and how a connection ends.
 */
import { connect } from 'node:net'

/** What came over the wire. */
export interface RawAnswer {
  /** Status line without the version; empty when none came. */
  readonly status: string
  /** Lines as they came, without those of the connection. */
  readonly headers: readonly string[]
  /** The body: in its chunks where it has some, else as one. */
  readonly pieces: readonly string[]
  /** Whether the body is there to its last byte. */
  readonly isWhole: boolean
  /** How the connection ended, if that is what ended the answer. */
  readonly ending: 'none' | 'closed' | 'reset' | 'left'
}

/** What to ask, and when to leave. */
export interface RawRequest {
  readonly path: string
  readonly body?: string
  readonly headers?: readonly string[]
  readonly method?: string
  /** Leaves when the body has so many bytes. */
  readonly leaveAt?: number
  /** Told of the time of each piece of the stream. */
  onBytes?(bytes: Buffer): void
}

/** Of the connection alone, or of who sends. */
const NOT_OF_ANSWER = /^(?:connection|keep-alive):/i

/** Asks a server over a socket of its own. */
export function askRaw(origin: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(origin)
  const { path, body = '', method = 'POST', headers = [], leaveAt } = request
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    socket.setNoDelay(true)
    let received = Buffer.alloc(0)
    const finish = (ending: RawAnswer['ending']) => {
      socket.destroy()
      resolve(parse(received, ending, method))
    }
    socket.on('connect', () => {
      const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, ...headers]
      if (body !== '' || method === 'POST') lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
      socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
    })
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes])
      request.onBytes?.(bytes)
      const so_far = parse(received, 'none', method)
      if (so_far.isWhole) finish('none')
      else if (leaveAt !== undefined && sizeOf(so_far) >= leaveAt) finish('left')
    })
    socket.on('end', () => finish('closed'))
    socket.on('error', () => finish('reset'))
    socket.on('close', () => finish('closed'))
  })
}

function sizeOf({ pieces }: RawAnswer): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0)
}

function parse(bytes: Buffer, ending: RawAnswer['ending'], method: string): RawAnswer {
  const text = bytes.toString('latin1')
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) return { status: '', headers: [], pieces: [], isWhole: false, ending }
  const [first = '', ...lines] = text.slice(0, headEnd).split('\r\n')
  const status = first.replace(/^HTTP\/1\.\d /, '')
  const rest = text.slice(headEnd + 4)
  const head = { status, headers: lines.filter((line) => !NOT_OF_ANSWER.test(line)) }
  const header = (name: string) => lines.find((line) => line.toLowerCase().startsWith(`${name}:`))
  if (method === 'HEAD' || /^(?:204|304)/.test(status)) return { ...head, pieces: [], isWhole: true, ending }
  if (header('transfer-encoding')) return { ...head, ...readChunks(rest), ending }
  const length = header('content-length')
  if (length) {
    const isWhole = rest.length >= Number(length.split(':')[1])
    return { ...head, pieces: [rest], isWhole, ending }
  }
  return {
    ...head,
    pieces: [rest],
    isWhole: ending === 'closed',
    ending: ending === 'closed' ? 'none' : ending,
  }
}

function readChunks(text: string): { pieces: string[]; isWhole: boolean } {
  const pieces: string[] = []
  let at = 0
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at)
    if (lineEnd === -1) return { pieces, isWhole: false }
    const size = Number.parseInt(text.slice(at, lineEnd), 16)
    if (size === 0) return { pieces, isWhole: text.indexOf('\r\n\r\n', at) !== -1 }
    const start = lineEnd + 2
    if (text.length < start + size) return { pieces, isWhole: false }
    pieces.push(text.slice(start, start + size))
    at = start + size + 2
  }
}
