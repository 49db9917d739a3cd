/**
 * What a dialect is: a format of answers other than chat completions. Types only.
 */
import type { JsonObject } from '../../../base/unknown'

/** What one payload of a dialect says. */
export interface Translation {
  /** A chat chunk that says the same; missing for a payload that adds nothing. */
  readonly chunk?: JsonObject | undefined
  /** What the server reports as failure. */
  readonly error?: string | undefined
  /** The answer is over: it was the last event, or an answer in one piece. */
  readonly isLast?: boolean
}

/** Reads the payloads of one answer, in order. */
export type DialectReader = (value: JsonObject) => Translation

/** A format of answers. */
export interface Dialect {
  /** What its last event is called: told where a stream is cut before it. */
  readonly ending: string
  /** Whether a payload is one of this format. */
  recognises(value: JsonObject): boolean
  /** Makes a reader for one answer. */
  start(): DialectReader
}
