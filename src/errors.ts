/**
 * The error family. Owns codes, the brand, and how an error prints: one line, no stack of ours.
 * Knows nothing of the kernel, HTTP or processes; those derive their own errors from `MagicsError` beside the code that throws them.
 */

const BRAND = Symbol.for('tslab-magics.error')
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** Settings of a {@link MagicsError}. */
export interface MagicsErrorOptions {
  /** The error that led to this one. */
  readonly cause?: unknown
  /** What had arrived before the failure: text of an answer, output of a command. */
  readonly partial?: unknown
}

/**
 * Every deliberate failure of this library. It prints as one line: what failed, on what, what to do next.
 *
 * @example
 * ```ts
 * try {
 *   await bash`exit 3`
 * } catch (error) {
 *   if (MagicsError.is(error)) console.log(error.code) // shell-exit
 * }
 * ```
 */
export class MagicsError extends Error {
  /** Stable identifier of the kind of failure, e.g. `usage`, `truncated`, `http`. */
  readonly code: string
  /** What had arrived before the failure; `undefined` when there was nothing. May hold sensitive text. */
  readonly partial?: unknown

  /**
   * @param code - Stable identifier of the kind of failure.
   * @param message - One line without any secret: what failed, on what, what to do next.
   * @param options - `cause` and `partial`.
   */
  constructor(code: string, message: string, options: MagicsErrorOptions = {}) {
    super(message)
    this.name = new.target.name
    this.code = code
    hide(this, BRAND, true)
    hide(this, INSPECT, () => `${this.name}: ${this.message}`)
    if (options.cause !== undefined) hide(this, 'cause', options.cause)
    if (options.partial !== undefined) hide(this, 'partial', options.partial)
  }

  /**
   * Tells whether a value is an error of this library, also when it comes from another copy of it
   * (`instanceof` fails across re-run cells and test realms).
   *
   * @param value - Anything.
   * @returns `true` for errors made by any copy of this library.
   */
  static is(value: unknown): value is MagicsError {
    return typeof value === 'object' && value !== null && BRAND in value
  }
}

/** The call itself is wrong: a bad option, a missing argument, a value that cannot be used there. Code `usage`. */
export class UsageError extends MagicsError {
  constructor(message: string, options?: MagicsErrorOptions) {
    super('usage', message, options)
  }
}

/** The Stop button (or an interrupt) ended the work. Code `stopped`; `partial` holds what had arrived. */
export class StoppedError extends MagicsError {
  constructor(message = 'Stopped before it was finished.', options?: MagicsErrorOptions) {
    super('stopped', message, options)
  }
}

/**
 * One line for any thrown value.
 *
 * @param error - What was thrown.
 * @returns `Name: message` for errors, the text itself for strings, without line breaks.
 */
export function describeError(error: unknown): string {
  const text =
    error instanceof Error || MagicsError.is(error) ? `${error.name}: ${error.message}` : String(error)
  return text.replace(/\s*\n\s*/g, ' ')
}

function hide(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, configurable: true, writable: true })
}
