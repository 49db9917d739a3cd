/**
 * The error of a failed script of curl commands. The class only, so that it can be exported without loading anything.
 */
import { brandErrors, hasBrand, MagicsError } from '../errors'
import type { CurlResult } from './curl-result'

/** A script failed: a server refused (`http`), a transfer failed (`curl`), or another command did (`exit`). */
export class CurlFailedError extends MagicsError {
  declare readonly code: 'http' | 'curl' | 'exit'
  /** HTTP status of the refusing response; 0 when none came. */
  readonly status: number
  /** Exit code of the script, or of the transfer that failed. */
  readonly exitCode: number
  /** Everything that arrived. May hold sensitive text. */
  declare readonly result?: CurlResult

  /**
   * @param code - `http`, `curl` or `exit`.
   * @param message - One line without any secret.
   * @param facts - Status and exit code.
   */
  constructor(code: 'http' | 'curl' | 'exit', message: string, facts: { status: number; exitCode: number }) {
    super(code, message)
    this.status = facts.status
    this.exitCode = facts.exitCode
  }

  /** Attaches what arrived; not enumerable, so that a printed error does not repeat it. */
  attach(result: CurlResult): this {
    Object.defineProperty(this, 'result', { value: result, enumerable: false, configurable: true })
    Object.defineProperty(this, 'partial', { value: result.stdout, enumerable: false, configurable: true })
    return this
  }

  /** Tells whether a value is a `CurlFailedError`, whichever copy of the library made it. */
  static override is(value: unknown): value is CurlFailedError {
    return hasBrand(value, 'CurlFailedError')
  }

  static {
    brandErrors(this, 'CurlFailedError')
  }
}
