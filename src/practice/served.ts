/**
 * What an answer of ours is before it is sent: a JSON body or a list of events. The builders of each protocol make it,
 * `own-routes.ts` sends it.
 */
import type { ExtraModels } from './models'

/** One event of a stream. */
export interface StreamEvent {
  /** The JSON of the event; its `type` is the name of the event as well. */
  readonly data: { readonly type: string }
  /** Whether it carries a piece of the answer: those are paced, and faults strike at one of them. */
  readonly isPiece: boolean
}

/** An answer, ready to be sent. */
export type Served =
  | { readonly kind: 'json'; readonly body: object }
  | {
      readonly kind: 'events'
      readonly events: readonly StreamEvent[]
      /** The events by which this protocol tells, in place of the one at `index`, that the model has failed. */
      readonly failAt: (index: number) => readonly StreamEvent[]
    }

/** What a builder is given beside the body. */
export interface AskContext {
  /** Model named in the URL. */
  readonly pathModel?: string
  /** Names that are answered beside the endpoint's own. */
  readonly models: ExtraModels
  /** Makes an id that was not there before. */
  readonly makeId: (prefix: string) => string
  /** The time, in seconds since 1970. */
  readonly nowSeconds: number
}

/** A JSON object of which nothing is known. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The message of the fault `stream-error`, in every protocol. */
export const MODEL_FAILED = 'The model stopped working.'

/** Tells whether a value is an object with names, not a list and not null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
