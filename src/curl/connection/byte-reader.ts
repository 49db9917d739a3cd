/**
 * Pulls bytes from a socket one piece at a time. The socket is read only when somebody asks, so a slow reader slows the
 * sender down. Knows nothing of HTTP.
 */
import type { Duplex } from 'node:stream'

/** Reads a socket. One reader per socket; `detach` hands the socket over to another. */
export class ByteReader {
  private rest: Buffer | undefined
  private failure: unknown
  private isEnded = false
  private wake: (() => void) | undefined
  private readonly onReadable = (): void => this.wake?.()
  private readonly onEnd = (): void => {
    this.isEnded = true
    this.wake?.()
  }
  private readonly onError = (error: unknown): void => this.fail(error)

  constructor(private readonly socket: Duplex) {
    socket.on('readable', this.onReadable)
    socket.on('end', this.onEnd)
    socket.on('close', this.onEnd)
    socket.on('error', this.onError)
  }

  /** Makes this and every later read fail. */
  fail(error: unknown): void {
    this.failure ??= error
    this.wake?.()
  }

  /**
   * The next bytes.
   *
   * @returns At least one byte; `undefined` when the other side has closed.
   * @throws The socket's error.
   */
  async read(): Promise<Buffer | undefined> {
    for (;;) {
      if (this.rest !== undefined) {
        const bytes = this.rest
        this.rest = undefined
        return bytes
      }
      const bytes = this.socket.read() as Buffer | null
      if (bytes !== null && bytes.length > 0) return bytes
      if (this.failure !== undefined) throw this.failure
      if (this.isEnded || this.socket.readableEnded) return undefined
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
      this.wake = undefined
    }
  }

  /** Whether bytes have arrived that nobody has read. */
  get hasBytes(): boolean {
    return this.rest !== undefined || this.socket.readableLength > 0
  }

  /** Gives bytes back, to be read first. */
  unread(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.rest = this.rest === undefined ? bytes : Buffer.concat([bytes, this.rest])
  }

  /** Leaves the socket to somebody else; unread bytes go back into it. */
  detach(): void {
    this.socket.off('readable', this.onReadable)
    this.socket.off('end', this.onEnd)
    this.socket.off('close', this.onEnd)
    this.socket.off('error', this.onError)
    if (this.rest !== undefined) this.socket.unshift(this.rest)
    this.rest = undefined
  }
}
