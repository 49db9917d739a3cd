/**
 * The body of a refused request, as far as it is worth waiting for: bounded in bytes and in time. One that stalls or is
 * cut still tells what it told.
 */
import { readBody } from '../../base/body/read-body'
import { joinSignals } from '../../base/signals'

const MAX_BYTES = 64 * 1024
const LONGEST_WAIT_MS = 10_000

/**
 * Reads an error body.
 *
 * @param body - What the transport gave as body.
 * @param signal - Ends the reading when aborted. Closing the connection is the caller's business.
 * @param waitMs - Longest wait for all of it; never more than 10,000.
 * @returns Its text, or the beginning of it.
 */
export async function readErrorBody(
  body: unknown,
  signal: AbortSignal,
  waitMs = LONGEST_WAIT_MS,
): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  const take = (bytes: Uint8Array): boolean => {
    pieces.push(bytes)
    return (size += bytes.length) < MAX_BYTES
  }
  const limits = joinSignals([signal], Math.min(waitMs, LONGEST_WAIT_MS))
  try {
    await readBody(body, take, limits.signal)
  } finally {
    limits.release()
  }
  return new TextDecoder().decode(Buffer.concat(pieces).subarray(0, MAX_BYTES))
}
