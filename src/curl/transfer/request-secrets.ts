/**
 * The secrets of a curl command's requests: found in its header lines and addresses and registered, so that they are masked
 * wherever they show up. Which headers carry one is `secrets/secret-headers`'s rule.
 */
import { registerSecret } from '../../secrets/registry'
import { isSecretHeader, isSecretHeaderName, registerHeaders } from '../../secrets/secret-headers'
import type { CustomHeader } from '../request/custom-headers'
import type { Url } from '../request/url'
import type { HeaderList } from '../../script/curl-contract'
import { fromWire } from '../wire-text'

/** Whether a header line of the user must not follow a redirect to another server. */
export function isSecretLine({ name, value }: CustomHeader): boolean {
  return isSecretHeader(fromWire(name), fromWire(value ?? ''))
}

/**
 * Has the secrets of header lines masked from now on, before anything of the command is run.
 *
 * @param lines - As given with `-H`, e.g. `X-Api-Key: …`.
 */
export function registerHeaderLines(lines: readonly string[]): void {
  registerHeaders(
    lines.flatMap((line) => {
      const colon = line.indexOf(':')
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1).trim()] as const] : []
    }),
  )
}

/** Has the credentials of a request masked from now on. */
export function registerRequestSecrets(headers: HeaderList, url: Url): void {
  registerHeaders(headers)
  if (url.password !== undefined) registerSecret(fromWire(url.password), 'password in the address')
  for (const pair of (url.query ?? '').split('&')) {
    const equals = pair.indexOf('=')
    const name = fromWire(pair.slice(0, Math.max(0, equals)))
    // More is shown of an address than of headers: only what ends like a credential.
    if (isSecretHeaderName(name) && /^[\w-]*(key|token|secret|pass\w*|pwd|signature)$/i.test(name)) {
      registerSecret(fromWire(pair.slice(equals + 1)), name)
    }
  }
}
