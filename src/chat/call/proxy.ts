/**
 * The proxy on the way to a server: its address taken apart, and what its failures are in words. Which variable names it
 * is told in `env/proxy-variables`. No message holds its password. Opens nothing.
 */
import { findProxyVariable, unusedProxyVariable } from '../../env/proxy-variables'
import type { ServerEnv } from '../../env/server-pair'
import { UsageError } from '../../errors'
import { registerSecret } from '../../secrets/registry'
import { serverLine } from '../answer/error-text'
import { type AnswerError, ChatError } from '../answer/errors'
import { describeTransport } from '../answer/transport-errors'

/** A proxy that speaks HTTP. */
export interface Proxy {
  /** Name or address, without brackets. */
  readonly host: string
  readonly port: number
  /** Value of its Proxy-Authorization; `undefined` without a login. */
  readonly authorization: string | undefined
  /** What it is called in messages: its address without a login. */
  readonly place: string
  /** The variable that names it. */
  readonly variable: string
}

/** A proxy, and where a request goes through it. */
export interface Passage {
  readonly proxy: Proxy
  readonly url: URL
}

/** curl's port for a proxy whose address has none. */
const DEFAULT_PORT = 1080

/**
 * Finds the proxy for an address. Its password is masked in all output from then on.
 *
 * @param url - Where the request goes.
 * @param env - Variables.
 * @returns `undefined` for the direct way.
 * @throws UsageError when the variable holds no address of an HTTP proxy; its value is never quoted.
 */
export function findProxy(url: URL, env: ServerEnv = process.env): Proxy | undefined {
  const target = { scheme: url.protocol.slice(0, -1), host: hostOf(url), port: portOf(url) }
  const named = findProxyVariable(target, env)
  if (!named) return undefined
  const { variable } = named
  const [, scheme = 'http', login, host, port] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:(.*)@)?(\[[\da-f:.]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?(?:[/?#].*)?$/i.exec(
      named.text.trim(),
    ) ?? []
  if (host === undefined)
    throw new UsageError(`${variable} is not an address of a proxy. It looks like http://proxy.example:3128.`)
  if (scheme.toLowerCase() !== 'http')
    throw new UsageError(`${variable} begins with ${scheme}:// but only proxies with http:// can be used.`)
  const proxy = { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? DEFAULT_PORT), variable }
  return { ...proxy, authorization: basicAuth(login, variable), place: `http://${host}:${proxy.port}` }
}

/** Host of an address, without brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

/** Port of an address of http or https. */
export function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

function basicAuth(login: string | undefined, variable: string): string | undefined {
  if (login === undefined) return undefined
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(login) ?? []
  const [name, secret] = [decode(user), decode(password)]
  if (secret !== '') registerSecret(secret, variable)
  const value = Buffer.from(`${name}:${secret}`).toString('base64')
  registerSecret(value, variable)
  return `Basic ${value}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A percent sign that stands for itself.
    return text
  }
}

/**
 * What a failed connection to or through a proxy is.
 *
 * @param passage - The proxy, and where the request was to go.
 * @param cause - What was thrown; an error that says all already is given back.
 */
export function proxyFailure({ proxy, url }: Passage, cause: unknown): Error {
  if (ChatError.is(cause) || (cause as Error).name === 'AbortError') return cause as Error
  const { message } = describeTransport(cause, `${url.origin}: the proxy ${proxy.place} (${proxy.variable})`)
  return new ChatError('network', message, { cause, hint: wayOut({ proxy, url }) })
}

/** What a proxy said that opened no tunnel. */
export function tunnelRefusal(
  passage: Passage,
  answer: { readonly status: number; readonly statusText: string },
): ChatError {
  const { proxy, url } = passage
  const words = serverLine(answer.statusText) || 'no reason given'
  const target = `${hostOf(url)}:${portOf(url)}`
  const message = `${answer.status} the proxy ${proxy.place} (${proxy.variable}) opened no tunnel to ${target}: ${words}`
  const { status } = answer
  return new ChatError('http', message, { status, hint: refusalHint(passage, status) })
}

/** What to do when a refusal came through a proxy, which may have made it. */
export function refusalHint(passage: Passage, status: number): string {
  if (status !== 407) return wayOut(passage)
  const { proxy } = passage
  const what = proxy.authorization === undefined ? 'Put user and password into' : 'Check user and password in'
  return `${what} ${proxy.variable}: http://USER:PASSWORD@${proxy.place.slice('http://'.length)}.`
}

function wayOut({ proxy, url }: Passage): string {
  return `Check ${proxy.variable}; if ${hostOf(url)} is reached without a proxy, put it into NO_PROXY.`
}

/** What makes a server look far away that a proxy would reach. */
const UNREACHED = /\((?:ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)\)$/

/**
 * The same failure with a hint at a variable that looks as if it named the proxy and does not.
 *
 * @param error - How a request failed.
 * @param url - Where it went.
 * @param env - Variables.
 */
export function withProxyHint(error: AnswerError, url: URL, env: ServerEnv = process.env): AnswerError {
  const variable = unusedProxyVariable(url.protocol.slice(0, -1), env)
  if (variable === undefined || error.code !== 'network' || !UNREACHED.test(error.message)) return error
  const hint = `${variable} is set, but for http:// only http_proxy in small letters counts, as in curl.`
  return new ChatError('network', error.message, { cause: error.cause, hint })
}
