/**
 * The secrets inside a secret value: the token of `Bearer …`, the password of a URL, the fields of a JSON key file.
 * Pure; knows nothing of the registry.
 */
import { isSetting } from './settings'
import { isSecretName } from './secret-names'

/** Shortest line of a longer secret that is masked by itself: a line of a private key, not a word of a pass phrase. */
const MIN_LINE_CHARS = 16

/**
 * The parts of a value that are secrets by themselves.
 *
 * @param value - A secret value: a header, a URL, a JSON document, a private key.
 * @returns The parts, without the value itself; empty for a plain token.
 */
export function secretParts(value: string): string[] {
  return [
    ...schemeParts(value),
    ...urlParts(value),
    ...cookieParts(value),
    ...jsonParts(value),
    ...lineParts(value),
  ]
}

/**
 * The passwords of the URLs in a text, e.g. of `DATABASE_URL`.
 *
 * @param text - The value of a variable.
 * @returns The passwords as written and percent-decoded; empty when no URL has one.
 */
export function urlParts(text: string): string[] {
  const found = text.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@?#]*:([^\s/@]+)@/gi)
  return [...found].flatMap(([, password]) => [password!, decodePercent(password!)])
}

function schemeParts(value: string): string[] {
  const [, scheme, rest] = /^(bearer|basic|token|apikey|digest)\s+(\S.*)$/is.exec(value) ?? []
  if (scheme === undefined || rest === undefined) return []
  if (scheme.toLowerCase() !== 'basic') return [rest]
  const pair = Buffer.from(rest, 'base64').toString('utf8')
  return [rest, ...(pair.includes(':') ? [pair.slice(pair.indexOf(':') + 1)] : [])]
}

function cookieParts(value: string): string[] {
  if (!/^[\w.-]+=[^;]*(?:;|$)/.test(value)) return []
  return value
    .split(/;\s*/)
    .map((pair) => pair.slice(pair.indexOf('=') + 1))
    .filter((part) => part.length >= MIN_LINE_CHARS)
}

function jsonParts(value: string): string[] {
  if (!value.trimStart().startsWith('{')) return []
  try {
    return secretFields(JSON.parse(value))
  } catch {
    return [] // Not JSON after all: the value as a whole is masked.
  }
}

function secretFields(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, field]) => {
    if (typeof field !== 'string') return secretFields(field)
    return isSecretName(name) && !isSetting(name, field) ? [field, ...lineParts(field)] : []
  })
}

function lineParts(value: string): string[] {
  if (!/[\r\n]/.test(value)) return []
  return value
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line.length >= MIN_LINE_CHARS && !line.startsWith('-----'))
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // A stray percent sign: the password is what is written.
  }
}
