/**
 * Takes the content codings off a body while it comes. A body that is cut gives all that can be read of it before it fails,
 * for that is text of an answer; one that becomes far more than any text would is refused.
 */
import type { Transform } from 'node:stream'
import { CodingError, createDecoder, describeDecoder } from './content-codings'
import { createZstdFrames, type ZstdFrames } from './zstd-frames'

/** How much a body may grow when it is unpacked. */
export interface DecodeLimits {
  /** Up to this many bytes anything goes. */
  readonly freeBytes: number
  /** Beyond that, at most so many times the bytes that came. */
  readonly maxRatio: number
}

/** A repetitive text shrinks to about 1/100; gzip can do 1/1032, brotli far more: only a bomb does that for 100 MiB. */
const DECODE_LIMITS: DecodeLimits = { freeBytes: 100 * 1024 * 1024, maxRatio: 500 }

const MAX_CODINGS = 5
/** What becomes of a body is compared with what was taken of it: the less is taken at once, the earlier a bomb shows. */
const MAX_PIECE_BYTES = 64 * 1024

/**
 * Unpacks a body.
 *
 * It is pulled: no more is unpacked than is asked for, and no more of the body is taken than was unpacked. What the server
 * has flushed is given at once, so that events appear as they are sent.
 *
 * @param body - The body as it came. It is left when the loop over the result is.
 * @param codings - Names of the codings in the order in which they were applied, as `contentCodings` gives them.
 * @param limits - How much the body may grow.
 * @returns Its bytes in pieces, none of them empty.
 * @throws CodingError after everything that could be read; what the body fails with, as it is.
 */
export async function* decodeBody(
  body: AsyncIterable<Uint8Array>,
  codings: readonly string[],
  limits: DecodeLimits = DECODE_LIMITS,
): AsyncGenerator<Uint8Array> {
  if (codings.length > MAX_CODINGS)
    throw new CodingError('ERR_CONTENT_CODING', `more than ${MAX_CODINGS} content codings`)
  const count = { received: 0 }
  let decoded: AsyncIterable<Uint8Array> = counted(body, count)
  for (const coding of [...codings].reverse()) decoded = unpack(decoded, coding)
  let produced = 0
  for await (const bytes of decoded) {
    produced += bytes.length
    if (produced > limits.freeBytes && produced > count.received * limits.maxRatio)
      throw bomb(produced, count.received)
    yield bytes
  }
}

async function* counted(
  body: AsyncIterable<Uint8Array>,
  count: { received: number },
): AsyncGenerator<Uint8Array> {
  for await (const bytes of body)
    for (let at = 0; at < bytes.length; at += MAX_PIECE_BYTES) {
      const piece = bytes.subarray(at, at + MAX_PIECE_BYTES)
      count.received += piece.length
      yield piece
    }
}

function bomb(produced: number, received: number): CodingError {
  const megabytes = Math.round(produced / 1024 / 1024)
  return new CodingError(
    'ERR_BODY_BOMB',
    `Refused to unpack more: ${megabytes} MB came out of ${received} bytes, as in a decompression bomb`,
  )
}

/** Takes one coding off: a piece goes in, all that comes of it goes out, then the next piece is asked for. */
async function* unpack(source: AsyncIterable<Uint8Array>, coding: string): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  let unpacker: Unpacker | undefined
  try {
    for (;;) {
      const step = await iterator.next()
      if (!step.done) (unpacker ??= new Unpacker(coding, step.value)).write(step.value)
      else if (unpacker) unpacker.end()
      // An empty body is nothing to unpack, e.g. that of an error page.
      else return
      for (let piece; (piece = await unpacker.next()) !== undefined;) yield piece
      // What stands behind the end of the coded data is padding.
      if (step.done || unpacker.isEnded) return
    }
  } finally {
    unpacker?.close()
    await iterator.return?.()
  }
}

/** A decoder that is asked for what came of the last piece. */
class Unpacker {
  isEnded = false
  private isTaken = false
  private failure: CodingError | undefined
  private wake = (): void => {}
  private readonly decoder: Transform
  private readonly frames: ZstdFrames | undefined

  constructor(coding: string, first: Uint8Array) {
    const decoder = createDecoder(coding, first)
    this.decoder = decoder
    this.frames = coding === 'zstd' ? createZstdFrames() : undefined
    const wake = (): void => this.wake()
    decoder.on('readable', wake)
    decoder.once('end', () => {
      this.isEnded = true
      wake()
    })
    decoder.on('error', (error) => {
      this.failure ??= describeDecoder(error)
      wake()
    })
  }

  /** Gives it a piece; everything that came of the one before must have been taken. */
  write(bytes: Uint8Array): void {
    this.isTaken = false
    this.frames?.take(bytes)
    this.decoder.write(bytes, (error) => {
      if (error) this.failure ??= describeDecoder(error)
      this.isTaken = true
      this.wake()
    })
  }

  /** Says that no piece follows. */
  end(): void {
    this.isTaken = false
    if (this.frames?.isComplete === false)
      this.failure ??= new CodingError('Z_BUF_ERROR', 'unexpected end of file')
    this.decoder.end()
  }

  /** The next bytes; `undefined` when nothing more comes of what was given. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const bytes = this.decoder.read() as Uint8Array | null
      if (bytes !== null) return bytes
      if (this.failure) throw this.failure
      if (this.isTaken || this.isEnded) return undefined
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }

  close(): void {
    this.decoder.destroy()
  }
}
