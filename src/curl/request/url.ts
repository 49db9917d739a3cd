/**
 * Addresses the way curl reads them: loosely, as bytes, without re-encoding. Owns parsing, dot segments, relative
 * addresses and printing; knows nothing of globs, credentials rules or connections. All strings are wire text.
 * @see https://curl.se/docs/url-syntax.html
 */
import { domainToASCII } from 'node:url'
import { brandErrors, hasBrand } from '../../errors'
import { CurlError, EXIT } from '../transfer-error'
import { fromWire } from '../wire-text'
import { normalizeHost } from './url-host'

/** The parts of an address. */
export interface Url {
  /** Lower case. */
  scheme: string
  /** As written, still percent-encoded; `undefined` when there is none. */
  user?: string
  password?: string
  /** As written, IPv6 in brackets. */
  host: string
  /** As written; `undefined` for the scheme's default. */
  port?: number
  /** Begins with `/`, dot segments removed. */
  path: string
  /** Without `?`; may be empty. */
  query?: string
  fragment?: string
}

/** How lenient to be. */
export interface ParseUrlOptions {
  /** Keep `..` and `.` segments. */
  pathAsIs?: boolean
  /** A redirect: spaces are allowed and encoded, and there must be a scheme. */
  redirect?: boolean
  denyUser?: boolean
}

/** An address that is none. Its message is curl's general one; `reason` says more. */
export class UrlError extends CurlError {
  readonly reason: string

  constructor(
    reason: string,
    exitCode: number = EXIT.url,
    message = 'URL using bad/illegal format or missing URL',
  ) {
    super(exitCode, message)
    this.reason = reason
  }

  /** Tells whether a value is a `UrlError`, whichever copy of the library made it. */
  static override is(value: unknown): value is UrlError {
    return hasBrand(value, 'UrlError')
  }

  static {
    brandErrors(this, 'UrlError')
  }
}

/** The scheme of an absolute address in lower case; `undefined` when it has none. */
export function schemeOf(url: string): string | undefined {
  return /^([a-z0-9+.-]{1,40}):\//i.exec(url)?.[1]?.toLowerCase()
}

/**
 * Reads an address.
 *
 * @param text - Wire text; without a scheme it is guessed from the host name, as curl does.
 * @throws CurlError with exit code 3 when it is no address.
 */
