/**
 * Failures of a curl command: exit code and curl's own message. Owns the codes; knows nothing of where they arise.
 * @see https://curl.se/libcurl/c/libcurl-errors.html
 */
import { brandErrors, hasBrand, MagicsError } from '../errors'
import { codeOf } from '../base/unknown'

/** Exit codes of curl that this implementation gives. */
export const EXIT = {
  ok: 0,
  protocol: 1,
  usage: 2,
  url: 3,
  notBuiltIn: 4,
  proxyName: 5,
  hostName: 6,
  connect: 7,
  weirdReply: 8,
  partial: 18,
  httpStatus: 22,
  write: 23,
  read: 26,
  timeout: 28,
  range: 33,
  tls: 35,
  resume: 36,
  redirects: 47,
  nothing: 52,
  send: 55,
  receive: 56,
  certificate: 58,
  verify: 60,
  encoding: 61,
  fileSize: 63,
  caFile: 77,
} as const

/** A transfer or a command line failed the way curl fails. Code `curl`; the message never holds a header or a body. */
export class CurlError extends MagicsError {
  declare readonly code: 'curl'
  /** curl's exit code. */
  readonly exitCode: number
  /** Node's code of the failed system call, e.g. `ECONNREFUSED`, if there was one. */
  readonly systemCode: string | undefined

  /**
   * @param exitCode - curl's exit code, 1 to 99.
   * @param message - curl's message without `curl: (N) `.
   * @param cause - The error that led to this one; its `code` is kept as `systemCode`.
   */
  constructor(exitCode: number, message: string, cause?: unknown) {
    super('curl', message, { cause })
    this.exitCode = exitCode
    this.systemCode = codeOf(cause)
  }

  /** Tells whether a value is a `CurlError`, whichever copy of the library made it. */
  static override is(value: unknown): value is CurlError {
    return hasBrand(value, 'CurlError')
  }

  static {
    brandErrors(this, 'CurlError')
  }
}

/** The command line itself is wrong: curl prints it with its "try 'curl --help'" line. */
export class CurlUsageError extends CurlError {
  constructor(message: string, exitCode: number = EXIT.usage) {
    super(exitCode, message)
  }

  /** Tells whether a value is a `CurlUsageError`, whichever copy of the library made it. */
  static override is(value: unknown): value is CurlUsageError {
    return hasBrand(value, 'CurlUsageError')
  }

  static {
    brandErrors(this, 'CurlUsageError')
  }
}
