/**
 * What a notebook and the process that records or replays for it tell each other. Plain data.
 */

/** What the process is to do. */
export type RecordingMode = 'record' | 'replay'

/** The first message. */
export interface StartMessage {
  readonly kind: 'start'
  readonly mode: RecordingMode
  /** Path of the recording. */
  readonly file: string
  /** Of replay: see `ReplaySettings`. */
  readonly pace: number
  readonly repeat: boolean
  /** Where replay notes which exchanges nobody has asked for, if anywhere. */
  readonly report?: string | undefined
}

/** A variable names a server: the process is to stand before it. */
export interface ServerMessage {
  readonly kind: 'server'
  readonly name: string
  readonly address: string
}

/** Values, and what they are called. */
export type Secrets = readonly (readonly [value: string, name: string])[]

/** A cell begins. */
export interface BeginMessage {
  readonly kind: 'begin'
  /** By which a cell that runs again is known. */
  readonly key: string
  readonly number: number
  /** Every secret of the notebook, for messages about requests that were not recorded. */
  readonly secrets: Secrets
}

/** A cell ends: what it recorded is written. */
export interface EndMessage {
  readonly kind: 'end'
  /** Every secret of the notebook. */
  readonly secrets: Secrets
  /** Variables that requests are made with. */
  readonly variables: Readonly<Record<string, string>>
}

/** A message to the process. */
export type RecordingMessage = StartMessage | ServerMessage | BeginMessage | EndMessage

/** A message on its way, and its number, which the answer bears too: who gave up waiting may be answered later. */
export interface Numbered<T> {
  readonly id: number
  readonly content: T
}

/** The answer to each message. */
export interface RecordingReply {
  /** Where the process listens: for all servers, or for the one that the message names. */
  readonly origin?: string
  /** Of replay: paths of the servers by the variables that named them. */
  readonly paths?: Readonly<Record<string, string>>
  readonly variables?: Readonly<Record<string, string>>
  /** Of replay: when it was recorded, and how many exchanges it holds. */
  readonly recordedAt?: string
  readonly exchanges?: number
  /** Why the cell that has just ended is to fail. */
  readonly problem?: RecordingProblem
}

/** A failure, as data. */
export interface RecordingProblem {
  readonly code: 'recording-file' | 'recording-miss' | 'recording-secret' | 'recording'
  readonly message: string
}
