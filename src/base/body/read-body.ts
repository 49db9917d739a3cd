/**
 * The bytes of a response's body, pushed as they come: streams of Node and of the web, and async iterables.
 */
import type { Readable } from 'node:stream'
import { linkSignals } from '../signals'

/** A transport's body that ends before its time. */
export class CutBodyError extends Error {
  readonly code = 'ERR_STREAM_PREMATURE_CLOSE'
  override readonly name = 'CutBodyError'
}

/** How long, and how many bytes long, the end of a body may be of which nothing further is wanted. */
const LAST_MS = 100
const LAST_BYTES = 16 * 1024

const kept = new WeakSet<object>()

/** Has the reader of a response let it end by itself, if it does so soon, so that its connection can serve again. */
export function keepConnection(response: Readable): void {
  kept.add(response)
}

/**
 * Reads a body to its end, or closes it before. Where `onBytes` had enough, a body that was given to {@link keepConnection} and
 * ends right then by itself is left to do so.
 *
 * @param body - What the transport gave as body; `null` for none.
 * @param onBytes - Takes bytes; `false` when nothing further is wanted.
 * @param signal - Ends the reading when aborted.
 * @returns The error the body ended with; `undefined` for a clean end or when `onBytes` had enough.
 * @throws What `onBytes` throws.
 */
export async function readBody(
  body: unknown,
  onBytes: (bytes: Uint8Array) => boolean,
  signal: AbortSignal,
): Promise<unknown> {
  if (body === null || body === undefined) return undefined
  if (isNodeStream(body)) return readNodeStream(body, onBytes, signal)
  const items = body as AsyncIterable<Uint8Array>
  return readItems(isWebStream(items) ? webItems(items) : items, onBytes, signal)
}

function isNodeStream(body: object | unknown): body is Readable {
  return typeof (body as Readable).on === 'function' && typeof (body as Readable).pipe === 'function'
}

interface WebStream {
  getReader(): { read(): Promise<IteratorResult<Uint8Array>>; cancel(): Promise<unknown> }
}

function isWebStream(body: object): body is AsyncIterable<Uint8Array> & WebStream {
  return typeof (body as Partial<WebStream>).getReader === 'function'
}

/** By a reader: the iterator of a web stream waits for the step that is under way before it lets itself be closed. */
function webItems(stream: WebStream): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const reader = stream.getReader()
      const close = () => reader.cancel().then(() => ({ done: true as const, value: undefined }))
      return { next: () => reader.read(), return: close }
    },
  }
}

/**
 * By `readable`: one read takes everything that came, where `data` would pay for every HTTP chunk; and bytes are taken
 * in the turn they come in, so that none are lost behind an error.
 */
function readNodeStream(
  stream: Readable,
  onBytes: (bytes: Uint8Array) => boolean,
  signal: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let settled = false
    let unlink = (): void => {}
    const finish = (settle: () => void): void => {
      if (settled) return
      settled = true
      unlink()
      stream.off('readable', onReadable)
      settle()
    }
    const leave = (settle: () => void): void => {
      finish(settle)
      stream.destroy()
    }
    const leaveToEnd = (): void => {
      if (!kept.has(stream)) return leave(() => resolve(undefined))
      finish(() => resolve(undefined))
      endSoon(stream)
    }
    const onReadable = (): void => {
      try {
        for (let bytes; !settled && (bytes = stream.read() as Uint8Array | null) !== null;) {
          if (!onBytes(bytes)) leaveToEnd()
        }
      } catch (error) {
        leave(() => reject(error as Error))
      }
    }
    // Stays for good: an aborted request emits the error again when nobody reads any more.
    stream.on('error', (error) => finish(() => resolve(signal.aborted ? signal.reason : error)))
    if (signal.aborted) return leave(() => resolve(signal.reason))
    // A stream that is over tells nobody any more.
    if (stream.readableEnded) return resolve(undefined)
    if (stream.destroyed)
      return resolve(stream.errored ?? new CutBodyError('the body was closed before its end'))
    stream.once('end', () => finish(() => resolve(undefined)))
    stream.once('close', () => finish(() => resolve(new CutBodyError('the body was closed before its end'))))
    stream.on('readable', onReadable)
    unlink = linkSignals([signal], (reason) => leave(() => resolve(reason)))
  })
}

/** Lets a stream end; one that goes on is closed. */
function endSoon(stream: Readable): void {
  let bytesLeft = LAST_BYTES
  const timer = setTimeout(() => stream.destroy(), LAST_MS).unref()
  stream.once('close', () => clearTimeout(timer))
  stream.on('data', (bytes: Uint8Array) => {
    bytesLeft -= bytes.length
    if (bytesLeft < 0) stream.destroy()
  })
  stream.resume()
}

/**
 * Takes the items of an async iterable one by one.
 *
 * @param items - The iterable; it is left at once when the signal is aborted, even in the middle of a step.
 * @param onItem - Takes an item; `false` when nothing further is wanted.
 * @param signal - Ends the reading when aborted.
 * @returns The error the iterable ended with; `undefined` for a clean end or when `onItem` had enough.
 * @throws What `onItem` throws.
 */
export async function readItems<T>(
  items: AsyncIterable<T>,
  onItem: (item: T) => boolean,
  signal: AbortSignal,
): Promise<unknown> {
  const iterator = items[Symbol.asyncIterator]()
  // One callback that changes, not a race against one promise: a race would keep every step alive until the end.
  let onAbort = (): void => {}
  const unlink = linkSignals([signal], () => onAbort())
  const leave = (): void => {
    // Not awaited: an iterator that hangs must not hold the cell.
    iterator.return?.()?.then(undefined, () => {})
  }
  try {
    while (!signal.aborted) {
      const step = await new Promise<Step<T>>((resolve) => {
        onAbort = () => resolve({ aborted: true })
        iterator.next().then(
          (result) => resolve({ result }),
          (error: unknown) => resolve({ error: error ?? new CutBodyError('the body failed') }),
        )
      })
      if ('error' in step) return step.error
      if ('aborted' in step) break
      if (step.result.done) return undefined
      if (onItem(step.result.value)) continue
      leave()
      return undefined
    }
    leave()
    return signal.reason
  } catch (error) {
    leave()
    throw error
  } finally {
    unlink()
  }
}

type Step<T> = { result: IteratorResult<T> } | { error: unknown } | { aborted: true }
