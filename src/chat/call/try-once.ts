/**
 * One try of a call: the request, its limits and stops, and the answer reader behind it. Owns the connection and closes
 * it at once when nothing further is wanted.
 */
import type { Answer, AnswerDelta } from '../answer/answer'
import { createAnswerReader } from '../answer/answer-reader'
import { createDeltaBatch, type DeltaBatch } from '../answer/batch-deltas'
import type { ChatFetch, ChatFetchResponse, ChatTimeouts } from '../chat-options'
import type { RequestFields } from './chat-request'
import { defaultFetch } from './default-fetch'
import { type AnswerError, type ChatError, isAnswerError } from '../answer/errors'
import { readErrorBody } from './error-body'
import { describeRedirect, describeRefusal } from './http-error'
import { linkSignals, untilAborted } from '../../base/signals'
import type { JsonObject } from '../../base/unknown'
import { UsageError } from '../../errors'
import type { BodyLimits } from '../../base/body/body-limits'
import { readBody } from '../../base/body/read-body'
import { isPracticeOrigin } from '../../env/server-pair'
import { abortError, describeTransport } from '../answer/transport-errors'
import { withProxyHint } from './proxy'
import { startWatchdog, type Watchdog } from './watchdog'

/** A call, ready to send. */
export interface ServerCall {
  readonly url: string
  readonly headers: Record<string, string>
  readonly fields: RequestFields
  /** Limit of the whole, from `beganAt` on; none when `undefined`. */
  readonly timeoutMs: number | undefined
  /** When the whole began, by the clock of the call; when its first try is sent, if `undefined`. */
  readonly beganAt?: number
  readonly timeouts: ChatTimeouts
  /** How much of the answer is read. */
  readonly limits?: BodyLimits | undefined
  readonly retries: number
  /** Any of them stops the call. */
  readonly signals: readonly AbortSignal[]
  /** Our own transport by default. */
  readonly fetch?: ChatFetch | undefined
}

/** What a call tells while it runs. */
export interface CallListener {
  onDelta?(delta: AnswerDelta): void
  onChunk?(chunk: JsonObject, data: string): void
  /** What the call waits for, e.g. for its next try; `null` when it goes on. */
  onNote?(line: string | null): void
}

