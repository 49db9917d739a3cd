/**
 * What the effect of an option works on. Types only.
 */
import type { ReadArgumentFile } from './data-values'
import type { GlobalOptions, Operation } from './operation'

/** Where an option's effect goes and what it may use. */
export interface EffectTarget {
  operation: Operation
  readonly global: GlobalOptions
  /** Reads a file named on the command line; `-` is standard input. */
  readonly read: ReadArgumentFile
  /** Modification time of a file, if there is one. */
  readonly modified: (path: string) => Promise<Date | undefined>
  readonly warn: (text: string) => void
}
