/**
 * The limits of a call: one timer that looks at the next deadline, whatever the number of bytes.
 */
import type { ChatTimeouts } from '../chat-options'
import { ChatError } from '../answer/errors'
import { limitWords, tookTooLong } from '../answer/transport-errors'

/** How long a finished answer waits for the usage that may still come on an idle connection. */
const LINGER_MS = 10_000

/** Watches one try of a call. */
export interface Watchdog {
  /** The headers came. */
  gotHeaders(): void
  /** Bytes came. `hasContent`: something of the answer came; `isFinished`: the answer has its finish reasons. */
  gotBytes(hasContent: boolean, isFinished: boolean): void
  /** Ends the watch. */
  stop(): void
}

/** Settings of {@link startWatchdog}. */
export interface WatchdogOptions {
  readonly timeouts: ChatTimeouts
  /** Limit of the whole call; none by default. */
  readonly timeoutMs?: number | undefined
  readonly isStreamed: boolean
  /** When the call, with all its tries, began. */
  readonly callStartedAt: number
  readonly now: () => number
  /** Called once, when a limit has passed. */
  onExpire(error: ChatError): void
}

/**
 * Starts to watch.
 *
 * @param options - The limits, the clock, and what to do when one passes.
 */
export function startWatchdog(options: WatchdogOptions): Watchdog {
  const { timeouts, timeoutMs = Infinity, callStartedAt, now } = options
  const { connectMs = options.isStreamed ? 120_000 : 600_000 } = timeouts
  // An answer in one piece may take its time after the headers too: some servers send those at once.
  const { firstEventMs = options.isStreamed ? 300_000 : 600_000 } = timeouts
  const { idleMs = options.isStreamed ? 120_000 : 600_000 } = timeouts
  const startedAt = now()
  let headersAt: number | undefined
  let byteAt = 0
  let hasContent = false
  let isFinished = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  const deadlines = (): { at: number; error: () => ChatError }[] => {
    const list = [
      {
        at: callStartedAt + timeoutMs,
        error: () => tookTooLong(timeoutMs),
      },
    ]
    const add = (at: number, words: string, ms: number, name: string) =>
      list.push({ at, error: () => expired(words, ms, name) })
    if (headersAt === undefined) {
      add(startedAt + connectMs, 'no response within', connectMs, 'connectMs')
      return list
    }
    if (!hasContent)
      add(headersAt + firstEventMs, 'nothing of the answer came within', firstEventMs, 'firstEventMs')
    const quietMs = isFinished ? Math.min(idleMs, LINGER_MS) : idleMs
    add(byteAt + quietMs, 'no byte came for', quietMs, 'idleMs')
    return list
  }
  const check = (isGrace: boolean): void => {
    if (stopped) return
    const next = deadlines().reduce((first, one) => (one.at < first.at ? one : first))
    const waitMs = next.at - now()
    if (waitMs > 0) {
      if (waitMs !== Infinity) timer = setTimeout(check, Math.min(waitMs, 2 ** 31 - 1), false)
    } else if (isGrace) {
      stopped = true
      options.onExpire(next.error())
    } else {
      // After a cell has blocked the event loop, bytes may wait in the socket: let them in before judging.
      setImmediate(() => setImmediate(check, true))
    }
  }
  check(false)
  return {
    gotHeaders() {
      headersAt = byteAt = now()
      clearTimeout(timer)
      check(false)
    },
    gotBytes(content, finished) {
      byteAt = now()
      hasContent = content
      if (finished === isFinished) return
      isFinished = finished
      clearTimeout(timer)
      check(false)
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

function expired(words: string, ms: number, name: string): ChatError {
  return new ChatError('timeout', `${words} ${limitWords(ms)}`, {
    hint: `Raise it with timeouts: { ${name} }.`,
  })
}