/** Clock and chance, for tests. */
export interface CallClock {
  now(): number
  /** Waits; ends early, without an error, when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  random(): number
}

/** How a try ended: with an answer, or with a failure and what matters for another try. */
export type Outcome =
  | { readonly answer: Answer }
  | { readonly error: AnswerError; readonly began: boolean; readonly shouldRetry: string | null }

/** What all tries of a call have in common. */
export interface TryContext {
  /** When the first one was sent, by the clock. */
  readonly startedAt: number
  /** Told of everything that comes. */
  readonly listener: CallListener
  readonly clock: CallClock
}

/**
 * Sends a request once and reads its answer.
 *
 * @param call - The request and its limits.
 * @param context - Who is told, the time, and when the first try was sent.
 * @throws What the listener throws.
 */
export async function tryOnce(call: ServerCall, context: TryContext): Promise<Outcome> {
  const controller = new AbortController()
  const { signal } = controller
  const { origin } = new URL(call.url)
  const body = JSON.stringify(call.fields)
  const unlink = linkSignals(call.signals, (reason) => controller.abort(abortError(reason)))
  const watchdog = startWatchdog({
    timeouts: call.timeouts,
    timeoutMs: call.timeoutMs,
    isStreamed: call.fields['stream'] === true,
    callStartedAt: call.beganAt ?? context.startedAt,
    now: context.clock.now,
    onExpire: (error) => controller.abort(error),
  })
  const reading = { began: false }
  let isWhole = false
  let shouldRetry: string | null = null
  try {
    const response = await send(call, body, signal).catch((error: unknown) => {
      if (UsageError.is(error)) throw error
      const failure = describeTransport(error, origin)
      throw call.fetch ? failure : withProxyHint(failure, new URL(call.url))
    })
    watchdog.gotHeaders()
    shouldRetry = response.headers.get('x-should-retry')
    if (response.status >= 300) throw await readRefusal(response, call, signal)
    const reader = {
      ...context,
      askedModel: modelAskedFor(call),
      limits: call.limits,
      watchdog,
      signal,
      origin,
      reading,
    }
    const answer = await readAnswer(response, reader)
    isWhole = true
    return { answer }
  } catch (error) {
    if (!isAnswerError(error)) throw error
    return { error, began: reading.began, shouldRetry }
  } finally {
    watchdog.stop()
    unlink()
    // Closes the connection: servers go on generating while it is open. Behind a whole answer our own transport closes
    // it, unless it ends by itself and can serve again.
    if (!isWhole || call.fetch) controller.abort()
  }
}

/** The model of a request; not where canned answers come from, which answer to any name. */
function modelAskedFor({ url, fields }: ServerCall): string | undefined {
  const { model } = fields
  return typeof model === 'string' && !isPracticeOrigin(new URL(url).origin) ? model : undefined
}

interface ReadContext extends TryContext {
  readonly askedModel: string | undefined
  readonly limits: BodyLimits | undefined
  readonly watchdog: Watchdog
  readonly signal: AbortSignal
  readonly origin: string
  readonly reading: { began: boolean }
}

async function readAnswer(response: ChatFetchResponse, context: ReadContext): Promise<Answer> {
  const { startedAt, listener, clock, askedModel, limits, watchdog, signal, origin, reading } = context
  const batch = createDeltaBatch((delta) => listener.onDelta?.(delta))
  const reader = createAnswerReader({
    onDelta: (delta) => batch.add(delta),
    ...(listener.onChunk ? { onChunk: chunkListener(listener, batch) } : {}),
    now: clock.now,
    startedAt,
    askedModel,
    ...limits,
  })
  const take = (bytes: Uint8Array): boolean => {
    reading.began = true
    reader.push(bytes)
    batch.flush()
    const { mode } = reader
    watchdog.gotBytes(reader.events > 0 || (mode !== undefined && mode !== 'sse'), reader.isFinished)
    return !reader.done
  }
  const cause = await readBody(response.body, take, signal)
  try {
    return reader.end(cause === undefined ? undefined : describeTransport(cause, origin))
  } finally {
    batch.flush()
  }
}

/** Chunks are told before what they add, so what was added before them goes first. */
function chunkListener(listener: CallListener, batch: DeltaBatch): (chunk: JsonObject, data: string) => void {
  return (chunk, data) => {
    batch.flush()
    listener.onChunk?.(chunk, data)
  }
}

/** Sends the request. A fetch of the caller's own may not look at the signal: the wait for it ends all the same. */
async function send(call: ServerCall, body: string, signal: AbortSignal): Promise<ChatFetchResponse> {
  if (signal.aborted) throw signal.reason
  const doFetch = call.fetch ?? defaultFetch
  const pending = doFetch(call.url, {
    method: 'POST',
    headers: call.headers,
    body,
    redirect: 'manual',
    signal,
  })
  try {
    return await untilAborted(pending, signal)
  } catch (error) {
    // A response that still comes is not wanted any more.
    pending.then(({ body: late }) => readBody(late, () => false, signal)).catch(() => {})
    throw error
  }
}

async function readRefusal(
  response: ChatFetchResponse,
  { url, timeouts, fetch }: ServerCall,
  signal: AbortSignal,
): Promise<ChatError> {
  const { status, statusText } = response
  const header = (name: string) => response.headers.get(name)
  if (status < 400) return describeRedirect({ status, header, url })
  const body = await readErrorBody(response.body, signal, timeouts.idleMs)
  return describeRefusal({ status, statusText, header, body, url, isOwnTransport: fetch === undefined })
}
