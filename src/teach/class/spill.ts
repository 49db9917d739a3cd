/**
 * A body that nobody wants: read for a while and thrown away, for a client that still sends does not see a refusal.
 */
import type { IncomingMessage } from 'node:http'

/** How much of it is read. */
const MAX_SPILL_BYTES = 256_000_000

/**
 * Reads what is left of a body; ends the connection where it has no end.
 * @param request - The request.
 */
export function spill(request: IncomingMessage): void {
  let bytes = 0
  request.on('data', (piece: Buffer) => {
    bytes += piece.length
    if (bytes > MAX_SPILL_BYTES) request.socket.destroy()
  })
  request.on('error', () => {})
  request.resume()
}
