/**
 * Failures of recordings: a file that cannot be read, a request that was not recorded, a secret in what was.
 */
import { brandErrors, hasBrand, MagicsError, type MagicsErrorOptions } from '../errors'

/**
 * What went wrong: `recording-file` the file is missing or not of the form, `recording-miss` a request has no recording,
 * `recording-secret` a secret is in what was recorded, `recording` the process that records or replays.
 */
export type RecordingErrorCode = 'recording-file' | 'recording-miss' | 'recording-secret' | 'recording'

/** A recording cannot be made, read or replayed. */
export class RecordingError extends MagicsError {
  declare readonly code: RecordingErrorCode

  constructor(code: RecordingErrorCode, message: string, options?: MagicsErrorOptions) {
    super(code, message, options)
  }

  /** Tells whether a value is a `RecordingError`, whichever copy of the library made it. */
  static override is(value: unknown): value is RecordingError {
    return hasBrand(value, 'RecordingError')
  }

  static {
    brandErrors(this, 'RecordingError')
  }
}
