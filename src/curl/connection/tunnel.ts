/**
 * A tunnel through an HTTP proxy: CONNECT and its answer.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6
 */
import type { Socket } from 'node:net'
import { linkSignals } from '../../base/signals'
import { CurlError, EXIT } from '../transfer-error'
import type { Operation } from '../options/operation'
import { USER_AGENT } from '../request/build-request'
import { basicAuth } from '../request/credentials'
import { CustomHeaders } from '../request/custom-headers'
import { toWire } from '../wire-text'
import { ByteReader } from './byte-reader'
import { readHead, type WireHead } from './response-head'
import type { Route } from './route'

/** What opening a tunnel needs. */
export interface TunnelOptions {
  readonly socket: Socket
  readonly route: Route
  readonly operation: Operation
  readonly signal: AbortSignal
  readonly onRequest: (head: string) => void
  readonly onHead: (head: WireHead) => void | Promise<void>
}

/** Asks the proxy for a tunnel; afterwards the socket leads to the server. */
export async function openTunnel(options: TunnelOptions): Promise<void> {
  const { socket, route, signal } = options
  const request = connectRequest(options)
  options.onRequest(request)
  socket.write(Buffer.from(request, 'latin1'))
  const reader = new ByteReader(socket)
  const unlink = linkSignals([signal], (reason) => reader.fail(reason))
  try {
    let head = await readHead(reader)
    while (head && head.status < 200) head = await readHead(reader)
    if (head === undefined) throw new CurlError(EXIT.receive, 'Proxy CONNECT aborted')
    await options.onHead(head)
    if (head.status >= 300) {
      throw new CurlError(EXIT.receive, `CONNECT tunnel failed, response ${head.status}`)
    }
  } catch (error) {
    socket.destroy()
    signal.throwIfAborted()
    if (error instanceof CurlError) throw error
    throw new CurlError(
      EXIT.receive,
      `Proxy CONNECT aborted: ${route.connectHost}:${route.connectPort}`,
      error,
    )
  } finally {
    unlink()
    reader.detach()
  }
}

function connectRequest({ route, operation }: TunnelOptions): string {
  const target = `${route.host.includes(':') ? `[${route.host}]` : route.host}:${route.port}`
  const custom = new CustomHeaders(operation.proxyHeaders, '--proxy-header')
  const agent = operation.userAgent === undefined ? USER_AGENT : toWire(operation.userAgent)
  const login = route.proxy?.login
  const lines = [
    `CONNECT ${target} HTTP/1.1`,
    ...(custom.has('host') ? [] : [`Host: ${target}`]),
    ...(login && !custom.has('proxy-authorization') ? [`Proxy-Authorization: ${basicAuth(login)}`] : []),
    ...(agent !== '' && !custom.has('user-agent') ? [`User-Agent: ${agent}`] : []),
    ...(custom.has('proxy-connection') ? [] : ['Proxy-Connection: Keep-Alive']),
    ...custom.all.flatMap(({ name, value }) => (value === undefined ? [] : [`${name}:${value}`])),
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}
