/**
 * Why a chat answer is not whole: one class for failures, with one code for each, and the error of a stop.
 */
import { brandErrors, hasBrand, MagicsError, type MagicsErrorOptions, StoppedError } from '../../errors'
import type { Answer } from './answer'

/**
 * How an answer failed: `truncated` it was cut, `timeout` a limit passed, `stream` the server sent an error inside the
 * stream, `http` it refused the request, `empty` it answered with nothing, `not_sse` it sent something that is no answer,
 * `parse` it sent broken data, `network` the connection failed, `too-large` it is longer than `maxBodyBytes`, or one of its
 * events than `maxEventChars`.
 *
 * `not_sse` has an underscore, unlike all other codes: these codes are the kinds of the case files that clients of chat
 * streams are checked with, here and elsewhere, and that is how those files spell it.
 */
export type ChatErrorCode =
  'truncated' | 'timeout' | 'stream' | 'http' | 'empty' | 'not_sse' | 'parse' | 'network' | 'too-large'

/** Settings of a {@link ChatError}. */
export interface ChatErrorOptions extends MagicsErrorOptions {
  /** The answer as far as it had arrived. */
  readonly partial?: Answer | undefined
  /** HTTP status, for code `http`. */
  readonly status?: number | undefined
  /** How long the server asks to wait before the next try. */
  readonly retryAfterMs?: number | undefined
  /** The server's id of the request, for its operators. */
  readonly requestId?: string | undefined
  /** Whether the server refused because it does not have the model. */
  readonly isUnknownModel?: boolean
  /** What to do next, shown beside the message in the cell. */
  readonly hint?: string | undefined
}

/** An answer that failed before it was whole. `partial` holds what had arrived. */
export class ChatError extends MagicsError {
  declare readonly code: ChatErrorCode
  declare readonly partial?: Answer
  /** HTTP status, for code `http`. */
  readonly status?: number
  /** How long the server asks to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number
  /** The server's id of the request. */
  readonly requestId?: string
  /** What to do next. */
  readonly hint?: string
  /** Whether the server refused because it does not have the model; missing for any other failure. */
  readonly isUnknownModel?: true

  /**
   * @param code - How the answer failed.
   * @param message - One line without any secret.
   * @param options - What arrived, and what the server said about the failure.
   */
  constructor(code: ChatErrorCode, message: string, options: ChatErrorOptions = {}) {
    super(code, message, options)
    // Bundlers may call a class that mentions itself by another name.
    this.name = 'ChatError'
    if (options.status !== undefined) this.status = options.status
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs
    if (options.requestId !== undefined) this.requestId = options.requestId
    if (options.hint !== undefined) this.hint = options.hint
    if (options.isUnknownModel) this.isUnknownModel = true
  }

  /**
   * The same failure with the text so far attached.
   *
   * @param partial - The answer as far as it had arrived.
   */
  withPartial(partial: Answer): ChatError {
    return this.with({ partial })
  }

  /**
   * The same failure, with more known of it.
   *
   * @param more - What to change.
   */
  with({ message = this.message, ...more }: ChatErrorOptions & { readonly message?: string }): ChatError {
    const { partial, status, retryAfterMs, requestId, hint, isUnknownModel = false, cause } = this
    const known = { partial, status, retryAfterMs, requestId, hint, isUnknownModel, cause }
    return new ChatError(this.code, message, { ...known, ...more })
  }

  /** Tells whether a value is a `ChatError`, whichever copy of the library made it. */
  static override is(value: unknown): value is ChatError {
    return hasBrand(value, 'ChatError')
  }

  static {
    brandErrors(this, 'ChatError')
  }
}

/** Why an answer is not whole: it failed, or it was stopped. Both hold what had arrived in `partial`. */
export type AnswerError = ChatError | StoppedError<Answer>

/**
 * Whether a value is why an answer is not whole.
 *
 * @param value - What was thrown.
 */
export function isAnswerError(value: unknown): value is AnswerError {
  return ChatError.is(value) || StoppedError.is(value)
}

/**
 * The same error with the text so far attached.
 *
 * @param error - Why the answer is not whole.
 * @param partial - The answer as far as it had arrived.
 */
export function withPartial(error: AnswerError, partial: Answer): AnswerError {
  if (ChatError.is(error)) return error.withPartial(partial)
  return new StoppedError<Answer>(error.message, { partial, cause: error.cause })
}
