/**
 * Who may talk to a class server at all: programs that ask for it by its own address, in HTTP/1.1, with each header that
 * decides once. A page in a browser may not, neither by a name that leads here nor from its own origin.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-11.2 (request smuggling)
 */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { refuse, type Refusal } from '../../practice/refusals'

/** Where a class server listens, and what it is called. */
export interface Place {
  /** Whether only this computer can reach it. */
  readonly isLocal: boolean
  /** Names by which it is asked, beside its addresses: in small letters, without ports. */
  readonly hosts: readonly string[]
}

/** Headers that decide, and so may be there once. */
const SINGLE = [
  'authorization',
  'x-api-key',
  'host',
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
]

/**
 * Tells why a request is not served, whoever sends it.
 *
 * @param request - The request; its body is not looked at.
 * @param place - Where the server is.
 * @returns `undefined` when it is served.
 */
export function refuseStranger(request: IncomingMessage, place: Place): Refusal | undefined {
  const { headers, rawHeaders, httpVersion } = request
  // Over HTTP/1.0 an answer that is cut off looks whole.
  if (httpVersion !== '1.1')
    return refuse('Ask in HTTP/1.1. A reverse proxy has a setting for that: proxy_http_version 1.1.', {
      status: 505,
    })
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase())
  const twice = SINGLE.find((name) => names.indexOf(name) !== names.lastIndexOf(name))
  if (twice !== undefined) return refuse(`The header ${twice} is there twice.`)
  if (!isOwnHost(headers.host ?? '', place))
    return refuse('This server has another name. Ask for it by the address that your teacher gave you.', {
      status: 421,
      code: 'wrong_host',
    })
  if (headers.origin !== undefined)
    return refuse('No page of a browser is answered. Take the Origin header out of the request.', {
      status: 403,
      type: 'permission_error',
      code: 'refused',
    })
  return undefined
}

function isOwnHost(host: string, { isLocal, hosts }: Place): boolean {
  const name = /^(\[[\da-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase()
  if (name === undefined) return false
  if (hosts.includes(name) || name === 'localhost') return true
  const address = name.replace(/^\[|\]$/g, '')
  // A page can lead a name of its own here, never an address.
  return isLocal ? address === '127.0.0.1' || address === '::1' : isIP(address) !== 0
}
