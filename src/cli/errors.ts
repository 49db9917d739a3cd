/**
 * Failures of the commands: set-up, ports, notebooks. Each prints as one line and ends the command with exit code 1.
 */
import { MagicsError, type MagicsErrorOptions } from '../errors'

/** A command cannot go on: Python is missing, a port is taken, a notebook is not there. Code `cli`. */
export class CliError extends MagicsError {
  constructor(message: string, options?: MagicsErrorOptions) {
    super('cli', message, options)
  }
}
