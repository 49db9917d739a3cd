/**
 * Times of an answer: to its first token, to its end, and its pace.
 */
import type { AnswerTiming, Usage } from './answer'

/** Measures one answer. */
export interface AnswerClock {
  /** Notes that something of the answer came; only the first time counts. */
  mark(): void
  /** The times until now. */
  read(usage: Usage | null): AnswerTiming
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
    read(usage) {
      const totalMs = now() - startedAt
      const tokens = usage?.completion_tokens
      const spanMs = firstTokenMs === null ? 0 : totalMs - firstTokenMs
      const tokensPerSecond = typeof tokens === 'number' && spanMs > 0 ? (tokens / spanMs) * 1000 : null
      return { firstTokenMs, totalMs, tokensPerSecond }
    },
  }
}
