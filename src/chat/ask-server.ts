/**
 * One call to a chat server: tries, limits and stops around the answer reader. Owns the connection and closes it at
 * once when nothing further is wanted; knows nothing of display and of where the address came from.
 */
import type { Answer, AnswerDelta } from './answer'
import { createAnswerReader } from './answer-reader'
import type { ChatFetch, ChatFetchResponse, ChatTimeouts } from './chat-options'
import type { RequestFields } from './chat-request'
import { defaultFetch } from './default-fetch'
import { ChatError } from './errors'
import { describeRedirect, describeRefusal, MAX_ERROR_BODY_BYTES } from './http-error'
import { linkSignals } from './link-signals'
import type { JsonObject } from './plain-object'
import { readBody } from './read-body'
import { mayRefuseStreamOptions, retryWaitMs } from './retry'
import { abortError, describeTransport } from './transport-errors'
import { startWatchdog } from './watchdog'

/** A call, ready to send. */
export interface ServerCall {
  readonly url: string
  readonly headers: Record<string, string>
  readonly fields: RequestFields
  readonly timeouts: ChatTimeouts
  readonly retries: number
  /** Any of them stops the call. */
  readonly signals: readonly AbortSignal[]
  /** node-fetch by default. */
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

const realClock: CallClock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      signal.addEventListener('abort', end)
      if (signal.aborted) end()
    }),
  random: () => Math.random(),
}

/** Origins that refuse `stream_options`, so that only the first call there pays for finding out. */
const refusers = new Set<string>()

/**
 * Sends a call and reads its answer.
 *
 * @param call - The request and its limits.
 * @param listener - Told of everything that comes.
 * @param clock - Time and chance.
 * @throws ChatError however the answer fails, with what arrived in `partial`.
 */
export async function askServer(
  call: ServerCall,
  listener: CallListener = {},
  clock: CallClock = realClock,
): Promise<Answer> {
  const { origin } = new URL(call.url)
  const startedAt = clock.now()
  const addsUsage = call.fields['stream'] === true && call.fields['stream_options'] === undefined
  const withUsage = { ...call.fields, stream_options: { include_usage: true } }
  let fields = addsUsage && !refusers.has(origin) ? withUsage : call.fields
  for (let tries = 1; ;) {
    const outcome = await tryOnce(call, fields, startedAt, listener, clock)
    if ('answer' in outcome) return outcome.answer
    const { error, shouldRetry } = outcome
    if (outcome.began) throw error
    if (fields === withUsage && mayRefuseStreamOptions(error)) {
      fields = call.fields
      if (/stream_options|include_usage/i.test(error.message)) refusers.add(origin)
      continue
    }
    const waitMs = retryWaitMs({ error, tries, retries: call.retries, shouldRetry, random: clock.random() })
    const leftMs = startedAt + (call.timeouts.totalMs ?? Infinity) - clock.now()
    if (waitMs === undefined || waitMs > leftMs) throw error
    await countDown(
      waitMs,
      `${error.message} · try ${tries + 1} of ${call.retries + 1}`,
      call,
      listener,
      clock,
    )
    tries++
  }
}

async function countDown(
  waitMs: number,
  words: string,
  call: ServerCall,
  listener: CallListener,
  clock: CallClock,
): Promise<void> {
  const controller = new AbortController()
  const unlink = linkSignals(call.signals, (reason) => controller.abort(reason))
  try {
    const until = clock.now() + waitMs
    for (let leftMs = waitMs; leftMs > 0 && !controller.signal.aborted; leftMs = until - clock.now()) {
      listener.onNote?.(`${words} in ${Math.ceil(leftMs / 1000)} s`)
      await clock.sleep(Math.min(leftMs, leftMs % 1000 || 1000), controller.signal)
    }
    if (controller.signal.aborted) throw abortError(controller.signal.reason)
  } finally {
    unlink()
    listener.onNote?.(null)
  }
}

type Outcome =
  | { readonly answer: Answer }
  | { readonly error: ChatError; readonly began: boolean; readonly shouldRetry: string | null }

async function tryOnce(
  call: ServerCall,
  fields: RequestFields,
  callStartedAt: number,
  listener: CallListener,
  clock: CallClock,
): Promise<Outcome> {
  const controller = new AbortController()
  const { origin } = new URL(call.url)
  const unlink = linkSignals(call.signals, (reason) => controller.abort(abortError(reason)))
  const watchdog = startWatchdog({
    timeouts: call.timeouts,
    isStreamed: fields['stream'] === true,
    callStartedAt,
    now: clock.now,
    onExpire: (error) => controller.abort(error),
  })
  let response: ChatFetchResponse | undefined
  let began = false
  try {
    response = await send(call, fields, controller.signal)
    watchdog.gotHeaders()
    if (response.status >= 300) throw await readRefusal(response, call.url, controller.signal)
    const reader = createAnswerReader({ ...listener, now: clock.now, startedAt: callStartedAt })
    const cause = await readBody(
      response.body,
      (bytes) => {
        began = true
        reader.push(bytes)
        const { mode } = reader
        watchdog.gotBytes(reader.events > 0 || (mode !== undefined && mode !== 'sse'), reader.isFinished)
        return !reader.done
      },
      controller.signal,
    )
    return { answer: reader.end(cause === undefined ? undefined : describeTransport(cause, origin)) }
  } catch (error) {
    const chatError =
      controller.signal.aborted && !(error instanceof ChatError) ? controller.signal.reason : error
    const shouldRetry = response?.headers.get('x-should-retry') ?? null
    return { error: describeTransport(chatError, origin), began, shouldRetry }
  } finally {
    watchdog.stop()
    unlink()
    // Closes the connection, also after [DONE]: servers leave it open, and go on generating while it is.
    controller.abort()
  }
}

function send(call: ServerCall, fields: RequestFields, signal: AbortSignal): Promise<ChatFetchResponse> {
  const doFetch = call.fetch ?? defaultFetch
  signal.throwIfAborted()
  const body = JSON.stringify(fields)
  const pending = doFetch(call.url, {
    method: 'POST',
    headers: call.headers,
    body,
    redirect: 'manual',
    signal,
  })
  // A fetch of the caller's own may not look at the signal.
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort)
    pending
      .then(resolve, (error: Error) => reject(signal.aborted ? (signal.reason as Error) : error))
      .finally(() => signal.removeEventListener('abort', onAbort))
  })
}

async function readRefusal(
  response: ChatFetchResponse,
  url: string,
  signal: AbortSignal,
): Promise<ChatError> {
  const { status, statusText } = response
  const header = (name: string) => response.headers.get(name)
  if (status < 400) return describeRedirect(status, header('location'), url)
  const pieces: Uint8Array[] = []
  let size = 0
  // An error body that stalls or is cut still tells what it told.
  await readBody(
    response.body,
    (bytes) => {
      pieces.push(bytes)
      return (size += bytes.length) < MAX_ERROR_BODY_BYTES
    },
    signal,
  )
  const body = new TextDecoder().decode(Buffer.concat(pieces).subarray(0, MAX_ERROR_BODY_BYTES))
  return describeRefusal({ status, statusText, header, body, url })
}

/** Lets a test see one server twice as new. */
export function forgetRefusers(): void {
  refusers.clear()
}
