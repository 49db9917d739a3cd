/**
 * Turns what a transport throws into the failure a person can act on. Never quotes addresses with a query or headers.
 */
import { TimeLimitError } from '../../base/signals'
import { StoppedError } from '../../errors'
import type { Answer } from './answer'
import { type AnswerError, ChatError } from './errors'
import { isObject, stringOf } from '../../base/unknown'

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name could not be looked up',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the server's certificate is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's certificate cannot be verified",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another host",
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was closed before the end of the answer',
  UND_ERR_SOCKET: 'the connection was closed before the end of the answer',
  Z_DATA_ERROR: 'the compressed answer is broken',
  ERR_CONTENT_CODING: 'the answer is compressed in a way nobody asked for',
  ERR_CONTENT_CODING_MISSING: 'the answer is compressed with zstd, which Node unpacks from 22.15 on',
  Z_BUF_ERROR: 'the compressed answer is cut',
}

const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Is the server running? Check baseURL.',
  ENOTFOUND: 'Check baseURL.',
}

/**
 * The failure of an answer whose limit for the whole has passed.
 *
 * @param limitMs - The limit, in milliseconds.
 */
export function tookTooLong(limitMs: number): ChatError {
  return new ChatError('timeout', `the answer took longer than ${limitWords(limitMs)}`, {
    hint: 'Raise it with timeoutMs.',
  })
}

/** A limit as people say it, e.g. `90 ms` or `1.5 s`. */
export function limitWords(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(1))} s`
}

const STOPPED = 'stopped before the answer was whole'

/**
 * Describes an error of the transport.
 *
 * @param cause - What was thrown: an abort, a stopped cell, a socket or TLS error.
 * @param where - Origin of the server, named in the message.
 */
export function describeTransport(cause: unknown, where?: string): AnswerError {
  if (ChatError.is(cause)) return cause
  if (cause instanceof TimeLimitError) return tookTooLong(cause.limitMs)
  const name = isObject(cause) ? stringOf(cause['name']) : ''
  if (StoppedError.is(cause)) return stopped(cause)
  if (name === 'TimeoutError') return new ChatError('timeout', 'the time limit of the call passed', { cause })
  if (name === 'AbortError') return stopped(cause)
  const code = codeOf(cause)
  if (code === 'ERR_BODY_BOMB')
    return new ChatError('too-large', 'the compressed answer unpacks to far more than any text', { cause })
  const words = WORDS[code] ?? (code.startsWith('HPE_') ? 'what came is not HTTP' : 'the connection failed')
  const detail = code === '' ? words : `${words} (${code})`
  const place = where === undefined ? '' : `${where}: `
  return new ChatError('network', `${place}${detail}`, { cause, hint: HINTS[code] })
}

/**
 * The failure that an aborted signal stands for.
 *
 * @param reason - The signal's reason: a timeout's, or whatever stopped the call.
 */
export function abortError(reason: unknown): AnswerError {
  if (ChatError.is(reason)) return reason
  const isTimeout = isObject(reason) && reason['name'] === 'TimeoutError'
  return isTimeout ? describeTransport(reason) : stopped(reason)
}

/**
 * What an answer is not whole for when the signal above it was aborted: a limit of time, or a stop.
 *
 * @param reason - The signal's reason.
 */
export function describeStop(reason: unknown): AnswerError {
  return reason instanceof TimeLimitError ? tookTooLong(reason.limitMs) : abortError(reason)
}

/** Whether an error is the official client's word for a stop by its caller. */
export function isUserAbort(error: unknown): boolean {
  return error instanceof Error && /UserAbort/.test(error.constructor.name)
}

function stopped(cause: unknown): StoppedError<Answer> {
  // A stop that has been described already, e.g. by the reason of a signal that was linked.
  if (StoppedError.is(cause) && cause.message === STOPPED) return cause as StoppedError<Answer>
  return new StoppedError<Answer>(STOPPED, { cause })
}

/** The code of the innermost error that has one: a fetch wraps the socket's. */
function codeOf(cause: unknown): string {
  // Node calls a body that is shorter than announced a reset, also where the server closed in good order.
  if (isObject(cause) && cause['code'] === 'ECONNRESET' && cause['message'] === 'aborted') {
    return 'ERR_STREAM_PREMATURE_CLOSE'
  }
  let code = ''
  for (let error = cause, depth = 0; isObject(error) && depth < 5; error = error['cause'], depth++) {
    code = stringOf(error['code']) || stringOf(error['errno']) || code
  }
  return code
}
