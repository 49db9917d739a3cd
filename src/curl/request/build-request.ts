/**
 * An operation and an address → the bytes of one HTTP/1.1 request, header for header in curl's order. Pure: cookies,
 * logins and bodies are found by others.
 */
import { CurlUsageError } from '../transfer-error'
import type { HeaderList } from '../../script/curl-contract'
import type { Operation } from '../options/operation'
import { fromWire, toWire } from '../wire-text'
import type { RequestBody } from './body'
import { CustomHeaders, type CustomHeader } from './custom-headers'
import { asciiHost, defaultPort, formatUrl, portOf, requestPath, type Url } from './url'

/** What is sent besides the address. */
export interface RequestPlan {
  readonly operation: Operation
  readonly url: Url
  /** Kind of request of this one; redirects may turn a POST into a GET. */
  readonly kind: 'get' | 'post' | 'form' | 'put'
  readonly body: RequestBody | undefined
  /** Content type of a form, with its boundary. */
  readonly formType: string | undefined
  readonly custom: CustomHeaders
  /** Tells whether a header of the user may go to this server. */
  readonly mayCarry: (header: CustomHeader) => boolean
  /** Whether a `Host:` given by the user may be used: not on another host than the first. */
  readonly mayOverrideHost: boolean
  /** Values of headers that were found elsewhere; all wire text. */
  readonly authorization: string | undefined
  readonly proxyAuthorization: string | undefined
  readonly referer: string | undefined
  readonly cookies: string | undefined
  readonly range: string | undefined
  /** For uploads that resume or are partial. */
  readonly contentRange: string | undefined
  /** The request goes through an HTTP proxy without a tunnel. */
  readonly viaProxy: boolean
}

/** One request, ready to be sent. */
export interface BuiltRequest {
  readonly method: string
  /** Everything up to and including the empty line. */
  readonly head: Buffer
  readonly body: RequestBody | undefined
  /** The body is sent in chunks. */
  readonly chunked: boolean
  /** The user asked to wait for `100 Continue`. */
  readonly awaitContinue: boolean
  /** The body is a multipart form. */
  readonly isForm: boolean
  /** Header lines as sent, decoded. */
  readonly headers: HeaderList
}

/** What curl calls itself; sent unless `-A` or `-H` says otherwise. */
export const USER_AGENT = 'curl/7.88.1'

/** Encodings asked for by `--compressed`, in curl's order; zstd only where Node can read it. */
export function acceptedEncodings(canReadZstd: boolean): string {
  return canReadZstd ? 'deflate, gzip, br, zstd' : 'deflate, gzip, br'
}

/**
 * Builds a request.
 *
 * @throws CurlUsageError when a value holds a line break or a NUL byte: it could smuggle in another header.
 */
export function buildRequest(plan: RequestPlan, encodings: string): BuiltRequest {
  const { operation, custom, body } = plan
  const method = operation.method === undefined ? defaultMethod(plan) : toWire(operation.method)
  const chunked = body !== undefined && (custom.names('transfer-encoding', 'chunked') || isUnsized(plan))
  const lines = headerLines(plan, encodings, chunked)
  const requestLine = `${method} ${requestTarget(plan)} HTTP/1.1`
  refuseBreaks('the request line', requestLine)
  for (const [name, value] of lines) refuseBreaks(`the header ${name}`, value)
  return {
    method,
    head: Buffer.from(
      `${requestLine}\r\n${lines.map(([name, value]) => `${name}:${value}\r\n`).join('')}\r\n`,
      'latin1',
    ),
    body,
    chunked,
    isForm: plan.kind === 'form',
    awaitContinue: body !== undefined && body.size !== 0 && custom.names('expect', '100-continue'),
    headers: lines.map(([name, value]) => [fromWire(name), fromWire(value.replace(/^ /, ''))] as const),
  }
}