export function parseUrl(text: string, options: ParseUrlOptions = {}): Url {
  let scheme = schemeOf(text)
  let rest = text
  if (scheme !== undefined) {
    const slashes = /^:(\/*)/.exec(text.slice(scheme.length))?.[1]?.length ?? 0
    // `file:` and other schemes are refused by the caller; only the address itself is judged here.
    if (slashes > 3) throw new UrlError('Unsupported number of slashes following scheme')
    rest = text.slice(scheme.length + 1 + slashes)
  }
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? ''
  if (authority === '' && scheme !== 'file') throw new UrlError('No host part in the URL')
  const { path: rawPath, query: rawQuery, fragment } = splitTail(rest.slice(authority.length))
  let path = options.redirect ? encodeLoosely(rawPath, false) : rawPath
  const query = rawQuery !== undefined && options.redirect ? encodeLoosely(rawQuery, true) : rawQuery
  for (const part of [path, query, fragment])
    if (part !== undefined) refuseJunk(part, options.redirect === true)
  if (!options.pathAsIs) path = removeDotSegments(path)
  const at = authority.indexOf('@')
  const login = at < 0 ? undefined : authority.slice(0, at)
  if (login !== undefined && options.denyUser) {
    throw new UrlError('Credentials was passed in the URL when prohibited', 67, 'Login denied')
  }
  const { host, port } = readHost(authority.slice(at + 1), scheme !== undefined)
  scheme ??= guessScheme(host)
  const colon = login?.indexOf(':') ?? -1
  return {
    scheme,
    ...(login === undefined ? {} : { user: colon < 0 ? login : login.slice(0, colon) }),
    ...(login === undefined || colon < 0 ? {} : { password: login.slice(colon + 1) }),
    host,
    ...(port === undefined ? {} : { port }),
    path: path === '' ? '/' : path.startsWith('/') ? path : `/${path}`,
    ...(query === undefined ? {} : { query }),
    ...(fragment === undefined || fragment === '' ? {} : { fragment }),
  }
}

function splitTail(tail: string): { path: string; query?: string; fragment?: string } {
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/.exec(tail) ?? []
  return { path, ...(query === undefined ? {} : { query }), ...(fragment === undefined ? {} : { fragment }) }
}

/**
 * Refuses blanks and control characters in a part of an address.
 *
 * @throws UrlError with exit code 3.
 */
export function refuseJunk(part: string, allowSpace = false): void {
  if ((allowSpace ? /[\x00-\x1f\x7f]/ : /[\x00-\x20\x7f]/).test(part)) throw new UrlError('Bad path or query')
}

function readHost(text: string, hasScheme: boolean): { host: string; port?: number } {
  const end = text.startsWith('[') ? text.indexOf(']') + 1 : text.indexOf(':')
  if (text.startsWith('[') && end === 0) throw new UrlError('Bad IPv6 address')
  const name = end < 0 ? text : text.slice(0, end)
  const after = end < 0 ? '' : text.slice(end)
  let port: number | undefined
  if (after !== '') {
    if (!/^:\d*$/.test(after) || (after === ':' && !hasScheme))
      throw new UrlError('Port number was not a decimal number between 0 and 65535')
    if (after !== ':') port = Number(after.slice(1))
    if (port !== undefined && port > 65535)
      throw new UrlError('Port number was not a decimal number between 0 and 65535')
  }
  const host = normalizeHost(name)
  if (host === undefined) throw new UrlError('Bad hostname')
  return port === undefined ? { host } : { host, port }
}

function guessScheme(host: string): string {
  return /^(ftp|dict|ldap|imap|smtp|pop3)\./i.exec(host)?.[1]?.toLowerCase() ?? 'http'
}

/** Encodes spaces and bytes above ASCII, nothing else. */
function encodeLoosely(text: string, isQuery: boolean): string {
  const percent = (c: string): string => `%${c.charCodeAt(0).toString(16)}`
  return text.replace(/ /g, isQuery ? '+' : '%20').replace(/[\x80-\xff]/g, percent)
}

/**
 * Removes `.` and `..` segments.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4
 */
export function removeDotSegments(path: string): string {
  if (!path.includes('.')) return path
  const segments = path.split('/')
  const last = segments.length - 1
  const out: string[] = []
  segments.forEach((segment, index) => {
    if (segment === '.' || segment === '..') {
      if (segment === '..' && out.length > 1) out.pop()
      if (index === last) out.push('')
    } else out.push(segment)
  })
  return out.join('/')
}

/** The path as it goes into a request line: bytes above ASCII percent-encoded, unlike those of the query. */
export function requestPath(url: Url): string {
  return encodeLoosely(url.path, false)
}

/** Default port of a scheme. */
export function defaultPort(scheme: string): number {
  return scheme === 'https' ? 443 : 80
}

/** Port to connect to. */
export function portOf(url: Url): number {
  return url.port ?? defaultPort(url.scheme)
}

/** Host name for sockets and `Host:`, without brackets, in ASCII (punycode). */
export function asciiHost(url: Url): string {
  const host = url.host.replace(/^\[(.*)\]$/, '$1')
  if (/^[\x20-\x7e]*$/.test(host)) return host
  const ascii = domainToASCII(fromWire(host))
  if (ascii === '') throw new UrlError('Bad hostname')
  return ascii
}

/** What to leave out when printing an address. */
export interface FormatUrlOptions {
  withoutLogin?: boolean
  withoutFragment?: boolean
  withoutDefaultPort?: boolean
}

/** Prints an address. */
export function formatUrl(url: Url, options: FormatUrlOptions = {}): string {
  const login =
    options.withoutLogin || url.user === undefined
      ? ''
      : `${url.user}${url.password === undefined ? '' : `:${url.password}`}@`
  const hidesPort = options.withoutDefaultPort && url.port === defaultPort(url.scheme)
  const port = url.port === undefined || hidesPort ? '' : `:${url.port}`
  const query = url.query ? `?${url.query}` : ''
  const fragment = url.fragment === undefined || options.withoutFragment ? '' : `#${url.fragment}`
  return `${url.scheme}://${login}${url.host.replace(/%/g, '%25')}${port}${url.path}${query}${fragment}`
}

/** Appends to the query; percent-encodings of the new part become lower case, as curl writes them. */
export function appendQuery(url: Url, addition: string): Url {
  const lower = addition.replace(/%[0-9a-f]{2}/gi, (code) => code.toLowerCase())
  if (!url.query) return { ...url, query: lower }
  return { ...url, query: `${url.query}${url.query.endsWith('&') ? '' : '&'}${lower}` }
}

/**
 * Follows a `Location:`.
 *
 * @param location - Wire text, absolute or relative to `base`.
 * @throws CurlError with exit code 3 when it is no address.
 */
export function resolveUrl(base: Url, location: string, options: ParseUrlOptions = {}): Url {
  try {
    return parseUrl(absoluteUrl(base, location), { ...options, redirect: true })
  } catch (error) {
    if (!(error instanceof UrlError)) throw error
    throw new CurlError(error.exitCode, `The redirect target URL could not be parsed: ${error.reason}`, error)
  }
}

function absoluteUrl(base: Url, location: string): string {
  if (/^[a-z0-9+.-]{1,40}:/i.test(location)) return location
  const origin = formatUrl({ ...base, path: '/' }, { withoutFragment: true }).replace(/\/(\?.*)?$/, '')
  if (location.startsWith('//')) return `${base.scheme}:${location}`
  if (location.startsWith('/')) return origin + location
  if (location.startsWith('?')) return origin + base.path + location
  if (location.startsWith('#')) return origin + base.path + (base.query ? `?${base.query}` : '') + location
  return origin + base.path.replace(/[^/]*$/, '') + location
}
