/**
 * Opens connections and keeps idle ones for the next transfer of the same command: TCP, unix socket, TLS, a tunnel
 * through a proxy. Knows nothing of requests.
 */
import type { LookupAddress } from 'node:dns'
import * as net from 'node:net'
import * as tls from 'node:tls'
import { linkSignals } from '../../base/signals'
import { CurlError, EXIT } from '../transfer-error'
import { ByteReader } from './byte-reader'
import type { Route } from './route'
import { tlsError, verifyMessage } from './tls-options'
import { codeOf } from '../../base/unknown'

/** An open connection. */
export interface Connection {
  readonly number: number
  readonly socket: net.Socket
  readonly reader: ByteReader
  /** Requests made on it before. */
  uses: number
  readonly remoteAddress: string
  readonly remotePort: number
  readonly localAddress: string
  readonly localPort: number
  readonly tlsVersion: string | undefined
  readonly tlsCipher: string | undefined
}

/** What opening a connection needs. */
export interface OpenOptions {
  readonly route: Route
  readonly tls: tls.ConnectionOptions
  /** Ends the attempt; its reason is thrown. */
  readonly signal: AbortSignal
  readonly now: () => number
  /** `info` lines of `-v`. */
  readonly onInfo: (text: string) => void
  readonly onPhase: (phase: 'resolving' | 'connecting' | 'handshake' | 'ready') => void
  /** Asks the proxy for a tunnel, before TLS. */
  readonly openTunnel: (socket: net.Socket) => Promise<void>
}

/** Milliseconds one address gets before the next one is tried. */
const ATTEMPT_MS = 500

/** The connections of one curl command. */
export class ConnectionPool {
  private readonly idle = new Map<string, Connection>()
  private readonly open = new Set<net.Socket>()
  private count = 0

  /** An idle connection for a route, if there is one that still lives. */
  take(key: string): Connection | undefined {
    const connection = this.idle.get(key)
    this.idle.delete(key)
    if (!connection || connection.socket.destroyed || connection.socket.readableEnded) return undefined
    connection.uses++
    return connection
  }

  /** Keeps a connection for the next transfer. */
  keep(key: string, connection: Connection): void {
    this.idle.get(key)?.socket.destroy()
    this.idle.set(key, connection)
  }

  /** Opens a connection. */
  async connect(options: OpenOptions): Promise<Connection> {
    const { route, onInfo, onPhase, signal } = options
    const started = options.now()
    onPhase('resolving')
    const tcp = this.track(net.connect(socketOptions(route)))
    tcp.setNoDelay(true)
    tcp.on('lookup', () => onPhase('connecting'))
    const tell = (address: string, port: number): void => {
      onPhase('connecting')
      onInfo(`  Trying ${net.isIPv6(address) ? `[${address}]` : address}:${port}...`)
    }
    tcp.on('connectionAttempt', tell)
    try {
      await settled(tcp, 'connect', signal)
    } catch (error) {
      tcp.destroy()
      signal.throwIfAborted()
      throw connectError(error, route, options.now() - started)
    }
    const number = this.count++
    onInfo(
      `Connected to ${route.proxy ? route.connectHost : route.host} (${tcp.remoteAddress ?? route.unixSocket}) port ${route.connectPort} (#${number})`,
    )
    if (route.tunnel) await options.openTunnel(tcp)
    if (!route.secure) {
      onPhase('ready')
      return describe(tcp, number)
    }
    onPhase('handshake')
    onInfo('ALPN: offers http/1.1')
    const servername = net.isIP(route.host) === 0 ? { servername: route.host } : {}
    const secure = this.track(tls.connect({ ...options.tls, ...servername, host: route.host, socket: tcp }))
    try {
      await settled(secure, 'secureConnect', signal)
    } catch (error) {
      secure.destroy()
      signal.throwIfAborted()
      throw tlsError(error, route)
    }
    for (const line of describeTls(secure)) onInfo(line)
    onPhase('ready')
    return describe(tcp, number, secure)
  }

  /** Closes everything. */
  close(): void {
    for (const socket of this.open) socket.destroy()
    this.open.clear()
    this.idle.clear()
  }

  private track<T extends net.Socket>(socket: T): T {
    this.open.add(socket)
    socket.once('close', () => this.open.delete(socket))
    // An idle connection that breaks is noticed when it is taken again.
    socket.on('error', () => {})
    return socket
  }
}

