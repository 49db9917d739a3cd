/**
 * One call to a chat server: tries and the waits between them. Knows nothing of display and of where the address came
 * from; what happens on the wire is in `try-once`.
 */
import type { Answer } from '../answer/answer'
import { joinSignals, pause } from '../../base/signals'
import { type AnswerError, ChatError } from '../answer/errors'
import { loadingWaitMs } from './loading'
import { modelHint } from './model-list'
import { mayRefuseStreamOptions, retryWaitMs } from './retry'
import { abortError, tookTooLong } from '../answer/transport-errors'
import { type CallClock, type CallListener, type ServerCall, type TryContext, tryOnce } from './try-once'

const realClock: CallClock = {
  now: () => performance.now(),
  sleep: pause,
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
 * @throws ChatError however the answer fails, StoppedError when it is stopped, with what arrived in `partial`.
 */
export async function askServer(
  call: ServerCall,
  listener: CallListener = {},
  clock: CallClock = realClock,
): Promise<Answer> {
  const { origin } = new URL(call.url)
  const startedAt = clock.now()
  const { timeoutMs = Infinity, beganAt = startedAt } = call
  // After tools that took all of the time: a request would only cost tokens.
  if (startedAt - beganAt >= timeoutMs && beganAt < startedAt) throw tookTooLong(timeoutMs)
  const context: TryContext = { startedAt, listener, clock }
  const addsUsage = call.fields['stream'] === true && call.fields['stream_options'] === undefined
  const withUsage = { ...call.fields, stream_options: { include_usage: true } }
  let fields = addsUsage && !refusers.has(origin) ? withUsage : call.fields
  let loadingSince: number | undefined
  let first: AnswerError | undefined
  for (let tries = 1; ;) {
    const outcome = await tryOnce({ ...call, fields }, context)
    if ('answer' in outcome) return outcome.answer
    const { error, shouldRetry } = outcome
    if (outcome.began) throw error
    if (fields === withUsage && mayRefuseStreamOptions(error)) {
      fields = call.fields
      if (/stream_options|include_usage/i.test(error.message)) refusers.add(origin)
      continue
    }
    const now = clock.now()
    const loadingMs = call.retries > 0 ? loadingWaitMs(error, now - (loadingSince ?? now)) : undefined
    const leftMs = beganAt + timeoutMs - now
    if (loadingMs !== undefined) {
      if (loadingMs > leftMs) throw await explain(error, { call, first, leftMs })
      loadingSince ??= now
      const words = `the server is loading its model (${error.message}) · asking again`
      await countDown({ waitMs: loadingMs, words, signals: call.signals }, context)
      continue
    }
    const waitMs = retryWaitMs({ error, tries, retries: call.retries, shouldRetry, random: clock.random() })
    if (waitMs === undefined || waitMs > leftMs) throw await explain(error, { call, first, leftMs })
    first ??= error
    const words = `${error.message} · try ${tries + 1} of ${call.retries + 1}`
    await countDown({ waitMs, words, signals: call.signals }, context)
    tries++
  }
}

interface Failed {
  readonly call: ServerCall
  /** What the first try failed with, if there was another one. */
  readonly first: AnswerError | undefined
  /** How much of the call's time is left. */
  readonly leftMs: number
}

/** A failure that is final, with all that is known of it. */
async function explain(error: AnswerError, { call, first, leftMs }: Failed): Promise<AnswerError> {
  if (!ChatError.is(error)) return error
  // A server that went down between two tries: why it did so, only the first one knew.
  if (error.code === 'network' && ChatError.is(first) && first.message !== error.message)
    return error.with({ message: `${first.message}; then ${withoutPlace(error.message, call.url)}` })
  const { model } = call.fields
  // A fetch of the caller's own is for the call alone.
  if (!error.isUnknownModel || typeof model !== 'string' || call.fetch) return error
  const { url, headers, signals } = call
  const hint = await modelHint({ url, headers, model, signals, waitMs: leftMs })
  return hint === undefined ? error : error.with({ hint })
}

/** The place is named once. */
function withoutPlace(message: string, url: string): string {
  const place = `${new URL(url).origin}: `
  return message.startsWith(place) ? message.slice(place.length) : message
}

interface Wait {
  readonly waitMs: number
  /** Why it waits, and for what. */
  readonly words: string
  /** Any of them ends the wait, and the call. */
  readonly signals: readonly AbortSignal[]
}

async function countDown({ waitMs, words, signals }: Wait, { listener, clock }: TryContext): Promise<void> {
  const { signal, release } = joinSignals(signals)
  try {
    const until = clock.now() + waitMs
    for (let leftMs = waitMs; leftMs > 0 && !signal.aborted; leftMs = until - clock.now()) {
      listener.onNote?.(`${words} in ${Math.ceil(leftMs / 1000)} s`)
      await clock.sleep(Math.min(leftMs, leftMs % 1000 || 1000), signal)
    }
    if (signal.aborted) throw abortError(signal.reason)
  } finally {
    release()
    listener.onNote?.(null)
  }
}

/** Lets a test see one server twice as new. */
export function forgetRefusers(): void {
  refusers.clear()
}
