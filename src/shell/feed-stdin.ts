/**
 * Writes a child's standard input at the pace the child reads it. Owns back-pressure and a reader that leaves early.
 */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { linkSignals } from '../base/signals'

/** What a child can be given to read. */
export type StdinSource = string | Uint8Array | AsyncIterable<Uint8Array>

/**
 * Writes a source into a pipe and closes it. A child that stops reading (as `head` does) ends the source quietly.
 *
 * @param pipe - The write end of the child's standard input.
 * @param source - Text, bytes, or bytes that come in pieces.
 * @param ended - Aborted when the child has ended.
 * @throws Whatever the source throws; nothing for a closed pipe.
 */
export async function feedStdin(pipe: Writable, source: StdinSource, ended: AbortSignal): Promise<void> {
  let isClosed = false
  // EPIPE and ECONNRESET: the child has closed its end. That is its right, and its exit code tells the rest.
  const closed = new Promise<void>((resolve) => {
    const close = () => {
      isClosed = true
      resolve()
    }
    pipe.on('error', close)
    pipe.on('close', close)
    linkSignals([ended], close)
  })
  if (typeof source === 'string' || source instanceof Uint8Array) {
    pipe.end(source)
    return
  }
  const iterator = source[Symbol.asyncIterator]()
  try {
    while (!isClosed) {
      const next = await Promise.race([iterator.next(), closed])
      if (next === undefined || next.done) break
      if (!pipe.write(next.value)) await Promise.race([once(pipe, 'drain').catch(() => {}), closed])
    }
  } finally {
    pipe.end()
    // Not awaited: a source that waits for something else must not hold up a command that has ended.
    if (isClosed) iterator.return?.().catch(() => {})
  }
}
