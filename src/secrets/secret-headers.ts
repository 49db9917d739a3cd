/**
 * Headers that carry secrets: which they are, and registering what they carry.
 */
import { containsSecret } from './redact-text'
import { registerSecret } from './registry'
import { isSecretName } from './secret-names'

/**
 * Tells whether a header carries a secret and must not follow a request to another origin.
 *
 * @param name - Name of the header, in any case.
 * @param value - Its value; one that holds a registered secret or a key of a known kind counts whatever the name.
 */
export function isSecretHeader(name: string, value = ''): boolean {
  return isSecretName(name) || (value !== '' && containsSecret(value))
}

/**
 * Has the secrets of a request masked in all output from now on.
 *
 * @param headers - Names and values of the headers that are sent.
 */
export function registerHeaders(headers: Iterable<readonly [name: string, value: string]>): void {
  for (const [name, value] of headers) if (isSecretName(name)) registerSecret(value, name)
}
