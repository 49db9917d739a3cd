/**
 * The endpoint on this machine is asked directly where a proxy is set: no proxy can reach it. Pure: variables in, variables
 * out.
 * @see https://everything.curl.dev/usingcurl/proxies/env.html
 */
import type { Env } from './set-variable'

const PROXIES = ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY', 'https_proxy', 'HTTPS_PROXY']
/** Programs read the one, the other, or the first that is set. */
const EXCEPTIONS = ['no_proxy', 'NO_PROXY'] as const

/**
 * Adds a host to those that are asked without a proxy.
 *
 * @param env - Variables as they are.
 * @param host - Name or address.
 * @returns The variables to set; none when no proxy is set or the host is excepted already.
 */
export function bypassProxy(env: Readonly<Env>, host: string): Record<string, string> {
  if (!PROXIES.some((name) => env[name])) return {}
  const present = EXCEPTIONS.filter((name) => env[name])
  const names = present.length > 0 ? present : EXCEPTIONS
  return Object.fromEntries(names.map((name) => [name, withHost(env[name] ?? '', host)]))
}

function withHost(list: string, host: string): string {
  const hosts = list.split(/[\s,]+/).filter(Boolean)
  return hosts.includes('*') || hosts.includes(host) ? list : [...hosts, host].join(',')
}