/** What `-v` tells of a TLS connection. */
function describeTls(secure: tls.TLSSocket): string[] {
  const { name, standardName } = secure.getCipher()
  const { subject, issuer, valid_from: from, valid_to: to } = secure.getPeerCertificate()
  const print = (names: object | undefined): string =>
    Object.entries(names ?? {})
      .map(([key, value]) => `${key}=${String(value)}`)
      .join('; ')
  const problem = verifyMessage(String(secure.authorizationError))
  return [
    `SSL connection using ${secure.getProtocol()} / ${standardName ?? name}`,
    `ALPN: server ${secure.alpnProtocol ? `accepted ${secure.alpnProtocol}` : 'did not agree on a protocol'}`,
    'Server certificate:',
    ` subject: ${print(subject)}`,
    ` start date: ${from}`,
    ` expire date: ${to}`,
    ` issuer: ${print(issuer)}`,
    ` SSL certificate verify ${secure.authorized ? 'ok.' : `result: ${problem}, continuing anyway.`}`,
    'using HTTP/1.1',
  ]
}

function describe(tcp: net.Socket, number: number, secure?: tls.TLSSocket): Connection {
  const socket = secure ?? tcp
  return {
    number,
    socket,
    reader: new ByteReader(socket),
    uses: 0,
    remoteAddress: tcp.remoteAddress ?? '',
    remotePort: tcp.remotePort ?? 0,
    localAddress: tcp.localAddress ?? '',
    localPort: tcp.localPort ?? 0,
    tlsVersion: secure?.getProtocol() ?? undefined,
    tlsCipher: secure?.getCipher().name,
  }
}

function socketOptions(route: Route): net.NetConnectOpts {
  if (route.unixSocket !== undefined) return { path: route.unixSocket }
  const isLocal = /^(?:[^.]+\.)*localhost\.?$/i.test(route.connectHost)
  // Names under localhost never leave this machine, as in curl.
  const addresses = route.addresses ?? (isLocal ? ['::1', '127.0.0.1'] : undefined)
  return {
    host: route.connectHost,
    port: route.connectPort,
    ...(route.family === 0 ? {} : { family: route.family }),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ATTEMPT_MS,
    ...(addresses ? { lookup: fixedLookup(addresses) } : {}),
  }
}

type Lookup = NonNullable<net.TcpNetConnectOpts['lookup']>

function fixedLookup(addresses: readonly string[]): Lookup {
  return (hostname, options, callback) => {
    const family = options.family === 4 || options.family === 6 ? options.family : 0
    const found: LookupAddress[] = addresses
      .map((address) => ({ address, family: net.isIP(address) }))
      .filter((entry) => entry.family !== 0 && (family === 0 || entry.family === family))
    const [first] = found
    if (!first) {
      callback(Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' }), '', 0)
    } else if (options.all) callback(null, found)
    else callback(null, first.address, first.family)
  }
}

/** Waits for an event; the socket's error or the signal's reason is thrown. */
function settled(socket: net.Socket, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let unlink = (): void => {}
    const onDone = (): void => finish(resolve)
    const onError = (error: unknown): void => finish(() => reject(error))
    const onClose = (): void => onError(Object.assign(new Error('closed'), { code: 'ECONNRESET' }))
    const finish = (settle: () => void): void => {
      unlink()
      socket.off(event, onDone)
      socket.off('error', onError)
      socket.off('close', onClose)
      settle()
    }
    socket.once(event, onDone)
    socket.once('error', onError)
    socket.once('close', onClose)
    unlink = linkSignals([signal], (reason) => finish(() => reject(reason)))
  })
}

function connectError(error: unknown, route: Route, elapsedMs: number): CurlError {
  const code = codeOf(error)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') {
    const what = route.proxy ? 'proxy' : 'host'
    const exit = route.proxy ? EXIT.proxyName : EXIT.hostName
    return new CurlError(exit, `Could not resolve ${what}: ${route.connectHost}`, error)
  }
  const where = route.proxy ? route.connectHost : route.host
  const text = `Failed to connect to ${where} port ${route.connectPort} after ${Math.round(elapsedMs)} ms: Couldn't connect to server`
  return new CurlError(EXIT.connect, text, error)
}
