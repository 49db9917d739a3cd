/**
 * Where a response body begins and ends: by length, by chunks, by the end of the connection. A body that ends early is
 * an error. Knows nothing of compression.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-6
 */
import { CurlError, EXIT } from '../transfer-error'
import type { ByteReader } from './byte-reader'
import { headerOf, headersOf, readLine, readLines, type WireHead } from './response-head'

/** How a body is delimited. */
export type BodyFraming =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'close' }

/** Settings of {@link bodyFraming}. */
export interface FramingOptions {
  /** The request was made with `-I`. */
  readonly hasNoBody: boolean
  /** Do not trust Content-Length (`--ignore-content-length`). */
  readonly ignoreLength: boolean
}

/** Settings of {@link readFramedBody}. */
export interface FramedBodyOptions {
  /** Give chunks with their framing (`--raw`). */
  readonly raw: boolean
  /** Header lines after the last chunk. */
  readonly onTrailers: (lines: readonly string[]) => void | Promise<void>
}

/** Finds out how the body of a response is delimited. */
export function bodyFraming(head: WireHead, { hasNoBody, ignoreLength }: FramingOptions): BodyFraming {
  if (hasNoBody || head.status === 204 || head.status === 304 || head.status < 200) return { kind: 'none' }
  const encodings = headersOf(head, 'transfer-encoding').join(',').toLowerCase()
  if (/\bchunked\b/.test(encodings)) return { kind: 'chunked' }
  if (ignoreLength) return { kind: 'close' }
  const length = headerOf(head, 'content-length')
  if (length === undefined) return { kind: 'close' }
  return { kind: 'length', bytes: parseInt(length, 10) }
}

/**
 * Reads a body piece by piece.
 *
 * @throws CurlError with exit code 18 when it ends early, 56 when chunks are malformed.
 */
export async function* readFramedBody(
  reader: ByteReader,
  framing: BodyFraming,
  options: FramedBodyOptions,
): AsyncGenerator<Buffer> {
  switch (framing.kind) {
    case 'none':
      return
    case 'close':
      for (let bytes = await reader.read(); bytes !== undefined; bytes = await reader.read()) yield bytes
      return
    case 'length':
      yield* readLength(
        reader,
        framing.bytes,
        (left) => `transfer closed with ${left} bytes remaining to read`,
      )
      return
    case 'chunked':
      yield* readChunks(reader, options)
  }
}

async function* readLength(
  reader: ByteReader,
  length: number,
  problem: (left: number) => string,
): AsyncGenerator<Buffer> {
  for (let left = length; left > 0;) {
    const bytes = await reader.read()
    if (bytes === undefined) throw new CurlError(EXIT.partial, problem(left))
    if (bytes.length > left) reader.unread(bytes.subarray(left))
    const piece = bytes.length > left ? bytes.subarray(0, left) : bytes
    left -= piece.length
    yield piece
  }
}

const cutOff = (): string => 'transfer closed with outstanding read data remaining'

async function* readChunks(
  reader: ByteReader,
  { raw, onTrailers }: FramedBodyOptions,
): AsyncGenerator<Buffer> {
  for (;;) {
    const line = await readLine(reader, 16 * 1024)
    if (!line?.endsWith('\n')) throw new CurlError(EXIT.partial, cutOff())
    const digits = /^[ \t]*([0-9a-f]+)/i.exec(line)?.[1]
    if (digits === undefined) {
      throw new CurlError(EXIT.receive, 'Illegal or missing hexadecimal sequence in chunked-encoding')
    }
    if (digits.length > 13)
      throw new CurlError(EXIT.receive, 'Too long hexadecimal number in chunked-encoding')
    if (raw) yield Buffer.from(line, 'latin1')
    const size = parseInt(digits, 16)
    if (size === 0) break
    yield* readLength(reader, size, cutOff)
    const end = await readLine(reader, 16 * 1024)
    if (end === undefined) throw new CurlError(EXIT.partial, cutOff())
    if (!/^\r?\n$/.test(end))
      throw new CurlError(EXIT.receive, 'Malformed encoding found in chunked-encoding')
    if (raw) yield Buffer.from(end, 'latin1')
  }
  const trailers = await readLines(reader)
  if (trailers === undefined) throw new CurlError(EXIT.partial, cutOff())
  if (raw) yield Buffer.from(`${trailers.join('')}\r\n`, 'latin1')
  if (trailers.length > 0) await onTrailers(trailers)
}
