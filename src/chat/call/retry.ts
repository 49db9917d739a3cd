/**
 * Whether and when a request is sent again. Pure: a failure in, a decision out.
 */
import type { AnswerError } from '../answer/errors'

const LONGEST_WAIT_MS = 60_000

/** What a failed try looked like. */
export interface FailedTry {
  readonly error: AnswerError
  /** Tries so far, this one included. */
  readonly tries: number
  /** Further tries that are allowed in all. */
  readonly retries: number
  /** The server's `x-should-retry`, if it sent one. */
  readonly shouldRetry: string | null
  /** From 0 to 1. */
  readonly random: number
}

/**
 * Decides about another try.
 *
 * Only for failures before the first byte of an answer: the connection, 408, 409, 429 and from 500 on.
 *
 * @returns Milliseconds to wait; `undefined` to give up.
 */
export function retryWaitMs({ error, tries, retries, shouldRetry, random }: FailedTry): number | undefined {
  if (tries > retries) return undefined
  if (error.code === 'http') {
    if (shouldRetry === 'false') return undefined
    if (shouldRetry !== 'true' && !isRetryable(error.status ?? 0)) return undefined
  } else if (error.code !== 'network') {
    return undefined
  }
  const asked = error.retryAfterMs
  // A server that asks for minutes is not waited for: the cell fails at once and says so.
  if (asked !== undefined) return asked > LONGEST_WAIT_MS ? undefined : asked
  return Math.min(8000, 500 * 2 ** (tries - 1)) * (1 - random / 4)
}

function isRetryable(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500
}

/**
 * Whether a refusal may be about `stream_options`, which not every server knows. A refusal with a clear sentence about
 * something else is final; one without a sentence is worth the one further try.
 *
 * @param error - A refusal with status 400 or 422.
 */
export function mayRefuseStreamOptions(error: AnswerError): boolean {
  if (error.code !== 'http' || (error.status !== 400 && error.status !== 422)) return false
  return (
    /stream_options|include_usage/i.test(error.message) ||
    /extra|unknown|unrecogni[sz]ed|unexpected|not permitted|not allowed|unsupported|not supported|additional|invalid (?:field|param|argument|request|input|json|body)|validation|deseriali[sz]/i.test(
      error.message,
    ) ||
    /^\d+ (?:Bad Request|Unprocessable \w+|.*\(no body\)|HTML page.*)$/i.test(error.message)
  )
}
