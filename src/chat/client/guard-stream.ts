/**
 * Streams of the official client that were stopped: newer clients end their loop without an error when the request is
 * aborted, so that half an answer looks whole. Here the loop throws.
 */
import type { SnippetRequest } from '../../snippets/request'
import type { AnswerError } from '../answer/errors'
import { abortError } from '../answer/transport-errors'

/** How the body below a stream ended, by the signal of its request. */
const endings = new WeakMap<object, AnswerError | 'whole'>()

/** Notes how an answer ended. `signal` is the one the client gave its request. */
export function noteEnding(signal: object, ending: AnswerError | 'whole'): void {
  endings.set(signal, ending)
}

/** Whether the stream with this controller was read to a whole answer, and its tokens counted, below the client. */
export function endedWhole(controller: AbortController | undefined): boolean {
  return controller !== undefined && endings.get(controller.signal) === 'whole'
}

/** The models that were asked for, by the signal of the request. */
const asked = new WeakMap<object, string>()

/** Notes which model a request asks for. `signal` is the one the client gave it. */
export function noteAsked(signal: object, model: string): void {
  asked.set(signal, model)
}

/** Which model the stream with this controller was asked of; `undefined` when it is not known. */
export function askedModelOf(controller: AbortController | undefined): string | undefined {
  return controller && asked.get(controller.signal)
}

/** What describes the requests, by their signals. */
const requests = new WeakMap<object, () => SnippetRequest>()

/** Notes what a request asks for. `signal` is the one the client gave it. */
export function noteRequest(signal: object, describe: () => SnippetRequest): void {
  requests.set(signal, describe)
}

/** What describes the request of the stream with this controller; `undefined` when it is not known. */
export function requestOf(controller: AbortController | undefined): (() => SnippetRequest) | undefined {
  return controller && requests.get(controller.signal)
}

/** The parts of the client's stream class that all its versions share. */
interface ClientStream {
  iterator(): AsyncIterator<unknown>
  readonly controller: AbortController
}

/**
 * Has a stream throw where it was stopped.
 *
 * @param value - What a streamed call of the client gave; anything but a stream passes.
 * @returns The same object.
 */
export function guardStream<T>(value: T): T {
  if (!isClientStream(value)) return value
  const { controller } = value
  const inner = value.iterator.bind(value)
  value.iterator = () => {
    const iterator = inner()
    return {
      async next() {
        const step = await iterator.next()
        if (step.done && controller.signal.aborted) await throwIfStopped(controller.signal)
        return step
      },
      return: (last?: unknown) => iterator.return?.(last) ?? Promise.resolve({ done: true, value: last }),
      throw: (error?: unknown) => iterator.throw?.(error) ?? Promise.reject(error as Error),
      [Symbol.asyncIterator]() {
        return this
      },
    } as AsyncIterator<unknown>
  }
  return value
}

async function throwIfStopped(signal: AbortSignal): Promise<void> {
  // The body below learns of the stop in the same turn; its error holds the text so far.
  await new Promise((resolve) => setImmediate(resolve))
  const ending = endings.get(signal)
  if (ending === 'whole') return
  throw ending ?? abortError(signal.reason)
}

function isClientStream(value: unknown): value is ClientStream {
  const stream = value as Partial<ClientStream> | null
  return (
    typeof stream === 'object' &&
    typeof stream?.iterator === 'function' &&
    stream.controller instanceof AbortController
  )
}
