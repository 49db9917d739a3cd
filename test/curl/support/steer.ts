/**
 * Steers every TCP connection of this process to one address, while Host and SNI stay as written: what `--connect-to`
 * does for one curl command, for all of a case.
 */
import * as net from 'node:net'

type Connect = (this: net.Socket, ...args: unknown[]) => net.Socket

/**
 * Begins to steer.
 *
 * @param address - `host:port` that takes every connection.
 * @returns Ends it.
 */
export function steerConnections(address: string): () => void {
  const [host, port] = address.split(':') as [string, string]
  const socket = net.Socket.prototype as unknown as { connect: Connect }
  const { connect } = socket
  socket.connect = function (...args) {
    const options = optionsOf(args)
    if (options && !options['path'] && options['port'] !== undefined)
      Object.assign(options, {
        host,
        hostname: host,
        port: Number(port),
        lookup: undefined,
        autoSelectFamily: false,
      })
    return connect.apply(this, args)
  }
  return () => {
    socket.connect = connect
  }
}

/** `connect` gets its options as they are or, from `net.connect`, in a list. */
function optionsOf([first]: readonly unknown[]): Record<string, unknown> | undefined {
  const options: unknown = Array.isArray(first) ? first[0] : first
  return typeof options === 'object' && options !== null ? (options as Record<string, unknown>) : undefined
}
