/**
 * When a live answer may send its next message: 20 frames a second, and 25 messages at most; fewer when they are long.
 * Owns the account of time; knows nothing of what is sent.
 */

/** Time that each message takes up. */
export const FRAME_MS = 50
/**
 * A page needs 60 to 90 ms to draw 16,000 characters of Markdown again. Sent faster than it draws, they would queue there.
 */
const QUICK_CHARS = 8_000
const MS_PER_CHAR = 0.008

/**
 * Each frame saves up for a second message: where a segment ends, the next frame then comes as soon as all others.
 */
const SAVED_MS = FRAME_MS / 4
const MAX_SAVED_MS = 2 * FRAME_MS
/** A short answer ends before it has saved up for more: its one long segment takes the time of a frame. */
const SAVED_AT_FIRST_MS = -FRAME_MS

/** The pace of one answer. */
export interface FramePace {
  /** When the next message is due. */
  readonly nextMs: number
  /**
   * Counts a message.
   * @param isFrame - Whether it shows the end of the text; others go before it.
   * @param chars - How much text it shows.
   */
  count(isFrame: boolean, chars: number): void
}

/** Starts with a message due at once. */
export function createFramePace(now: () => number): FramePace {
  let nextMs = -Infinity
  let savedMs = SAVED_AT_FIRST_MS
  return {
    get nextMs() {
      return nextMs
    },
    count(isFrame, chars) {
      const free = isFrame ? 0 : Math.min(Math.max(0, savedMs), FRAME_MS)
      savedMs = isFrame ? Math.min(savedMs + SAVED_MS, MAX_SAVED_MS) : savedMs - free
      const drawnMs = Math.max(0, chars - QUICK_CHARS) * MS_PER_CHAR
      nextMs = Math.max(now(), nextMs) + FRAME_MS - free + (isFrame ? drawnMs : 0)
    },
  }
}
