/**
 * Failures of a class server at its start. What a student gets is an answer, not an error of ours.
 */
import { brandErrors, hasBrand, MagicsError, type MagicsErrorOptions } from '../../errors'

/** A class cannot be served: its files, its limits or its server. Code `class`. */
export class ClassError extends MagicsError {
  declare readonly code: 'class'
  constructor(message: string, options?: MagicsErrorOptions) {
    super('class', message, options)
  }

  /** Tells whether a value is a `ClassError`, whichever copy of the library made it. */
  static override is(value: unknown): value is ClassError {
    return hasBrand(value, 'ClassError')
  }

  static {
    brandErrors(this, 'ClassError')
  }
}
