/**
 * Undoes `Content-Encoding` while the body streams, with the exit code and the words of curl where that fails. How it is
 * done is told in `base/body/decode-body`.
 */
import { CodingError } from '../../base/body/content-codings'
import { decodeBody } from '../../base/body/decode-body'
import { CurlError, EXIT } from '../transfer-error'

/**
 * Unpacks a body.
 *
 * @param body - The body as it came.
 * @param codings - As in the header: the last one is undone first.
 * @throws CurlError with exit code 61 when a coding is unknown, or the data is broken, cut, or a decompression bomb.
 */
export async function* decodeContent(
  body: AsyncIterable<Uint8Array>,
  codings: readonly string[],
): AsyncGenerator<Uint8Array> {
  try {
    yield* decodeBody(body, codings)
  } catch (error) {
    throw error instanceof CodingError ? new CurlError(EXIT.encoding, wordsOf(error), error) : error
  }
}

function wordsOf({ code, message }: CodingError): string {
  switch (code) {
    case 'ERR_CONTENT_CODING':
      return 'Unrecognized content encoding type. libcurl understands deflate, gzip, br, zstd content encodings.'
    case 'Z_DATA_ERROR':
    case 'Z_BUF_ERROR':
      return `Error while processing content unencoding: ${message}`
    default:
      return message
  }
}
