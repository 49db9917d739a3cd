/**
 * The form of a recording: what one file holds. Types alone; `docs/recordings.md` describes the same for people.
 */

/** Version of the form that is written. Files of an older one are read and brought to it by `read-recording.ts`. */
export const VERSION = 1

/** What the file says it is, in its first field. */
export const FORMAT = 'tslab-magics recording'

/** A recording: the exchanges of one notebook in the order of its cells. */
export interface Recording {
  readonly format: typeof FORMAT
  readonly version: typeof VERSION
  /** When it was written, in ISO 8601, UTC. */
  readonly recordedAt: string
  /** What was asked, by the variable that named it, e.g. `BASE_URL`. */
  readonly servers: Readonly<Record<string, RecordedServer>>
  /** Variables that requests are made with, e.g. `MODEL_NAME`, where they were set. */
  readonly variables?: Readonly<Record<string, string>>
  /** What may differ between a request and its recording; written by hand, kept when the notebook is recorded again. */
  readonly volatile?: readonly VolatileRule[]
  readonly exchanges: readonly Exchange[]
}

/** A server without its name. */
export interface RecordedServer {
  /** Path of the address, e.g. `/v1`; empty for a bare origin. */
  readonly path: string
}

/** A part of requests that changes from run to run: a date, an id, a folder for temporary files. */
export interface VolatileRule {
  /**
   * Where it is: `body`, `query`, `path`, `headers` or `parts` and the way down, e.g. `body.messages[0].content`,
   * `body.metadata.*`, `query.time`. `*` stands for any name, `[*]` for any place in a list.
   */
  readonly field: string
  /** What of a text may differ, as a regular expression; without it the whole value may. */
  readonly pattern?: string
  /** Why, for those who read the file. */
  readonly why?: string
}

/** A request and what came back. */
export interface Exchange {
  /** Number of the code cell, from 1, in the order in which cells were run first; absent outside of a notebook. */
  readonly cell?: number
  readonly request: RecordedRequest
  readonly response: RecordedResponse
}

/** A request as it is matched: without keys, cookies and whatever else says who asks. */
export interface RecordedRequest {
  /** Variable that named the server. */
  readonly server: string
  readonly method: string
  /** Path as it was sent. */
  readonly path: string
  /** Names and values of the query in their order; absent without one. The value of a key is `••••`. */
  readonly query?: readonly (readonly [name: string, value: string])[]
  /** Headers that change what is answered, by their names in small letters; absent when there are none. */
  readonly headers?: Readonly<Record<string, string>>
  /** Absent when there is none. */
  readonly body?: RecordedBody
}

/** A body: by value where it is JSON, in parts where it is a form with files, else as it is. */
export type RecordedBody =
  | { readonly json: unknown }
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly parts: readonly RecordedPart[] }

/** A part of a `multipart` body. */
export interface RecordedPart {
  /** Its headers, by their names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: RecordedBody
}

/** What came back. */
export interface RecordedResponse {
  /** Absent when the connection ended before there was one. */
  readonly status?: number
  /** What stands behind the status, where it is not the usual. */
  readonly statusText?: string
  /** Headers that are kept, as they were written, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Milliseconds from the end of the request to the status. */
  readonly ms: number
  /** The body in the pieces in which it came. */
  readonly frames: readonly Frame[]
  readonly end: Ending
}

/** A piece of a body: milliseconds since the piece before, or since the status, and what came: text, or bytes that are none. */
export type Frame = readonly [ms: number, data: string | { readonly base64: string }]

/**
 * How a response ended: `whole`; `cut` when the server closed the connection too early; `reset` when it broke it; `stopped`
 * when the notebook had enough.
 */
export type Ending = 'whole' | 'cut' | 'reset' | 'stopped'

/** The endings there are. */
export const ENDINGS: readonly Ending[] = ['whole', 'cut', 'reset', 'stopped']