/** Header lines in order: name, and what follows the colon. */
function headerLines(plan: RequestPlan, encodings: string, chunked: boolean): [string, string][] {
  const { operation, url, custom, body, kind } = plan
  const lines: [string, string][] = []
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) lines.push([name, ` ${value}`])
  }
  const unlessCustom = (name: string, value: string | undefined): void => {
    if (!custom.has(name)) add(name, value)
  }
  const host = plan.mayOverrideHost ? custom.get('host') : undefined
  if (!host) add('Host', hostHeader(url))
  else if (host.value !== undefined) lines.push(['Host', host.value])
  unlessCustom('Proxy-Authorization', plan.proxyAuthorization)
  unlessCustom('Authorization', plan.authorization)
  addRange(plan, add)
  unlessCustom(
    'User-Agent',
    operation.userAgent === undefined ? USER_AGENT : toWire(operation.userAgent) || undefined,
  )
  unlessCustom('Accept', '*/*')
  if (operation.compressed) unlessCustom('Accept-Encoding', encodings)
  unlessCustom('Referer', plan.referer)
  if (plan.viaProxy) unlessCustom('Proxy-Connection', 'Keep-Alive')
  if (chunked) unlessCustom('Transfer-Encoding', 'chunked')
  add('Cookie', plan.cookies)
  const { timeCondition } = operation
  if (timeCondition) unlessCustom(timeCondition.header, timeCondition.date.toUTCString())
  for (const { name, value } of sentHeaders(plan)) if (value !== undefined) lines.push([name, value])
  if (body?.size !== undefined && !chunked) unlessCustom('Content-Length', String(body.size))
  if (kind === 'post') unlessCustom('Content-Type', 'application/x-www-form-urlencoded')
  if (kind === 'form') add('Content-Type', plan.formType)
  return lines
}

function refuseBreaks(where: string, text: string): void {
  if (/[\r\n\x00]/.test(text))
    throw new CurlUsageError(`${where} must not contain a line break or a NUL byte`)
}

function defaultMethod({ operation, kind }: RequestPlan): string {
  if (operation.noBody) return 'HEAD'
  return kind === 'get' ? 'GET' : kind === 'put' ? 'PUT' : 'POST'
}

function hostHeader(url: Url): string {
  const name = url.host.startsWith('[') ? url.host : asciiHost(url)
  return portOf(url) === defaultPort(url.scheme) ? name : `${name}:${portOf(url)}`
}

function isUnsized({ body, custom }: RequestPlan): boolean {
  return body?.size === undefined && !custom.has('transfer-encoding')
}

function addRange(plan: RequestPlan, add: (name: string, value: string | undefined) => void): void {
  const { range, contentRange, custom, kind } = plan
  if (kind === 'get') {
    if (range !== undefined && !custom.has('range')) add('Range', `bytes=${range}`)
  } else if (kind !== 'form' && !custom.has('content-range')) add('Content-Range', contentRange)
}

function sentHeaders({ custom, kind, mayCarry, viaProxy, operation }: RequestPlan): CustomHeader[] {
  const own = custom.all.filter(({ name, value }) => {
    const lower = name.toLowerCase()
    return value !== undefined && lower !== 'host' && !(kind === 'form' && lower === 'content-type')
  })
  const proxyOnly = viaProxy ? new CustomHeaders(operation.proxyHeaders, '--proxy-header').all : []
  return [...own.filter(mayCarry), ...proxyOnly.filter(({ value }) => value !== undefined)]
}

function requestTarget({ operation, url, viaProxy }: RequestPlan): string {
  if (operation.requestTarget !== undefined) return toWire(operation.requestTarget)
  if (viaProxy) {
    const clean = { ...url, host: url.host.startsWith('[') ? url.host : asciiHost(url), path: url.path }
    return formatUrl(clean, { withoutLogin: true, withoutFragment: true, withoutDefaultPort: true })
  }
  return requestPath(url) + (url.query === undefined ? '' : `?${url.query}`)
}
