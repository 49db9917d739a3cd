/**
 * Undoes `Content-Encoding` while the body streams, with a bound on what a small body may become. Knows nothing of
 * HTTP framing.
 */
import { pipeline, Readable, type Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { CurlError, EXIT } from '../transfer-error'

/** How much a body may grow when it is unpacked. */
export interface DecodeLimits {
  /** Up to this many bytes anything goes. */
  readonly freeBytes: number
  /** Beyond that, at most so many times the bytes received. */
  readonly maxRatio: number
}

/** A repetitive text shrinks to about 1/100; gzip can do 1/1032, brotli far more: only a bomb does that for 100 MB. */
export const DECODE_LIMITS: DecodeLimits = { freeBytes: 100 * 1024 * 1024, maxRatio: 500 }

const MAX_LAYERS = 5

/** Whether this Node can unpack zstd. */
export const CAN_READ_ZSTD = 'createZstdDecompress' in zlib

/** The encodings of a `Content-Encoding` header, outermost last; those that change nothing are left out. */
export function contentEncodings(header: string | undefined): string[] {
  const names = (header ?? '').split(',').map((name) => name.trim().toLowerCase())
  return names.filter((name) => name !== '' && name !== 'identity' && name !== 'none')
}

/**
 * Unpacks a body.
 *
 * @param encodings - As in the header: the last one is undone first.
 * @throws CurlError with exit code 61 when an encoding is unknown, the data is broken or cut, or it outgrows `limits`.
 */
export async function* decodeContent(
  source: AsyncIterable<Buffer>,
  encodings: readonly string[],
  limits: DecodeLimits = DECODE_LIMITS,
): AsyncGenerator<Buffer> {
  if (encodings.length > MAX_LAYERS) {
    throw new CurlError(EXIT.encoding, `Reject response due to more than ${MAX_LAYERS} content encodings`)
  }
  let received = 0
  let problem: unknown
  const counted = async function* (): AsyncGenerator<Buffer> {
    try {
      for await (const bytes of source) {
        received += bytes.length
        yield bytes
      }
    } catch (error) {
      problem = error
      throw error
    }
  }
  let stream: AsyncIterable<Buffer> = counted()
  for (const encoding of [...encodings].reverse()) stream = await unpack(stream, encoding)
  let produced = 0
  try {
    for await (const bytes of stream) {
      produced += bytes.length
      if (produced > limits.freeBytes && produced > received * limits.maxRatio) {
        const megabytes = Math.round(produced / 1024 / 1024)
        throw new CurlError(
          EXIT.encoding,
          `Refused to unpack more: ${megabytes} MB came out of ${received} bytes, as in a decompression bomb`,
        )
      }
      yield bytes
    }
  } catch (error) {
    if (problem !== undefined) throw problem
    if (error instanceof CurlError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new CurlError(EXIT.encoding, `Error while processing content unencoding: ${reason}`, error)
  }
}

async function unpack(source: AsyncIterable<Buffer>, encoding: string): Promise<AsyncIterable<Buffer>> {
  const iterator = source[Symbol.asyncIterator]()
  const first = await iterator.next()
  // An empty body is nothing to unpack, e.g. of a HEAD or an error page.
  if (first.done) return Readable.from([]) as AsyncIterable<Buffer>
  const decoder = createDecoder(encoding, first.value)
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield first.value
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  // Errors of either side reach the reader of the decoder.
  pipeline(Readable.from(whole(), { objectMode: false, highWaterMark: 64 * 1024 }), decoder, () => {})
  return decoder as AsyncIterable<Buffer>
}

function createDecoder(encoding: string, first: Buffer): Transform {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip()
    case 'deflate':
      // Servers send both the zlib format and bare deflate data under this name.
      return ((first[0] ?? 0) & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw()
    case 'br':
      return zlib.createBrotliDecompress()
    case 'zstd':
      if (CAN_READ_ZSTD) {
        return (zlib as unknown as { createZstdDecompress(): Transform }).createZstdDecompress()
      }
  }
  throw new CurlError(
    EXIT.encoding,
    'Unrecognized content encoding type. libcurl understands deflate, gzip, br, zstd content encodings.',
  )
}
