/**
 * What a request gets that is not answered: one refusal, written in the form of the protocol that the request speaks. Pure.
 * @see https://platform.openai.com/docs/guides/error-codes
 * @see https://docs.claude.com/en/api/errors
 */

/** Whose form errors have. */
export type Protocol = 'openai' | 'anthropic'

/** An OpenAI-shaped error with its HTTP status. */
export interface Refusal {
  readonly status: number
  readonly error: {
    readonly message: string
    readonly type: string
    readonly param: string | null
    readonly code: string | null
  }
  /** Seconds after which asking again makes sense. */
  readonly retryAfter?: number
  /** Whether clients are told not to ask again by themselves. */
  readonly isFinal?: boolean
}

/** A refusal, and in whose form the request is to get it. */
export interface Refused extends Refusal {
  readonly protocol: Protocol
}

/** What is known of a refusal beside its message. */
export interface RefusalDetails {
  /** @defaultValue 400 */
  readonly status?: number
  /** @defaultValue `'invalid_request_error'` */
  readonly type?: string
  /** Name of the field that is wrong. */
  readonly param?: string
  readonly code?: string
  readonly retryAfter?: number
  readonly isFinal?: boolean
}

/**
 * Makes a refusal.
 * @param message - What is wrong and what to do.
 * @param details - Status, type, field, code, and whether to ask again.
 */
export function refuse(message: string, details: RefusalDetails = {}): Refusal {
  const {
    status = 400,
    type = 'invalid_request_error',
    param = null,
    code = null,
    retryAfter,
    isFinal,
  } = details
  return {
    status,
    error: { message, type, param, code },
    ...(retryAfter !== undefined && { retryAfter }),
    ...(isFinal === true && { isFinal }),
  }
}

/** Tells a refusal from an answer. */
export function isRefusal(result: object): result is Refusal {
  return 'error' in result && 'status' in result
}

const ANTHROPIC_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
}

/**
 * The body of a refusal.
 *
 * @param refusal - What is refused, why, and whose form it takes.
 * @param requestId - Id of the request, which Anthropic repeats in the body.
 */
export function toErrorBody({ status, error, protocol }: Refused, requestId: string): object {
  if (protocol === 'openai') return { error }
  const type = ANTHROPIC_TYPES[status] ?? 'invalid_request_error'
  const { message, param } = error
  const named = param === null || message.includes(param) ? message : `${param}: ${message}`
  return { type: 'error', error: { type, message: named }, request_id: requestId }
}
