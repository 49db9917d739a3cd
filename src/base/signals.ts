/**
 * Abort signals: several of them and a time limit as one, and waits that end when one is aborted. Owns that nothing stays
 * attached to a signal that lives long; knows nothing of what is stopped.
 */
import { setMaxListeners } from 'node:events'

/** A wait that is longer overflows Node's timers, which would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Why a signal was aborted by its time limit. It has the name of the error that `AbortSignal.timeout` gives. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeoutError'

  /** @param limitMs - The limit, in milliseconds. */
  constructor(readonly limitMs: number) {
    super(`took longer than ${limitMs} ms`)
  }
}

/**
 * Calls back when the first of some signals is aborted; at once if one already is.
 *
 * @param signals - The signals; `undefined` for one that is not there.
 * @param onAbort - Takes the reason. Called once at most.
 * @returns Unlinks again, so that a signal that lives long does not collect listeners. May be called twice.
 */
export function linkSignals(
  signals: readonly (AbortSignal | undefined)[],
  onAbort: (reason: unknown) => void,
): () => void {
  const given = signals.filter((signal) => signal !== undefined)
  const aborted = given.find((signal) => signal.aborted)
  if (aborted) {
    onAbort(aborted.reason)
    return () => {}
  }
  // One signal may stop a hundred calls of a cell; Node would warn of a leak from the eleventh on.
  if (given.length > 0) setMaxListeners(Infinity, ...given)
  const listeners = given.map((signal) => {
    const listener = (): void => {
      unlink()
      onAbort(signal.reason)
    }
    signal.addEventListener('abort', listener)
    return { signal, listener }
  })
  const unlink = (): void => {
    for (const { signal, listener } of listeners) signal.removeEventListener('abort', listener)
  }
  return unlink
}

/** One signal for several ends. */
export interface JoinedSignal {
  /** Aborted with the reason of the first that was, or with a {@link TimeLimitError}. */
  readonly signal: AbortSignal
  /** To be called when the work is over: lets go of the signals and of the time limit. */
  release(): void
}

/**
 * Makes one signal of several and a time limit. Not `AbortSignal.any`: on Node 20 that leaks with a signal that lives long.
 *
 * @param signals - The signals; `undefined` for one that is not there.
 * @param timeoutMs - The time limit, in milliseconds; none when `undefined` or `Infinity`.
 */
export function joinSignals(
  signals: readonly (AbortSignal | undefined)[],
  timeoutMs: number = Infinity,
): JoinedSignal {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const unlink = linkSignals(signals, (reason) => {
    clearTimeout(timer)
    controller.abort(reason)
  })
  const release = (): void => {
    clearTimeout(timer)
    unlink()
  }
  if (timeoutMs <= LONGEST_TIMER_MS && !controller.signal.aborted)
    timer = setTimeout(() => {
      unlink()
      controller.abort(new TimeLimitError(timeoutMs))
    }, timeoutMs)
  return { signal: controller.signal, release }
}

/**
 * Waits for a promise, but no longer than until the signal is aborted. Nobody hears of a promise that fails after that.
 *
 * @param promise - What is waited for.
 * @param signal - Ends the wait.
 * @returns What the promise gives.
 * @throws The signal's reason once it is aborted, else what the promise fails with.
 */
export function untilAborted<T>(promise: PromiseLike<T> | T, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const unlink = linkSignals([signal], reject)
    Promise.resolve(promise).then(
      (value) => {
        unlink()
        resolve(value)
      },
      (error: unknown) => {
        unlink()
        // Often it fails because of the abort, in words of its own.
        reject(signal.aborted ? (signal.reason as Error) : (error as Error))
      },
    )
  })
}

/**
 * Waits; ends early, and without an error, when the signal is aborted.
 *
 * @param ms - How long, in milliseconds.
 * @param signal - Ends the wait.
 */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const wait = joinSignals([signal], ms)
  await new Promise<void>((resolve) => linkSignals([wait.signal], () => resolve()))
  wait.release()
}
