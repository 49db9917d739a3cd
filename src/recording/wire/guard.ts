/**
 * Who may use a server on 127.0.0.1 that passes requests on, or answers them: programs of this machine that ask for it by its
 * address. A page in a browser may not, neither by a name that leads here nor from its own origin.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.2
 */
import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Tells why a request is not served.
 *
 * @param request - The request; its body is not looked at.
 * @returns A line for people; `undefined` when it is served.
 */
export function refusalOf({ headers, url = '', socket }: IncomingMessage): string | undefined {
  const port = socket.localPort
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes((headers.host ?? '').toLowerCase()))
    return `The recording answers to the Host ${hosts[0]} alone. Take the Host header out of the request.`
  if (headers.origin !== undefined)
    return 'The recording answers no page of a browser. Take the Origin header out of the request.'
  if (!url.startsWith('/'))
    return 'The recording is no proxy for other addresses. Ask for a path that begins with /.'
  return undefined
}

/** What an error is called in its body. */
export interface WireError {
  readonly status: number
  readonly code: string
  readonly message: string
}

/** Answers with an error in the form that clients read; nothing where an answer has begun, which is broken off instead. */
export function sendError(response: ServerResponse, { status, code, message }: WireError): void {
  if (response.destroyed || response.headersSent) return void response.destroy()
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { message, type: 'recording_error', param: null, code } }))
}
