/**
 * What all transfers of one curl command share. Types only.
 */
import type { GlobalOptions } from '../options/operation'
import type { MessageWriter } from './message-writer'
import type { CookieJar } from '../request/cookie-jar'
import type { CurlIo, OutputPart } from '../../script/curl-contract'
import type { ConnectionPool } from '../connection/connection'

/** Clock and sleep, for tests. */
export interface CurlTime {
  /** Milliseconds since 1970. */
  now(): number
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** The surroundings of every transfer of a command. */
export interface Command {
  readonly io: CurlIo
  readonly time: CurlTime
  readonly global: GlobalOptions
  readonly messages: MessageWriter
  readonly pool: ConnectionPool
  readonly jar: CookieJar
  /** The words of the command. */
  readonly argv: readonly string[]
  /** Whether standard input was taken from by an option. */
  readonly usesStdin: () => boolean
  /** Standard input, whole; empty the second time. */
  readonly readStdin: () => Promise<Buffer>
  readonly writeStdout: (bytes: Uint8Array, part: OutputPart) => Promise<void>
}
