/**
 * What a node of a script runs in. Types only.
 */
import type { Shell, Streams } from '../shell'
import type { Expansion } from '../words/expansion'

/** The surroundings of a node; they always go together. */
export interface RunContext {
  readonly shell: Shell
  /** Where its descriptors lead. */
  readonly streams: Streams
  /** How its words are expanded. */
  readonly expansion: Expansion
}
