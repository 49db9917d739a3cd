/**
 * The content codings that can be taken off a body: their names, what decodes each, and how each fails. Knows nothing of
 * how a body comes and goes on.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1
 */
import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'

/** Whether this Node can unpack zstd, as Node does from 22.15 on. */
export const CAN_READ_ZSTD = 'createZstdDecompress' in zlib

/**
 * How taking the codings off failed: `ERR_CONTENT_CODING` nobody knows the coding, `ERR_CONTENT_CODING_MISSING` this Node
 * cannot read it, `Z_DATA_ERROR` the data is broken, `Z_BUF_ERROR` it ends too early, `ERR_BODY_BOMB` it becomes far more
 * than any text would.
 */
export type CodingErrorCode =
  'ERR_CONTENT_CODING' | 'ERR_CONTENT_CODING_MISSING' | 'Z_DATA_ERROR' | 'Z_BUF_ERROR' | 'ERR_BODY_BOMB'

/** A body whose content codings cannot be taken off. */
export class CodingError extends Error {
  override readonly name = 'CodingError'

  /**
   * @param code - What is wrong.
   * @param message - The same in words, without anything of the body.
   * @param cause - What the decoder failed with.
   */
  constructor(
    readonly code: CodingErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause })
  }
}

/**
 * The codings of a body.
 *
 * @param header - The value of `content-encoding`, or several joined by commas.
 * @returns Their names in lower case, in the order in which they were applied, without those that change nothing.
 */
export function contentCodings(header: string | null | undefined): string[] {
  const names = (header ?? '').split(',').map((name) => name.trim().toLowerCase())
  return names.filter((name) => name !== '' && name !== 'identity' && name !== 'none')
}

/**
 * Makes what decodes one coding.
 *
 * @param coding - Its name.
 * @param first - The first bytes of the body, not empty.
 * @throws CodingError for a coding that nobody knows or that this Node cannot read.
 */
export function createDecoder(coding: string, first: Uint8Array): Transform {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip()
    case 'deflate':
      // Servers send both the zlib format and bare deflate data under this name.
      return ((first[0] ?? 0) & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw()
    case 'br':
      return zlib.createBrotliDecompress()
    case 'zstd':
      if (CAN_READ_ZSTD)
        return (zlib as unknown as { createZstdDecompress(): Transform }).createZstdDecompress()
      throw new CodingError(
        'ERR_CONTENT_CODING_MISSING',
        `zstd can be unpacked from Node 22.15 on, and this is ${process.version}`,
      )
  }
  throw new CodingError('ERR_CONTENT_CODING', 'unknown content coding')
}

/** What a decoder failed with, by the same codes for every coding. */
export function describeDecoder(error: Error & { code?: string }): CodingError {
  const isCut = error.code === 'Z_BUF_ERROR'
  return new CodingError(isCut ? 'Z_BUF_ERROR' : 'Z_DATA_ERROR', error.message, error)
}
