/**
 * Which header lines and parts of an address are secret: registered so that they are masked wherever they show up, and
 * not carried to another server. Knows nothing of transport.
 */
import { isSecretName, registerSecret, secretValues } from '../../secrets/registry'
import type { CustomHeader } from '../request/custom-headers'
import type { Url } from '../request/url'
import type { HeaderList } from '../../script/curl-contract'
import { fromWire } from '../wire-text'

// Names with "key" in them that hold no key.
const HARMLESS = /^(idempotency-key|sec-websocket-key|surrogate-key|x-cache-key)$/i

/** Whether a header of that name holds a credential. */
export function isAuthName(name: string): boolean {
  return isSecretName(name) && !HARMLESS.test(name)
}

/** Whether a header must not follow a redirect to another server: by its name, or because it holds a known secret. */
export function isAuthHeader({ name, value }: CustomHeader): boolean {
  if (isAuthName(name)) return true
  const text = fromWire(value ?? '')
  return secretValues().some((secret) => text.includes(secret))
}

/** Has the credentials of a request masked from now on. */
export function registerRequestSecrets(headers: HeaderList, url: Url): void {
  for (const [name, value] of headers) {
    if (!isAuthName(name)) continue
    // `Bearer token`: the token alone is what shows up elsewhere.
    const [, scheme, token] = /^([A-Za-z][\w-]*) +(\S.*)$/.exec(value) ?? []
    if (/^cookie$/i.test(name)) registerCookies(value)
    else registerSecret(scheme === undefined || token === undefined ? value : token.trim(), name)
  }
  if (url.password !== undefined) registerSecret(fromWire(url.password), 'password in the address')
  for (const pair of (url.query ?? '').split('&')) {
    const equals = pair.indexOf('=')
    const name = fromWire(pair.slice(0, Math.max(0, equals)))
    if (equals > 0 && isAuthName(name) && /^[\w-]*(key|token|secret|pass\w*|pwd|signature)$/i.test(name)) {
      registerSecret(fromWire(pair.slice(equals + 1)), name)
    }
  }
}

function registerCookies(value: string): void {
  for (const pair of value.split(';')) {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, Math.max(0, equals)).trim()
    // Only what looks like a session: `theme=dark-blue` would otherwise be masked everywhere.
    if (/sess|sid|auth|token|key|secret|login|user/i.test(name))
      registerSecret(pair.slice(equals + 1).trim(), name)
  }
}
