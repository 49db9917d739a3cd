/**
 * Sends what is not a stream: JSON bodies and refusals, with the headers that the clients of each protocol read.
 */
import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { toErrorBody, type Protocol, type Refused } from '../refusals'

/** Makes an id that was not there before. */
export function makeId(prefix: string): string {
  return prefix + randomBytes(12).toString('hex')
}

/**
 * The header by which clients report a request.
 * @param protocol - Whose header it is.
 * @param requestId - The id.
 */
export function requestIdHeader(protocol: Protocol, requestId: string): Record<string, string> {
  return { [protocol === 'anthropic' ? 'request-id' : 'x-request-id']: requestId }
}

/**
 * Sends a JSON body with status 200.
 *
 * @param response - Response that nothing has been written to yet.
 * @param answer - The body, and whose headers it gets.
 */
export function sendJson(
  response: ServerResponse,
  { body, protocol }: { readonly body: object; readonly protocol: Protocol },
): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    ...requestIdHeader(protocol, makeId('req_')),
  })
  response.end(JSON.stringify(body))
}

/**
 * Sends a refusal.
 *
 * @param response - Response that nothing has been written to yet.
 * @param refusal - What is refused, why, and whose form it takes.
 */
export function sendRefusal(response: ServerResponse, refusal: Refused): void {
  const requestId = makeId('req_')
  response.writeHead(refusal.status, {
    'content-type': 'application/json',
    ...requestIdHeader(refusal.protocol, requestId),
    ...(refusal.status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(refusal.retryAfter !== undefined && { 'retry-after': String(refusal.retryAfter) }),
    ...(refusal.isFinal === true && { 'x-should-retry': 'false' }),
  })
  response.end(JSON.stringify(toErrorBody(refusal, requestId)))
}
