/**
 * Takes content codings off a whole body that is about to be written, as far as that can be done: of a body that was cut,
 * what there is. Pure.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1
 */
import * as zlib from 'node:zlib'
import { codeOf } from '../../base/unknown'

/** Bytes that a body may become: 64 MiB. */
const MAX_PLAIN = 64 * 1024 * 1024

/** What was made of a body: its bytes; `broken` when it is not packed like that, `large` when it would be too much. */
export type Unpacked = Buffer | 'broken' | 'large'

type ZstdDecompress = (bytes: Buffer, options: object) => Buffer
/** Of Node from 22.15 on. */
const unpackZstd = (zlib as unknown as { zstdDecompressSync?: ZstdDecompress }).zstdDecompressSync

/**
 * Takes codings off.
 *
 * @param bytes - The body.
 * @param codings - Their names in small letters, in the order in which they were applied.
 */
export function unpack(bytes: Buffer, codings: readonly string[]): Unpacked {
  const { constants } = zlib
  const cut = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_PLAIN }
  let plain = bytes
  for (const coding of [...codings].reverse())
    try {
      if (plain.length === 0) return plain
      if (/^(?:x-)?gzip$/.test(coding)) plain = zlib.gunzipSync(plain, cut)
      else if (coding === 'deflate')
        plain = (plain[0]! & 0x0f) === 8 ? zlib.inflateSync(plain, cut) : zlib.inflateRawSync(plain, cut)
      else if (coding === 'br')
        plain = zlib.brotliDecompressSync(plain, {
          finishFlush: constants.BROTLI_OPERATION_FLUSH,
          maxOutputLength: MAX_PLAIN,
        })
      else if (coding === 'zstd' && unpackZstd !== undefined)
        // ZSTD_e_flush
        plain = unpackZstd(plain, { finishFlush: 1, maxOutputLength: MAX_PLAIN })
      else return 'broken'
    } catch (error) {
      return codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? 'large' : 'broken'
    }
  return plain
}

/** The first bytes of zstd. */
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/** Codings that a body of which nobody says so may have. */
export function possibleCodings(bytes: Buffer): readonly string[] {
  return bytes.subarray(0, 4).equals(ZSTD) ? ['zstd'] : ['gzip', 'br', 'deflate']
}

/** Whether bytes are a text that is written for people: UTF-8 without control characters. */
export function isPlainText(bytes: Buffer): boolean {
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) && !/[^\P{Cc}\t\n\r]/u.test(text)
}
