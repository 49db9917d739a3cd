/**
 * One request and its response on an open connection. Owns sending with back-pressure, interim responses, and whether
 * the connection can serve again; knows nothing of redirects, files or decoding.
 */
import { brandErrors, hasBrand } from '../../errors'
import { CurlError, EXIT } from '../transfer-error'
import type { BuiltRequest } from '../request/build-request'
import type { RequestBody } from '../request/body'
import { linkSignals, untilAborted } from '../../base/signals'
import type { Connection } from './connection'
import { bodyFraming, readFramedBody, type FramedBodyOptions, type FramingOptions } from './body-framing'
import { headersOf, readHead, type WireHead } from './response-head'
import { codeOf } from '../../base/unknown'

/** What an exchange needs. */
export interface ExchangeOptions extends FramingOptions, FramedBodyOptions {
  readonly connection: Connection
  readonly request: BuiltRequest
  readonly expectTimeoutMs: number
  /** Ends the exchange; its reason is thrown. */
  readonly signal: AbortSignal
  /** Every head that arrives, interim ones too. */
  readonly onHead: (head: WireHead) => void | Promise<void>
  /** The good lines of a head that turned out to be broken. */
  readonly onBroken: (lines: readonly string[]) => void | Promise<void>
  readonly onSent: (bytes: number) => void
}

/** A response whose body is still to be read. */
export interface Exchange {
  readonly head: WireHead
  /** Length announced by the server. */
  readonly size: number | undefined
  /** The body, as sent by the server. To be read once, to its end. */
  readonly body: AsyncGenerator<Buffer>
  /** Stops watching the signal. To be called when the response is done with, read or not. */
  end(): void
  /** After the body was read: whether the connection can be used again. */
  canReuse(): boolean
}

/** The server closed the connection before it answered; a request on a used connection may be tried anew. */
export class EmptyReplyError extends CurlError {
  constructor() {
    super(EXIT.nothing, 'Empty reply from server')
  }

  /** Tells whether a value is an `EmptyReplyError`, whichever copy of the library made it. */
  static override is(value: unknown): value is EmptyReplyError {
    return hasBrand(value, 'EmptyReplyError')
  }

  static {
    brandErrors(this, 'EmptyReplyError')
  }
}

/** Sends a request and reads the head of the final response. */
export async function exchange(options: ExchangeOptions): Promise<Exchange> {
  const { connection, request, signal } = options
  const { reader, socket } = connection
  const unlink = linkSignals([signal], (reason) => {
    reader.fail(reason)
    socket.destroy()
  })
  const upload = new Upload(connection, request, options.onSent)
  try {
    const head = await finalHead(options, upload)
    const framing = bodyFraming(head, options)
    const body = readFramedBody(reader, framing, options)
    let isRead = framing.kind === 'none'
    return {
      head,
      size: framing.kind === 'length' ? framing.bytes : undefined,
      body: guarded(body, signal, async () => {
        isRead = true
        await untilAborted(upload.finished, signal)
      }),
      end: unlink,
      // Bytes after the end of a body mean that the server counts differently.
      canReuse: () =>
        isRead && upload.isDone && !reader.hasBytes && framing.kind !== 'close' && keepsAlive(head, request),
    }
  } catch (error) {
    unlink()
    signal.throwIfAborted()
    throw upload.failure ?? receiveError(error)
  }
}

async function finalHead(options: ExchangeOptions, upload: Upload): Promise<WireHead> {
  const { connection, request } = options
  const waits = request.awaitContinue
  upload.start(waits)
  const timer = waits ? setTimeout(() => upload.sendBody(), options.expectTimeoutMs) : undefined
  try {
    for (;;) {
      const head = await readHead(connection.reader, options.onBroken)
      if (head === undefined) throw upload.failure ?? new EmptyReplyError()
      await options.onHead(head)
      if (head.status === 100) upload.sendBody()
      if (head.status >= 200 || head.status === 101) {
        upload.answered(head.status)
        return head
      }
    }
  } finally {
    clearTimeout(timer)
  }
}

