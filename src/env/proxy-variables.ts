/**
 * Which variable names the proxy for an address: the one rule for `curl`, `chat` and `openai`. It is curl's, with one
 * exception for servers on this machine. Pure; opens nothing.
 * @see https://curl.se/docs/manpage.html#ENVIRONMENT
 */
import { isIPv4 } from 'node:net'
import { bypassesProxy } from './no-proxy'
import { isPracticeOrigin, type ServerEnv } from './server-pair'

/** A proxy as the environment names it. */
export interface NamedProxy {
  /** Value of the variable: an address, with or without scheme; it may hold a password. */
  readonly text: string
  /** Name of the variable. */
  readonly variable: string
}

/** Where a request goes. */
export interface ProxyTarget {
  /** `http` or `https`. */
  readonly scheme: string
  /** Name or address, without brackets. */
  readonly host: string
  readonly port: number
}

/**
 * Finds the proxy that the environment names for an address.
 *
 * - `http_proxy` for `http`, only in small letters: the other could be set by a request to a CGI program.
 * - `https_proxy` or `HTTPS_PROXY` for `https`; for both, after these, `all_proxy` or `ALL_PROXY`.
 * - None for hosts in `no_proxy` or `NO_PROXY`.
 * - Unlike curl none for the practice endpoint of this process, and none for other addresses of this machine when the
 *   proxy runs on another one: it could only reach its own.
 *
 * @param target - Where the request goes.
 * @param env - Variables.
 * @returns `undefined` for the direct way.
 */
export function findProxyVariable(target: ProxyTarget, env: ServerEnv): NamedProxy | undefined {
  const { scheme, host, port } = target
  if (bypassesProxy(host, env['no_proxy'] ?? env['NO_PROXY'] ?? '')) return undefined
  const names = scheme === 'https' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy']
  const variable = [...names, 'all_proxy', 'ALL_PROXY'].find((name) => env[name])
  if (variable === undefined) return undefined
  const text = env[variable]!
  if (isLoopback(host)) {
    const origin = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
    if (isPracticeOrigin(origin) || !isLoopback(hostOf(text))) return undefined
  }
  return { text, variable }
}

/**
 * A variable that looks as if it named the proxy for an address, and does not.
 *
 * @param scheme - Of the address.
 * @param env - Variables.
 * @returns Its name; `undefined` when there is none.
 */
export function unusedProxyVariable(scheme: string, env: ServerEnv): string | undefined {
  return scheme === 'http' && env['HTTP_PROXY'] && !env['http_proxy'] ? 'HTTP_PROXY' : undefined
}

/** Whether a host is this machine itself. */
function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return /^(?:.+\.)?localhost$/.test(name) || name === '::1' || (isIPv4(name) && name.startsWith('127.'))
}

/** The host of a proxy's address, without brackets. */
function hostOf(text: string): string {
  const authority = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/?#].*$/s, '')
  const place = authority.slice(authority.lastIndexOf('@') + 1)
  return (/^\[([^\]]*)\]/.exec(place) ?? /^([^:]*)/.exec(place))![1]!
}
