/**
 * Which addresses a class server passes on: those where models are asked, below the path of its server, written in one way
 * only. Pure.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
import { refuse, type Protocol, type Refusal } from '../../practice/refusals'
import { protocolOf, readRoute, type Route } from '../../practice/routes'

/** An address that is passed on. */
export interface Target extends Route {
  readonly protocol: Protocol
  /** Path below that of the server, with a slash. */
  readonly rest: string
  /** With its `?`; empty for none. */
  readonly query: string
}

/** Letters of a path that mean the same to every server, and encoded ones. */
const PATH = /^(?:\/(?:[A-Za-z0-9._~:@+-]|%[0-9A-Fa-f]{2})+)+$/
const QUERY = /^(?:\?[A-Za-z0-9._~:@+=&,-]*)?$/

/**
 * Reads the address of a request.
 *
 * @param url - The request's target, as it came.
 * @param options - `base`: path of the server, without a slash at its end; `hasVersion`: whether the request has the header
 *   `anthropic-version`.
 * @returns What it asks for, or a refusal.
 */
export function readTarget(
  url: string,
  { base, hasVersion }: { readonly base: string; readonly hasVersion: boolean },
): Target | Refusal {
  const [path = '', ...queries] = url.split('?')
  const query = queries.length === 0 ? '' : `?${queries.join('?')}`
  if (!PATH.test(path) || !path.split('/').slice(1).every(isPlain) || !QUERY.test(query))
    return refuse(
      'The address is not written plainly. It begins with / and has no //, .. or encoded characters.',
    )
  const rest = path.startsWith(`${base}/`) ? path.slice(base.length) : undefined
  const route = rest === undefined ? undefined : readRoute(rest)
  if (rest === undefined || route === undefined)
    return refuse(
      `Not served for the class. Models are asked at ${base}/chat/completions, responses, messages or embeddings.`,
      {
        status: 404,
        code: 'not_served',
      },
    )
  return { ...route, rest, query, protocol: protocolOf(rest, hasVersion) }
}

/** A name of one part of a path; that of a model may have encoded slashes and blanks. */
function isPlain(segment: string): boolean {
  let name: string
  try {
    name = decodeURIComponent(segment)
  } catch {
    return false
  }
  return /^[\w.~:@+ /-]+$/.test(name) && name.split('/').every((part) => part !== '' && !/^\.+$/.test(part))
}
