/**
 * The token of a request: where clients of each protocol put it. Pure.
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
import type { IncomingMessage } from 'node:http'
import { refuse, type Refusal } from '../../practice/refusals'

/** A token as it was shown. */
export interface ShownToken {
  readonly token: string
  readonly header: 'authorization' | 'x-api-key'
}

/**
 * Finds the token of a request.
 *
 * @param request - The request.
 * @returns A refusal when there is none, or two that differ.
 */
export function readToken({ headers }: IncomingMessage): ShownToken | Refusal {
  const key = headers['x-api-key']
  const bearer = /^Bearer +(\S+)\s*$/i.exec(headers.authorization ?? '')?.[1]
  if (typeof key === 'string' && key !== '') {
    if (bearer === undefined || bearer === key) return { token: key, header: 'x-api-key' }
    return denied('There are two tokens, in Authorization and in x-api-key. Send one.')
  }
  if (bearer !== undefined) return { token: bearer, header: 'authorization' }
  return denied(
    'No token: send the header "Authorization: Bearer $ACCESS_TOKEN", with the one that your teacher gave you.',
  )
}

function denied(message: string): Refusal {
  return refuse(message, { status: 401, type: 'authentication_error', code: 'missing_api_key' })
}
