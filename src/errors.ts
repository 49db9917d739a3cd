/**
 * The error family. Owns codes, the brands, and how an error prints: one line, no stack of ours.
 * Knows nothing of the kernel, HTTP or processes; those derive their own errors from `MagicsError` beside the code that throws them.
 */

const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** Settings of a {@link MagicsError}. */
export interface MagicsErrorOptions {
  /** The error that led to this one. */
  readonly cause?: unknown
  /** What had arrived before the failure: text of an answer, output of a command. */
  readonly partial?: unknown
}

/**
 * Gives a class of errors its brand, by which {@link hasBrand} knows its errors and those of its subclasses, also when
 * another copy of the library made them. Called once, in the class itself.
 *
 * @param errorClass - The class.
 * @param name - Its name. Not taken from the class: a bundler may change that.
 */
export function brandErrors(errorClass: { readonly prototype: object }, name: string): void {
  hide(errorClass.prototype, brandOf(name), true)
}

/**
 * Whether a value was made by a class with that brand, or by a subclass of it.
 *
 * @param value - Anything.
 * @param name - The name that the class was branded with.
 */
export function hasBrand(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && brandOf(name) in value
}

/**
 * Every deliberate failure of this library. It prints as one line: what failed, on what, what to do next.
 *
 * @example
 * ```ts
 * try {
 *   await bash`exit 3`
 * } catch (error) {
 *   if (ShellError.is(error)) console.log(error.exitCode) // 3
 *   else if (MagicsError.is(error)) console.log(error.code)
 * }
 * ```
 */
export class MagicsError extends Error {
  /** Stable identifier of the kind of failure, e.g. `usage`, `truncated`, `http`. */
  readonly code: string
  /** What had arrived before the failure; `undefined` when there was nothing. May hold sensitive text. */
  declare readonly partial?: unknown

  /**
   * @param code - Stable identifier of the kind of failure.
   * @param message - One line without any secret: what failed, on what, what to do next.
   * @param options - `cause` and `partial`.
   */
  constructor(code: string, message: string, options: MagicsErrorOptions = {}) {
    super(message)
    this.name = new.target.name
    this.code = code
    hide(this, INSPECT, () => `${this.name}: ${this.message}`)
    if (options.cause !== undefined) hide(this, 'cause', options.cause)
    if (options.partial !== undefined) hide(this, 'partial', options.partial)
  }

  /**
   * Tells whether a value is an error of this class, also when another copy of the library made it (`instanceof` fails
   * across re-run cells and test realms). Each class of errors has such a guard of its own: that of `MagicsError` takes
   * every error of this library, that of `ChatError` only errors of chats.
   *
   * @param value - Anything.
   */
  static is(value: unknown): value is MagicsError {
    return hasBrand(value, 'MagicsError')
  }

  static {
    brandErrors(this, 'MagicsError')
  }
}

/** The call itself is wrong: a bad option, a missing argument, a value that cannot be used there. Code `usage`. */
export class UsageError extends MagicsError {
  declare readonly code: 'usage'

  constructor(message: string, options?: MagicsErrorOptions) {
    super('usage', message, options)
  }

  /** Tells whether a value is a `UsageError`, whichever copy of the library made it. */
  static override is(value: unknown): value is UsageError {
    return hasBrand(value, 'UsageError')
  }

  static {
    brandErrors(this, 'UsageError')
  }
}

/**
 * The work was stopped: by the Stop button, by an interrupt, or by the `signal` of the call. Code `stopped`; `partial`
 * holds what had arrived. A limit of time that passes is none of these: it has the code `timeout`.
 *
 * @typeParam Arrived - What `partial` holds: an `Answer` of a chat or stream, the standard output of a command.
 */
export class StoppedError<Arrived = unknown> extends MagicsError {
  declare readonly code: 'stopped'
  declare readonly partial?: Arrived

  constructor(message = 'Stopped before it was finished.', options?: MagicsErrorOptions) {
    super('stopped', message, options)
  }

  /** Tells whether a value is a `StoppedError`, whichever copy of the library made it. */
  static override is(value: unknown): value is StoppedError {
    return hasBrand(value, 'StoppedError')
  }

  static {
    brandErrors(this, 'StoppedError')
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

/** One symbol for all copies of the library in a process. The oldest brand is the one of the whole family. */
function brandOf(name: string): symbol {
  return Symbol.for(name === 'MagicsError' ? 'tslab-magics.error' : `tslab-magics.error.${name}`)
}

function hide(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, configurable: true, writable: true })
}
