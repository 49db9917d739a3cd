/**
 * Times of an answer: to its first token, to its end, and its pace.
 */
import type { AnswerTiming, Usage } from './answer'

/** Below, an answer came all at once: the network or the kernel had it ready, and its tokens have no pace. */
const MIN_SPAN_MS = 20

/** Measures one answer. */
export interface AnswerClock {
  /** Notes that something of the answer came; only the first time counts. */
  mark(): void
  /**
   * The times until now.
   * @param usage - Counts of the server.
   * @param isOnePiece - Whether the answer came as one document: its first token is its last.
   */
  read(usage: Usage | null, isOnePiece: boolean): AnswerTiming
}

/**
 * Starts measuring.
 *
 * @param now - A clock in milliseconds.
 * @param startedAt - When the request was sent.
 */
export function createAnswerClock(
  now: () => number = () => performance.now(),
  startedAt = now(),
): AnswerClock {
  let firstTokenMs: number | null = null
  return {
    mark() {
      firstTokenMs ??= now() - startedAt
    },
    read(usage, isOnePiece) {
      const totalMs = now() - startedAt
      const tokens = usage?.completion_tokens
      if (isOnePiece || firstTokenMs === null) return { firstTokenMs: null, totalMs, tokensPerSecond: null }
      const spanMs = totalMs - firstTokenMs
      const hasPace = typeof tokens === 'number' && spanMs >= MIN_SPAN_MS
      return { firstTokenMs, totalMs, tokensPerSecond: hasPace ? (tokens / spanMs) * 1000 : null }
    },
  }
}
