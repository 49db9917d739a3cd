/**
 * The one rule for headers that carry secrets: which they are by name and by value, and which part of a value is the
 * secret. What is shown, what is sent unencrypted and what follows a redirect is decided by it, for curl and for chat.
 */
import { containsSecret } from './redact-text'
import { registerSecret } from './registry'
import { hasSecretWord } from './secret-names'
import { secretParts } from './secret-parts'

/** Names that sound secret and hold nothing secret: keys of requests and caches, counts of tokens, questions for a login. */
const OPEN_NAME =
  /^(?:(?:x-)?idempotency-key|sec-websocket-(?:key|accept)|surrogate-key|(?:x-)?cache-key|access-control-.*|(?:www|proxy)-authenticate|authentication-results|(?:[a-z]+-)?ratelimit-.*)$/i

/** Headers whose value is a scheme and the credential: any scheme, so also those of one vendor. */
const AUTHORIZATION = /^(?:proxy-)?authorization$/i

/** Cookies that look like a session; others (`theme=dark-blue`) would be masked everywhere. */
const SESSION_NAME = /sess|sid|auth|token|key|secret|login|user/i
/** A value from here on is more than a setting, whatever its name. */
const MIN_COOKIE_CHARS = 16

/**
 * Tells whether a header of that name carries a secret, whatever its value.
 *
 * @param name - Name of the header, in any case.
 * @example
 * ```ts
 * isSecretHeaderName('X-Api-Key') // true
 * isSecretHeaderName('Idempotency-Key') // false
 * ```
 */
export function isSecretHeaderName(name: string): boolean {
  // Counts of tokens and the like are told by words that a header joins by hyphens.
  return hasSecretWord(name.replaceAll('-', '_')) && !OPEN_NAME.test(name)
}

/**
 * Tells whether a header carries a secret and must not follow a request to another origin.
 *
 * @param name - Name of the header, in any case.
 * @param value - Its value; one that holds a registered secret or a key of a known kind counts whatever the name.
 */
export function isSecretHeader(name: string, value = ''): boolean {
  return isSecretHeaderName(name) || (value !== '' && containsSecret(value))
}

/**
 * The secrets in a header: of `Authorization` what follows the scheme (and the password in it), of cookies the values
 * that look like a session, of other secret headers the value.
 *
 * @param name - Name of the header, in any case.
 * @param value - Its value.
 * @returns The parts to mask; none for a header that carries no secret by its name.
 */
export function headerSecrets(name: string, value: string): string[] {
  if (!isSecretHeaderName(name)) return []
  if (/^(?:set-)?cookie$/i.test(name)) return cookieSecrets(value)
  const parts = secretParts(value.trim())
  // A scheme that is known is no part of the secret, wherever it stands.
  if (/^(?:bearer|basic|token|apikey|digest)\s+\S/i.test(value.trim())) return parts
  const [, rest] = AUTHORIZATION.test(name) ? (/^\s*[A-Za-z][\w-]*\s+(\S.*)$/s.exec(value) ?? []) : []
  return [rest ?? value, ...parts]
}

/**
 * Has the secrets of a request masked in all output from now on.
 *
 * @param headers - Names and values of the headers that are sent.
 */
export function registerHeaders(headers: Iterable<readonly [name: string, value: string]>): void {
  for (const [name, value] of headers)
    for (const secret of headerSecrets(name, value)) registerSecret(secret, name)
}

function cookieSecrets(value: string): string[] {
  return value.split(';').flatMap((pair) => {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, Math.max(0, equals))
    const secret = pair.slice(equals + 1).trim()
    return SESSION_NAME.test(name) || secret.length >= MIN_COOKIE_CHARS ? [secret] : []
  })
}
