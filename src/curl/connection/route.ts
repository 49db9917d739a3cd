/**
 * How to reach the server of an address: proxy or not, `--connect-to`, `--resolve`, a unix socket. Pure; opens nothing.
 */
import { bypassesProxy } from '../../env/no-proxy'
import { findProxyVariable } from '../../env/proxy-variables'
import { CurlError, EXIT } from '../transfer-error'
import type { Operation } from '../options/operation'
import { splitLogin, type Login } from '../request/credentials'
import { asciiHost, parseUrl, portOf, type Url } from '../request/url'
import { toWire } from '../wire-text'

/** An HTTP proxy. */
export interface Proxy {
  readonly host: string
  readonly port: number
  readonly login: Login | undefined
}

/** Where a connection leads. */
export interface Route {
  readonly secure: boolean
  /** Name and port of the server, for messages, TLS and CONNECT. */
  readonly host: string
  readonly port: number
  /** Name and port that are really connected to. */
  readonly connectHost: string
  readonly connectPort: number
  /** Addresses given with `--resolve`. */
  readonly addresses: readonly string[] | undefined
  readonly unixSocket: string | undefined
  readonly proxy: Proxy | undefined
  /** Ask the proxy for a tunnel. */
  readonly tunnel: boolean
  readonly family: 0 | 4 | 6
}

type Env = Readonly<Record<string, string | undefined>>

/** Finds the route to an address. */
export function findRoute(operation: Operation, url: Url, env: Env): Route {
  const host = asciiHost(url)
  const port = portOf(url)
  const secure = url.scheme === 'https'
  const proxy = operation.unixSocket === undefined ? findProxy(operation, url, env) : undefined
  const [connectHost, connectPort] = proxy
    ? [proxy.host, proxy.port]
    : connectTo(operation.connectTo, host, port)
  return {
    secure,
    host,
    port,
    connectHost,
    connectPort,
    addresses: resolved(operation.resolve, connectHost, connectPort),
    unixSocket: operation.unixSocket,
    proxy,
    tunnel: proxy !== undefined && (secure || operation.proxyTunnel),
    family: operation.ipFamily,
  }
}

/** What names the proxy: `-x`, else the environment; `--noproxy` counts in place of the variable. */
function proxyText({ proxy, noProxy }: Operation, url: Url, env: Env): string | undefined {
  const host = asciiHost(url)
  if (proxy !== undefined)
    return bypassesProxy(host, noProxy ?? env['no_proxy'] ?? env['NO_PROXY'] ?? '') ? undefined : proxy
  const variables = noProxy === undefined ? env : { ...env, no_proxy: noProxy }
  return findProxyVariable({ scheme: url.scheme, host, port: portOf(url) }, variables)?.text
}

function findProxy(operation: Operation, url: Url, env: Env): Proxy | undefined {
  const text = proxyText(operation, url, env)
  if (!text) return undefined
  const scheme = /^([a-z0-9]+):\/\//i.exec(text)?.[1]?.toLowerCase() ?? 'http'
  if (scheme !== 'http')
    throw new CurlError(EXIT.connect, `Unsupported proxy scheme for '${withoutLogin(text)}'`)
  let proxy: Url
  try {
    proxy = parseUrl(toWire(text.includes('://') ? text : `http://${text}`))
  } catch (error) {
    throw new CurlError(EXIT.proxyName, `Unsupported proxy syntax in '${withoutLogin(text)}'`, error)
  }
  const decode = (part: string): string =>
    part.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  const inUrl =
    proxy.user === undefined
      ? undefined
      : { user: decode(proxy.user), password: decode(proxy.password ?? '') }
  const login = operation.proxyUser === undefined ? inUrl : splitLogin(operation.proxyUser, '-U')
  return { host: asciiHost(proxy), port: proxy.port ?? 1080, login }
}

function withoutLogin(text: string): string {
  return text.replace(/\/\/[^@/]*@/, '//')
}

/** Applies `--connect-to HOST1:PORT1:HOST2:PORT2`; empty parts match any and change nothing. */
function connectTo(rules: readonly string[], host: string, port: number): [string, number] {
  for (const rule of rules) {
    const [, fromHost = '', fromPort = '', toHost = '', toPort = ''] =
      /^(\[[^\]]*\]|[^:]*):(\d*):(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(rule) ?? []
    if (fromHost !== '' && bare(fromHost) !== host.toLowerCase()) continue
    if (fromPort !== '' && Number(fromPort) !== port) continue
    return [toHost === '' ? host : bare(toHost), toPort === '' ? port : Number(toPort)]
  }
  return [host, port]
}

/** Applies `--resolve [+]host:port:addr[,addr]…`; the last entry for a name wins, `*` is for all others. */
function resolved(rules: readonly string[], host: string, port: number): readonly string[] | undefined {
  let named: readonly string[] | undefined
  let any: readonly string[] | undefined
  for (const rule of rules) {
    if (rule.startsWith('-')) continue
    const [, name, rulePort, list] = /^\+?(\[[^\]]*\]|[^:]*):(\d+):(.+)$/.exec(rule) ?? []
    if (name === undefined || rulePort === undefined || list === undefined) {
      throw new CurlError(49, `Couldn't parse CURLOPT_RESOLVE entry '${rule}'`)
    }
    if (Number(rulePort) !== port) continue
    const addresses = list.split(',').map(bare)
    if (name === '*') any = addresses
    else if (bare(name) === host.toLowerCase()) named = addresses
  }
  return named ?? any
}

function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
}
