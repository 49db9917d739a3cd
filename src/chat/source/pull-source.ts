/**
 * Sources of any kind to items, to their end: responses, iterables, event targets. Owns closing what stays open.
 */
import { oneLine } from '../../display/one-line'
import type { Answer } from '../answer/answer'
import { type AnswerError, ChatError, isAnswerError } from '../answer/errors'
import { readErrorBody } from '../call/error-body'
import { describeRefusal } from '../call/http-error'
import type { ItemReader } from './item-reader'
import { linkSignals } from '../../base/signals'
import { readBody, readItems } from '../../base/body/read-body'
import { type EventTargetLike, findSource, type StreamSource } from './stream-source'
import { abortError, describeTransport, isUserAbort } from '../answer/transport-errors'

/** Settings of {@link readSource}. */
export interface ReadSourceOptions {
  /** Called when an item was taken, and at the end. */
  readonly afterItem: () => void
  /** Stops the reading. */
  readonly signal: AbortSignal
}

/**
 * Reads a source to its end, closes it, and judges how it ended.
 *
 * @param source - The source.
 * @param reader - Takes its items.
 * @param options - What happens between items, and what stops the reading.
 * @throws ChatError when the answer is not whole, StoppedError when it was stopped.
 */
export async function readSource(
  source: StreamSource,
  reader: ItemReader,
  { afterItem, signal }: ReadSourceOptions,
): Promise<Answer> {
  const controller = new AbortController()
  const unlink = linkSignals([signal], (reason) => controller.abort(abortError(reason)))
  const take = (item: unknown): boolean => {
    reader.push(item)
    afterItem()
    return !reader.done
  }
  try {
    const cause = await pull(source, take, controller.signal)
    const client = source.type === 'items' ? source.controller : undefined
    // The official client ends its loop without an error when it is aborted.
    const isStopped = cause === undefined && client?.signal.aborted === true && !reader.done
    const ending = isStopped ? abortError(client.signal.reason) : cause
    return reader.end(ending === undefined ? undefined : sourceError(ending))
  } finally {
    afterItem()
    unlink()
    close(source)
  }
}

async function pull(
  source: StreamSource,
  take: (item: unknown) => boolean,
  signal: AbortSignal,
): Promise<unknown> {
  if (source.type === 'target') return readTarget(source.target, take, signal)
  if (source.type === 'items') return readItems(source.items, take, signal)
  if (source.status >= 300) {
    throw describeRefusal({ ...source, body: await readErrorBody(source.body, signal) })
  }
  return readBody(source.body, take, signal)
}

/** An `EventSource` or something like it: it would ask again after an error, so the first one ends the stream. */
function readTarget(
  target: EventTargetLike,
  take: (item: unknown) => boolean,
  signal: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let unlink = (): void => {}
    const finish = (settle: () => void): void => {
      target.removeEventListener('message', onMessage)
      target.removeEventListener('error', onError)
      unlink()
      target.close()
      settle()
    }
    const onMessage = (event: unknown): void => {
      try {
        if (!take({ data: (event as { data?: unknown }).data })) finish(() => resolve(undefined))
      } catch (error) {
        finish(() => reject(error as Error))
      }
    }
    const onError = (event: unknown): void => {
      // A server's own `event: error` carries data; a lost connection does not.
      if (typeof (event as { data?: unknown }).data === 'string')
        take({ ...(event as object), data: (event as { data: string }).data, event: 'error' })
      const cut = Object.assign(new Error('closed'), { code: 'ERR_STREAM_PREMATURE_CLOSE' })
      finish(() => resolve(cut))
    }
    target.addEventListener('message', onMessage)
    target.addEventListener('error', onError)
    unlink = linkSignals([signal], (reason) => finish(() => resolve(reason)))
  })
}

/** What a source threw: a transport's error in our words, a client's in its own. */
function sourceError(cause: unknown): AnswerError {
  if (isAnswerError(cause)) return cause
  const isTransport =
    cause instanceof Error &&
    ('code' in cause || /^(?:Abort|Timeout)Error$/.test(cause.name) || cause.cause !== undefined)
  if (isUserAbort(cause)) return abortError(cause)
  if (isTransport || !(cause instanceof Error)) return describeTransport(cause)
  return new ChatError('stream', oneLine(cause.message) || cause.name, { cause })
}

/**
 * Closes a source that nobody waits for any more, as soon as it comes.
 *
 * @param value - The source, or a promise of it.
 */
export function closeLate(value: unknown): void {
  Promise.resolve(value).then(
    (late) => {
      try {
        close(findSource(late))
      } catch {
        // It is no stream: there is nothing to close.
      }
    },
    () => {},
  )
}

/** Closes what stays open behind a source. */
function close(source: StreamSource): void {
  if (source.type === 'items') source.controller?.abort()
  if (source.type !== 'response') return
  const body = source.body as { destroy?: () => void; cancel?: () => Promise<void>; locked?: boolean } | null
  if (typeof body?.destroy === 'function') body.destroy()
  else if (typeof body?.cancel === 'function' && !body.locked) body.cancel().then(undefined, () => {})
}
