import type { CliIo } from '../io'

/** One run of the program: its world, and the exit code that its command leaves. */
export interface Invocation {
  readonly io: CliIo
  exitCode: number
}
