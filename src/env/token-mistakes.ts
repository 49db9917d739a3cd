/**
 * Common mistakes with tokens, said when they are made and not by a server's 401: quotes, blanks, `Bearer` twice,
 * a placeholder, an expired token. Pure; what it says never holds the value.
 */

import { isPlaceholder } from '../secrets/placeholders'

/**
 * What looks wrong with a token.
 *
 * @param value - The token.
 * @param options - `now`: the time in milliseconds since 1970; `scheme`: the value is a whole header value, so `Bearer` may stand in front once.
 * @returns One sentence for each mistake; empty when nothing looks wrong.
 */
export function tokenMistakes(value: string, options: { now: number; scheme?: boolean }): string[] {
  if (value === '') return ['it is empty']
  if (isPlaceholder(value)) return ['it looks like a placeholder: put the real value there']
  const scheme = /^(?:(?:bearer|basic)\s+)+/i.exec(value)?.[0] ?? ''
  const token = value.slice(scheme.length)
  return [
    schemeMistake(scheme, options.scheme ?? false),
    /^(["'`\u201c\u2018]).*["'`\u201d\u2019]$/s.test(token)
      ? 'it has quotes around it, and they are part of it'
      : undefined,
    blankMistake(token),
    /[^\x09\x0a\x0d\x20-\x7e]/.test(token)
      ? 'it has characters that no HTTP header can carry (copied from a formatted page?)'
      : undefined,
    expiryMistake(token, options.now),
  ].filter((mistake) => mistake !== undefined)
}

function schemeMistake(scheme: string, allowed: boolean): string | undefined {
  const words = scheme.trim().split(/\s+/).filter(Boolean)
  if (words.length > 1)
    return `it begins with ${words.map((word) => `"${word}"`).join(' and ')}: one is too many`
  if (words.length === 1 && !allowed)
    return `it begins with "${words[0]}", which the request adds again: keep the token alone`
  return undefined
}

function blankMistake(token: string): string | undefined {
  // A private key has lines; a token has none.
  if (/^-----BEGIN [A-Z ]+-----/.test(token.trim())) return undefined
  if (/[\r\n]/.test(token)) return 'there is a line break in it'
  return /\s/.test(token) ? 'there is a blank in it' : undefined
}

function expiryMistake(token: string, now: number): string | undefined {
  const [, payload] = /^eyJ[\w-]*\.([\w-]+)\.[\w-]*$/.exec(token.trim()) ?? []
  if (payload === undefined) return undefined
  const expiresAt = readExpiry(payload)
  if (expiresAt === undefined || expiresAt > now) return undefined
  return `it expired at ${new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ')} UTC: get a new one`
}

function readExpiry(payload: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined
    return typeof exp === 'number' && Math.abs(exp) < 8.64e12 ? exp * 1000 : undefined
  } catch {
    return undefined // Not a JSON web token after all: nothing to say about its end.
  }
}
