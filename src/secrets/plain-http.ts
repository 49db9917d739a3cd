/**
 * Secrets on an open wire: whether a request would carry them over plain http to another machine. Says it, stops nothing.
 */
import { isSecretHeader } from './secret-headers'

/** This machine itself: what is sent there does not leave it. */
const LOOPBACK = /^(?:(?:[^.]+\.)*localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1\]?)$/i

/**
 * Warns of secrets that would be sent unencrypted.
 *
 * @param url - Where the request goes.
 * @param headers - Names and values of its headers.
 * @returns One sentence that names server and headers, never a value; `undefined` when nothing is wrong.
 * @example
 * plainHttpWarning('http://example.com/v1', [['Authorization', 'Bearer …']])
 * // 'Authorization goes unencrypted to example.com: all on the way can read it. Use https:// where the server has it.'
 */
export function plainHttpWarning(
  url: { readonly scheme: string; readonly host: string },
  headers: Iterable<readonly [name: string, value: string]>,
): string | undefined {
  if (url.scheme.toLowerCase() !== 'http' || LOOPBACK.test(url.host)) return undefined
  const names = [...headers].filter(([name, value]) => isSecretHeader(name, value)).map(([name]) => name)
  if (names.length === 0) return undefined
  const verb = names.length === 1 ? 'goes' : 'go'
  return `${[...new Set(names)].join(', ')} ${verb} unencrypted to ${url.host}: all on the way can read it. Use https:// where the server has it.`
}
