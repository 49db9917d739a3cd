/**
 * Failures of the commands: set-up, ports, notebooks. Each prints as one line and ends the command with exit code 1.
 */
import { brandErrors, hasBrand, MagicsError, type MagicsErrorOptions } from '../errors'

/** A command cannot go on: Python is missing, a port is taken, a notebook is not there. Code `cli`. */
export class CliError extends MagicsError {
  declare readonly code: 'cli'
  constructor(message: string, options?: MagicsErrorOptions) {
    super('cli', message, options)
  }

  /** Tells whether a value is a `CliError`, whichever copy of the library made it. */
  static override is(value: unknown): value is CliError {
    return hasBrand(value, 'CliError')
  }

  static {
    brandErrors(this, 'CliError')
  }
}
