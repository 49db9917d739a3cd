/**
 * The failure of a cell that is not run at all.
 */
import { MagicsError } from '../../errors'

/** The cell does not compile. Its message is the first problem, `line:column - text`. */
export class TypeScriptError extends MagicsError {
  /** All problems, in the order of the text. */
  readonly diagnostics: readonly string[]

  constructor(diagnostics: readonly string[]) {
    super('typescript', diagnostics[0] ?? 'The cell does not compile.')
    this.diagnostics = diagnostics
  }
}