/** Sends head and body while the response is awaited. */
class Upload {
  isDone = false
  /** Why sending failed. The server may have answered all the same, so it counts only when nothing came. */
  failure: CurlError | undefined
  /** Settles when nothing more will be sent; never rejects. */
  finished: Promise<void> = Promise.resolve()
  private isStarted = false
  private isStopped = false

  constructor(
    private readonly connection: Connection,
    private readonly request: BuiltRequest,
    private readonly onSent: (bytes: number) => void,
  ) {}

  start(waitsForContinue: boolean): void {
    const { request } = this
    const { socket } = this.connection
    const { bytes } = request.body ?? {}
    if (!request.body) this.isDone = true
    if (waitsForContinue || !bytes) {
      socket.write(request.head)
      if (!waitsForContinue) this.sendBody()
      return
    }
    // Head and body in one write: one packet, as curl does for small bodies.
    this.isStarted = true
    this.isDone = true
    socket.write(Buffer.concat([request.head, request.chunked ? wholeChunk(bytes) : bytes]))
    this.onSent(bytes.length)
  }

  sendBody(): void {
    if (this.isStarted || !this.request.body) return
    this.isStarted = true
    this.finished = this.relay(this.request.body).then(
      () => {
        this.isDone = !this.isStopped
      },
      (error: unknown) => this.fail(error),
    )
  }

  /** The response is there: an error ends the upload, and nobody waits for a `100 Continue` any more. */
  answered(status: number): void {
    if (this.isDone) return
    if (status >= 400 || !this.isStarted) this.isStopped = true
    if (status >= 400) this.finished = Promise.resolve()
  }

  private fail(error: unknown): void {
    const { reader, socket } = this.connection
    if (error instanceof CurlError && error.exitCode === EXIT.send) this.failure = error
    else {
      // The source of the body broke: the request can never be completed.
      reader.fail(error)
      socket.destroy()
    }
  }

  private async relay(body: RequestBody): Promise<void> {
    const { chunked } = this.request
    for await (const bytes of body.open()) {
      if (this.isStopped) return
      if (bytes.length === 0) continue
      await this.write(chunked ? oneChunk(bytes) : bytes)
      this.onSent(bytes.length)
    }
    if (chunked) await this.write(Buffer.from('0\r\n\r\n'))
  }

  private write(bytes: Uint8Array): Promise<void> {
    const { socket } = this.connection
    return new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(new CurlError(EXIT.send, 'Send failure: Broken pipe'))
      socket.write(bytes, (error) => {
        if (error) reject(sendError(error))
        else resolve()
      })
    })
  }
}

function oneChunk(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
}

function wholeChunk(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes.length > 0 ? oneChunk(bytes) : Buffer.alloc(0), Buffer.from('0\r\n\r\n')])
}

async function* guarded(
  body: AsyncGenerator<Buffer>,
  signal: AbortSignal,
  done: () => Promise<void>,
): AsyncGenerator<Buffer> {
  try {
    yield* body
    await done()
  } catch (error) {
    signal.throwIfAborted()
    throw receiveError(error)
  }
}

function keepsAlive(head: WireHead, request: BuiltRequest): boolean {
  const says = (values: readonly string[], token: string): boolean =>
    values.join(',').toLowerCase().includes(token)
  const asked = request.headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .map(([, value]) => value)
  const answered = [...headersOf(head, 'connection'), ...headersOf(head, 'proxy-connection')]
  if (says(asked, 'close') || says(answered, 'close')) return false
  return head.version === '1.1' || says(answered, 'keep-alive')
}

function receiveError(error: unknown): unknown {
  const code = codeOf(error)
  if (error instanceof CurlError || code === undefined) return error
  const text = code === 'ECONNRESET' ? 'Connection reset by peer' : code
  return new CurlError(EXIT.receive, `Recv failure: ${text}`, error)
}

function sendError(error: Error & { code?: string }): CurlError {
  const text = error.code === 'ECONNRESET' ? 'Connection reset by peer' : 'Broken pipe'
  return new CurlError(EXIT.send, `Send failure: ${text}`, error)
}
