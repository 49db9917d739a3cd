/** What is open at a place of the source: functions, files. */
import type { FunctionFacts } from '../facts/facts'
import type { Plan } from '../facts/scope'
import type { Type } from '../facts/types'
import type { Code } from './code'

/** One function that is being written, or a cell. */
export interface Scope {
  /** Part of the keys of its variables. */
  readonly key: string
  readonly plan: Plan
  /** Types of its names, as far as the writer has come. */
  types: Map<string, Type>
  readonly isCell: boolean
  readonly function?: FunctionFacts
  /** First parameter of a method, which is `this`; and what `super()` is of. */
  readonly self?: string
  /** Whether `this` is that of the scope around. */
  readonly isInline?: boolean
  /** Names that `global` and `nonlocal` take from outside. */
  readonly outer: Set<string>
  returns: Type
  /** Whether something is waited for. */
  waits: boolean
  yields: boolean
}

/** A file that `open` has given. */
export interface OpenFile {
  readonly path: Code
  readonly mode: 'r' | 'w' | 'a'
  readonly isBytes: boolean
  /** Whether the ends of its lines stay as they are. */
  readonly isRaw: boolean
  /** Whether it is written by one call that runs once. */
  readonly isOnce: boolean
  /** Number of loops around it. */
  readonly depth?: number
  /** How often it has been read. */
  reads: number
}
