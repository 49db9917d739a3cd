/**
 * What is known of an answer for its anatomy. Types only.
 */

/** One event of the wire. */
export interface AnatomyRow {
  /** When it came, in milliseconds since the request was sent. */
  readonly atMs: number
  /** The event as it came. */
  readonly raw: string
  /** What was read from it; `undefined` when it is not JSON. */
  readonly parsed: unknown
  /** The text of the answer after it. */
  readonly text: string
}

/** Times of an answer. */
export interface AnatomyTiming {
  /** To the first piece of the answer; `null` when none came. */
  readonly firstTokenMs: number | null
  /** To its end. */
  readonly totalMs: number
  /** Tokens per second after the first; `null` when they were not counted. */
  readonly tokensPerSecond: number | null
}

/** One call. */
export interface AnatomyCall {
  /** What to call it, e.g. `streamed`. */
  readonly label: string
  /** Its events, in order. A call that is not streamed has one. */
  readonly rows: readonly AnatomyRow[]
  readonly timing: AnatomyTiming
  /** Tokens of the text as the server counted them; unknown without. */
  readonly tokens?: number
}
