/**
 * The bytes of a Node stream as an async iterable that loses none: those that came before an error are given before it.
 * (The stream's own iterator throws the error at once, and with it what nobody has taken yet.)
 */
import type { Readable } from 'node:stream'
import { CutBodyError } from './read-body'

/** How many bytes may wait before the stream is paused. What a paused stream holds itself is lost when it breaks. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024

/**
 * Gives a stream's bytes, joined to one piece where several came in between.
 *
 * @param stream - Read at once, whether or not somebody asks for a piece. It is closed when the loop is left.
 * @throws What the stream fails with; CutBodyError when it is closed before its end.
 */
export async function* streamPieces(stream: Readable): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let size = 0
  let ending: { readonly error: unknown } | undefined
  let wake = (): void => {}
  const end = (error: unknown): void => {
    ending ??= { error }
    wake()
  }
  stream.on('data', (bytes: Uint8Array) => {
    waiting.push(bytes)
    size += bytes.length
    if (size > MAX_WAITING_BYTES) stream.pause()
    wake()
  })
  stream.once('end', () => end(undefined))
  stream.on('error', end)
  stream.once('close', () => end(new CutBodyError('the body was closed before its end')))
  try {
    for (;;) {
      if (size > 0) {
        const piece = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting)
        waiting = []
        size = 0
        if (stream.isPaused()) stream.resume()
        yield piece
      } else if (ending) {
        if (ending.error !== undefined) throw ending.error
        return
      } else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    stream.destroy()
  }
}
