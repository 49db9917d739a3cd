/**
 * One request of a transfer and the head of its response: finds or opens a connection, sends, and tries again on a
 * fresh connection when a kept one turns out to be dead. Knows nothing of redirects and output.
 */
import type { ConnectionOptions } from 'node:tls'
import { readSystemCa } from '../../env/certificate-variables'
import { CurlError, EXIT } from '../transfer-error'
import type { Operation } from '../options/operation'
import type { BuiltRequest } from '../request/build-request'
import type { TransferInfo } from './transfer-info'
import type { Connection } from '../connection/connection'
import { EmptyReplyError, exchange, type Exchange } from '../connection/exchange'
import type { WireHead } from '../connection/response-head'
import type { Route } from '../connection/route'
import { isUntrusted } from '../connection/tls-options'
import { openTunnel } from '../connection/tunnel'
import { fromWire } from '../wire-text'
import type { Command } from './command'
import type { Deadline } from './deadline'

/** What one request needs. */
export interface SendOptions {
  readonly command: Command
  readonly operation: Operation
  readonly info: TransferInfo
  readonly deadline: Deadline
  readonly route: Route
  readonly tls: ConnectionOptions
  readonly request: BuiltRequest
  /** Milliseconds since the transfer began. */
  readonly elapsed: () => number
  /** Every head that arrives; also the proxy's, marked as such. */
  readonly onHead: (head: WireHead, fromProxy: boolean) => Promise<void>
  readonly onTrailers: (lines: readonly string[]) => Promise<void>
}

/** A response whose body is still to be read. */
export interface SentRequest {
  readonly exchange: Exchange
  /** Keeps the connection for the next request, or closes it. */
  release(canReuse: boolean): void
}

/** Sends one request. */
export async function sendRequest(options: SendOptions): Promise<SentRequest> {
  const { command, route, info, request } = options
  const key = poolKey(options)
  for (;;) {
    const kept = command.pool.take(key)
    const connection = kept ?? (await open(options))
    if (kept)
      command.messages.verbose('*', `Re-using existing connection #${kept.number} with host ${route.host}`)
    options.deadline.endConnect()
    noteConnection(info, connection, options)
    try {
      return await send(options, connection, key)
    } catch (error) {
      connection.socket.destroy()
      if (!kept || !isDeadConnection(error) || !canSendAgain(request)) throw error
      command.messages.verbose('*', 'Connection died, retrying a fresh connect')
    }
  }
}

async function send(options: SendOptions, connection: Connection, key: string): Promise<SentRequest> {
  const { command, info, operation, request, deadline, route } = options
  command.messages.verbose('>', request.head.toString('latin1'))
  info.requestBytes += request.head.length + bytesWithHead(request)
  info.pretransferMs = options.elapsed()
  const result = await exchange({
    connection,
    request,
    hasNoBody: operation.noBody,
    ignoreLength: operation.ignoreLength,
    raw: operation.raw,
    expectTimeoutMs: operation.expectTimeoutMs,
    signal: deadline.signal,
    onHead: (head) => options.onHead(head, false),
    onBroken: options.onTrailers,
    onTrailers: options.onTrailers,
    onSent: (bytes) => {
      info.uploadBytes += bytes
      const totalBytes = request.body?.size
      command.io.onProgress?.({
        url: fromWire(info.effectiveUrl),
        direction: 'upload',
        bytes: info.uploadBytes,
        ...(totalBytes === undefined ? {} : { totalBytes }),
      })
    },
  })
  return {
    exchange: result,
    release(canReuse) {
      result.end()
      const keeps = canReuse && result.canReuse()
      command.messages.verbose(
        '*',
        keeps
          ? `Connection #${connection.number} to host ${route.host} left intact`
          : `Closing connection ${connection.number}`,
      )
      if (keeps) command.pool.keep(key, connection)
      else connection.socket.destroy()
    },
  }
}

async function open(options: SendOptions): Promise<Connection> {
  const { command, deadline, route, info, operation } = options
  deadline.startConnect(route.connectHost)
  info.connects++
  const connect = (tls: ConnectionOptions): Promise<Connection> =>
    command.pool.connect({
      route,
      tls,
      signal: deadline.signal,
      now: command.time.now,
      onInfo: (text) => command.messages.verbose('*', text),
      onPhase: (phase) => {
        deadline.phase = phase
        if (phase === 'connecting') info.lookupMs ||= options.elapsed()
        if (phase === 'handshake') info.connectMs = options.elapsed()
        if (phase === 'ready') {
          if (route.secure) info.secureMs = options.elapsed()
          else info.connectMs = options.elapsed()
        }
      },
      openTunnel: (socket) =>
        openTunnel({
          socket,
          route,
          operation,
          signal: deadline.signal,
          onRequest: (text) => command.messages.verbose('>', text),
          onHead: async (head) => {
            info.connectStatus = head.status
            await options.onHead(head, true)
          },
        }),
    })
  try {
    return await connect(options.tls)
  } catch (error) {
    // Node brings its own list of authorities; curl asks the system's, which may know one of the company's.
    const systemCa = isUntrusted(error) && options.tls.ca === undefined ? await readSystemCa() : undefined
    if (systemCa === undefined) throw error
    return await connect({ ...options.tls, ca: systemCa })
  }
}

function noteConnection(info: TransferInfo, connection: Connection, { route }: SendOptions): void {
  info.remoteAddress = connection.remoteAddress || (route.unixSocket ?? '')
  info.remotePort = connection.remotePort
  info.localAddress = connection.localAddress
  info.localPort = connection.localPort
}

/** curl counts a body of `-d` below a megabyte as part of the request. */
function bytesWithHead({ body, isForm }: BuiltRequest): number {
  return isForm || !body?.bytes || body.bytes.length >= 1024 * 1024 ? 0 : body.bytes.length
}

function poolKey({ route, operation }: SendOptions): string {
  const { insecure, caFile, cert, key, minTls, maxTls, ciphers, tls13Ciphers } = operation
  const { secure, host, port, connectHost, connectPort, unixSocket, tunnel, proxy } = route
  const server = proxy && !tunnel ? [] : [host, port]
  return JSON.stringify([
    secure,
    ...server,
    connectHost,
    connectPort,
    unixSocket,
    tunnel,
    proxy?.login,
    secure && [insecure, caFile, cert, key, minTls, maxTls, ciphers, tls13Ciphers],
  ])
}

function isDeadConnection(error: unknown): boolean {
  if (error instanceof EmptyReplyError) return true
  return error instanceof CurlError && (error.exitCode === EXIT.receive || error.exitCode === EXIT.send)
}

function canSendAgain({ body }: BuiltRequest): boolean {
  return body === undefined || body.size !== undefined
}
