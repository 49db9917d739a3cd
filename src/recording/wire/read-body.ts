/**
 * The body of a request, up to a size that a file of text can hold.
 */
import type { IncomingMessage } from 'node:http'

/** Bytes of a request or of an answer that are recorded or matched: 64 MiB. */
export const MAX_BYTES = 64 * 1024 * 1024

/** A body that was read; `left` when the client has gone before its end, `large` when it is larger than {@link MAX_BYTES}. */
export type ReadBody = Buffer | 'left' | 'large'

/**
 * Reads a body to its end; what is beyond the limit is read and thrown away, so that an answer can be read.
 *
 * @param request - The request.
 * @param maxBytes - The limit.
 */
export async function readBody(request: IncomingMessage, maxBytes = MAX_BYTES): Promise<ReadBody> {
  let pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      size += piece.length
      if (size <= maxBytes) pieces.push(piece)
      else pieces = []
    }
  } catch {
    return 'left'
  }
  return size > maxBytes ? 'large' : Buffer.concat(pieces)
}
