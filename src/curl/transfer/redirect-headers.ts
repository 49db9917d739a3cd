/**
 * What one request of a transfer carries: which credentials, cookies and headers may go to this server. Owns the rule
 * that nothing secret follows a redirect to another scheme, host or port.
 */
import type { PreparedTransfer } from './prepare'
import type { RequestPlan } from '../request/build-request'
import { basicAuth, findLogin, loginSecrets, type Login } from '../request/credentials'
import type { CustomHeader } from '../request/custom-headers'
import { asciiHost, portOf, requestPath, type Url } from '../request/url'
import { plainHttpWarning } from '../../secrets/plain-http'
import { registerSecret } from '../../secrets/registry'
import type { Route } from '../connection/route'
import { fromWire, toWire } from '../wire-text'
import type { Command } from './command'
import { isSecretLine } from './request-secrets'

/** Where a transfer stands after its redirects so far. */
export interface RedirectState {
  url: Url
  kind: PreparedTransfer['kind']
  referer: string | undefined
  isFirst: boolean
}

/** The next request of a transfer. */
export interface NextRequest {
  readonly transfer: PreparedTransfer
  readonly state: RedirectState
  /** How its server is reached. */
  readonly route: Route
}

/** Builds the plan of the next request. */
export async function planRequest(
  { transfer, state, route }: NextRequest,
  command: Command,
): Promise<RequestPlan> {
  const { operation, custom } = transfer
  const { url } = state
  const isSameServer = state.isFirst || operation.trusted || sameServer(transfer.url, url)
  const login = await loginFor(transfer, url, isSameServer, command)
  const proxyLogin = route.proxy && !route.tunnel ? route.proxy.login : undefined
  for (const known of [login, route.proxy?.login]) {
    if (known) for (const secret of loginSecrets(known)) registerSecret(secret, 'password')
  }
  const bearer = operation.bearer === undefined || !isSameServer ? undefined : toWire(operation.bearer)
  if (operation.bearer !== undefined) registerSecret(operation.bearer, 'bearer token')
  const dropped = new Set<string>()
  const mayCarry = (header: CustomHeader): boolean => {
    if (isSameServer || !isSecretLine(header)) return true
    dropped.add(fromWire(header.name))
    return false
  }
  const kept = custom.all.filter(mayCarry)
  if (dropped.size > 0) tellDropped([...dropped], url, command)
  const authorization = bearer === undefined ? login && basicAuth(login) : `Bearer ${bearer}`
  const cookies = cookieHeader(transfer, url, command)
  tellUnencrypted(url, { kept, authorization, cookies }, command)
  return {
    operation,
    url,
    kind: state.kind,
    body: state.kind === 'get' ? undefined : transfer.body,
    formType: transfer.formType,
    custom,
    mayCarry: (header) => kept.includes(header),
    mayOverrideHost: state.isFirst || sameHost(transfer.url, url),
    authorization,
    proxyAuthorization: proxyLogin && basicAuth(proxyLogin),
    referer: state.referer,
    cookies,
    range: transfer.range,
    contentRange: transfer.contentRange,
    viaProxy: route.proxy !== undefined && !route.tunnel,
  }
}

function sameHost(a: Url, b: Url): boolean {
  return a.host.toLowerCase() === b.host.toLowerCase()
}

/** Whether two addresses belong to the same server: scheme, host and port. */
export function sameServer(a: Url, b: Url): boolean {
  return a.scheme === b.scheme && sameHost(a, b) && portOf(a) === portOf(b)
}

async function loginFor(
  transfer: PreparedTransfer,
  url: Url,
  isSameServer: boolean,
  { io }: Command,
): Promise<Login | undefined> {
  const { operation } = transfer
  const options = { cwd: io.cwd, home: io.env['HOME'] }
  if (!isSameServer) {
    // Only what a .netrc says about that very host.
    const { user: _user, ...others } = operation
    const bare = { scheme: url.scheme, host: url.host, path: url.path }
    return await findLogin(others, bare, options)
  }
  const first = transfer.url
  const login = await findLogin(operation, url, options)
  if (login || first.user === undefined) return login
  const { user, password } = first
  return await findLogin(
    operation,
    { ...url, user, ...(password === undefined ? {} : { password }) },
    options,
  )
}

// What curl would have sent on is worth a word even with -s.
function tellDropped(names: readonly string[], url: Url, { messages }: Command): void {
  const text = `not sent to ${asciiHost(url)}:${portOf(url)} after the redirect: ${names.join(', ')} (--location-trusted sends it)`
  if (names.every((name) => /^(authorization|cookie)$/i.test(name))) messages.warn(text)
  else messages.notice(text)
}

const toldServers = new WeakMap<Command, Set<string>>()

/** Once a command and server, even with -s. */
function tellUnencrypted(
  url: Url,
  sent: { kept: readonly CustomHeader[]; authorization: string | undefined; cookies: string | undefined },
  command: Command,
): void {
  const { kept, authorization, cookies } = sent
  const headers = kept
    .filter((header) => isSecretLine(header))
    .map(({ name, value }) => [fromWire(name), fromWire(value ?? '')] as const)
  const own = { Authorization: authorization, Cookie: cookies }
  const all = [
    ...headers,
    ...Object.entries(own).flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  ]
  const host = asciiHost(url)
  const warning = plainHttpWarning({ scheme: url.scheme, host }, all)
  const told = toldServers.get(command) ?? new Set()
  if (warning === undefined || told.has(host)) return
  toldServers.set(command, told.add(host))
  command.messages.notice(warning)
}

function cookieHeader(
  { operation, custom }: PreparedTransfer,
  url: Url,
  { jar }: Command,
): string | undefined {
  const usesJar = operation.cookieFiles.length > 0 || operation.cookieJar !== undefined
  const host = custom.get('host')?.value?.trim().replace(/:\d+$/, '') || asciiHost(url)
  const secure = isSecure(url, host)
  const stored = usesJar ? jar.matching({ host, path: requestPath(url), secure }) : []
  const given = custom.has('cookie') ? [] : operation.cookies
  const parts = [...stored, ...(given.length > 0 ? [toWire(given.join(';'))] : [])]
  return parts.length > 0 ? parts.join('; ') : undefined
}

/** Whether cookies marked Secure may go there. */
export function isSecure(url: Url, host: string): boolean {
  return url.scheme === 'https' || /^(localhost|127\.0\.0\.1|::1)$/i.test(host)
}
