/**
 * The failure of a cell that is not run at all.
 */
import { brandErrors, hasBrand, MagicsError } from '../../errors'

/** The cell does not compile. Its message is the first problem, `line:column - text`. */
export class TypeScriptError extends MagicsError {
  declare readonly code: 'typescript'
  /** All problems, in the order of the text. */
  readonly diagnostics: readonly string[]

  /** What to write instead, where the cell looks like another language; `undefined` otherwise. */
  readonly advice: string | undefined

  /**
   * @param diagnostics - All problems.
   * @param advice - What to write instead, in one line.
   */
  constructor(diagnostics: readonly string[], advice?: string) {
    super('typescript', diagnostics[0] ?? 'The cell does not compile.')
    this.diagnostics = diagnostics
    this.advice = advice
  }

  /** Tells whether a value is a `TypeScriptError`, whichever copy of the library made it. */
  static override is(value: unknown): value is TypeScriptError {
    return hasBrand(value, 'TypeScriptError')
  }

  static {
    brandErrors(this, 'TypeScriptError')
  }
}
