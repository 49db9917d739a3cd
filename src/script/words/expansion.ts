/**
 * What expanding a word needs from its surroundings, and what its steps need from each other. Types only.
 */
import type { Source } from '../script-error'
import type { ShellState } from '../shell-state'
import type { ParsedScript, Word } from '../../base/unbash'
import type { Pieces } from './piece'
import type { Field } from './split-fields'

/** What expansion reads and calls. */
export interface Expansion {
  readonly source: Source
  readonly state: ShellState
  /** Runs `$(…)` and gives its output without trailing newlines. */
  substitute(script: ParsedScript): Promise<string>
}

/** How the text around a part is quoted: it decides which backslashes count and whether results are split. */
export type Quoting = 'none' | 'double' | 'heredoc' | 'operand-in-double'

/** What expanding a parameter needs. */
export interface ParameterContext extends Expansion {
  /** What the parameter stands in; unquoted results are split later. */
  readonly quoting: Quoting
  readonly tools: OperandTools
}

/** Expansion of the words inside a parameter expansion, handed down to it. */
export interface OperandTools {
  pieces(word: Word, quoting: Quoting): Promise<Pieces>
  text(word: Word): Promise<string>
  pattern(word: Word): Promise<Field>
  calculate(text: string, pos: number): Promise<bigint>
}
