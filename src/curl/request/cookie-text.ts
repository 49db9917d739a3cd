/**
 * One cookie as text: a `Set-Cookie` value, a line of a cookie file. Owns the syntax and what makes a cookie
 * unacceptable by itself; knows nothing of other cookies.
 */
import { isIP } from 'node:net'

/** Where a cookie comes from or goes to. */
export interface CookieOrigin {
  readonly host: string
  readonly path: string
  readonly secure: boolean
}

/** A stored cookie. */
export interface Cookie {
  readonly name: string
  readonly value: string
  readonly domain: string
  /** Sent to subdomains too. */
  readonly tailMatch: boolean
  /** As given, even if it is no path; it is cleaned when it is compared. */
  readonly path: string
  readonly secure: boolean
  readonly httpOnly: boolean
  /** Seconds since 1970; 0 for the session. */
  readonly expires: number
  /** Order of arrival. */
  readonly created: number
}

const MAX_LINE_CHARS = 5000
const MAX_PAIR_CHARS = 4096
/** curl caps expiry at 400 days nowhere in 7.88; numbers beyond this are "forever". */
const MAX_EXPIRES = Number.MAX_SAFE_INTEGER

/** How a `Set-Cookie` value came. */
export interface SetCookieContext {
  /** Milliseconds since 1970. */
  readonly nowMs: number
  /** Who sent it; nobody when it was read from a file. An insecure connection may not set `Secure`, a file may. */
  readonly origin?: CookieOrigin
}

/**
 * Reads a `Set-Cookie` value.
 *
 * @param value - The value, without the name of the header.
 * @param context - When it came, and from whom.
 * @returns The cookie, or `undefined` when it must be ignored.
 */
export function parseSetCookie(value: string, { nowMs, origin }: SetCookieContext): Cookie | undefined {
  if (value.length > MAX_LINE_CHARS) return undefined
  const [pair = '', ...attributes] = value.replace(/[\r\n]+$/, '').split(';')
  const equals = pair.indexOf('=')
  if (equals < 0) return undefined
  const name = pair.slice(0, equals).trim()
  const content = pair.slice(equals + 1).trim()

  if (
    name === '' ||
    name.length + content.length > MAX_PAIR_CHARS ||
    /[\x00-\x1f\x7f]/.test(name + content)
  ) {
    return undefined
  }
  let domain = origin?.host
  let tailMatch = false
  let path: string | undefined
  let secure = false
  let httpOnly = false
  let maxAge: number | undefined
  let expires = 0
  for (const attribute of attributes) {
    const [, key = '', text = ''] = /^\s*([^=]*?)\s*(?:=\s*([^]*?)\s*)?$/.exec(attribute) ?? []
    switch (key.toLowerCase()) {
      case 'secure':
        if (origin && !origin.secure) return undefined
        secure = true
        break
      case 'httponly':
        httpOnly = true
        break
      case 'path':
        path = text
        break
      case 'domain': {
        const wanted = text.replace(/^\./, '')
        if (wanted === '') break
        if (origin && !mayClaim(origin.host, wanted)) return undefined
        domain = wanted
        tailMatch = isIP(wanted) === 0
        break
      }
      case 'max-age':
        maxAge = Number(/^"?(\d+)/.exec(text)?.[1] ?? 0)
        break
      case 'expires': {
        const date = Date.parse(text.replace(/(\d)-(\w{3})-(\d)/, '$1 $2 $3'))
        if (!Number.isNaN(date)) expires = Math.max(1, Math.floor(date / 1000))
        break
      }
    }
  }
  if (maxAge !== undefined) {
    expires = maxAge === 0 ? 1 : Math.min(MAX_EXPIRES, Math.floor(nowMs / 1000) + maxAge)
  }
  path ??= origin?.path.replace(/[^/]*$/, '') || '/'
  if (domain === undefined) return undefined
  return checkPrefix({ name, value: content, domain, tailMatch, path, secure, httpOnly, expires, created: 0 })
}

/** Reads a line of a Netscape cookie file; `undefined` for comments and broken lines. */
export function parseCookieFileLine(line: string): Cookie | undefined {
  const isHttpOnly = line.startsWith('#HttpOnly_')
  const text = (isHttpOnly ? line.slice(10) : line).replace(/\r.*$/, '')
  if (text === '' || text.startsWith('#')) return undefined
  const fields = text.split('\t').filter((field) => field !== '')
  if (/^(TRUE|FALSE)$/.test(fields[2] ?? '')) fields.splice(2, 0, '/')
  if (fields.length === 6) fields.push('')
  const [domain = '', tail, path = '', secure, expires = '', name = '', value = ''] = fields
  if (fields.length !== 7 || !/^\d+$/.test(expires)) return undefined
  return checkPrefix({
    name,
    value,
    domain: domain.replace(/^\./, ''),
    tailMatch: tail?.toUpperCase() === 'TRUE',
    path,
    secure: secure?.toUpperCase() === 'TRUE',
    httpOnly: isHttpOnly,
    expires: Number(expires),
    created: 0,
  })
}

function mayClaim(host: string, domain: string): boolean {
  if (isIP(host) !== 0) return host === domain
  // Without a list of public suffixes, a domain must hold a dot inside it, or be localhost.
  const isPublic = domain.toLowerCase() !== 'localhost' && !/\../.test(domain)
  const lower = host.toLowerCase()
  return !isPublic && (lower === domain.toLowerCase() || lower.endsWith(`.${domain.toLowerCase()}`))
}

function checkPrefix(cookie: Cookie): Cookie | undefined {
  if (/^__Secure-/i.test(cookie.name) && !cookie.secure) return undefined
  if (/^__Host-/i.test(cookie.name) && !(cookie.secure && cookie.path === '/' && !cookie.tailMatch))
    return undefined
  return cookie
}
