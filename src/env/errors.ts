/**
 * What goes wrong with variables: one is missing.
 */
import { brandErrors, hasBrand, MagicsError } from '../errors'

/** Something that a notebook needs is not there. Code `missing`. */
export class MissingError extends MagicsError {
  declare readonly code: 'missing'
  /** Names of the variables that are not set. */
  readonly variables: readonly string[]
  /** Names of the npm packages that cannot be found. */
  readonly packages: readonly string[]

  /**
   * @param message - What is missing and what to do, in one line.
   * @param missing - `variables` and `packages` by name.
   */
  constructor(message: string, missing: { variables?: readonly string[]; packages?: readonly string[] }) {
    super('missing', message)
    this.variables = missing.variables ?? []
    this.packages = missing.packages ?? []
  }

  /** Tells whether a value is a `MissingError`, whichever copy of the library made it. */
  static override is(value: unknown): value is MissingError {
    return hasBrand(value, 'MissingError')
  }

  static {
    brandErrors(this, 'MissingError')
  }
}
