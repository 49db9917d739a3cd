/**
 * The failures of a chat answer: one class, one code for each way an answer can end short.
 */
import { MagicsError, type MagicsErrorOptions } from '../../errors'
import type { Answer } from './answer'

/**
 * How an answer failed: `truncated` it was cut, `stopped` the user stopped it, `timeout` a limit passed, `stream` the
 * server sent an error inside the stream, `http` it refused the request, `empty` it answered with nothing, `not_sse`
 * it sent something that is no answer, `parse` it sent broken data, `network` the connection failed.
 */
export type ChatErrorCode =
  'truncated' | 'stopped' | 'timeout' | 'stream' | 'http' | 'empty' | 'not_sse' | 'parse' | 'network'

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
  /** What to do next, shown beside the message in the cell. */
  readonly hint?: string | undefined
}

/** An answer that did not arrive whole. `partial` holds what did. */
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
  }

  /**
   * The same failure with the text so far attached.
   *
   * @param partial - The answer as far as it had arrived.
   */
  withPartial(partial: Answer): ChatError {
    const { status, retryAfterMs, requestId, hint, cause } = this
    const options = { partial, status, retryAfterMs, requestId, hint, cause }
    return new ChatError(this.code, this.message, options)
  }
}
