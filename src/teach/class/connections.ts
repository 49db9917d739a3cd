/**
 * How many connections a class server holds. When there are too many, the one goes that has been idle the longest: nobody
 * who is being answered loses one to somebody who opens a thousand.
 */
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Connections that are held. */
export interface Connections {
  /** Keeps a connection until an answer has ended. */
  keepFor(response: ServerResponse): void
}

/**
 * Watches over the connections of a server.
 *
 * @param server - The server, of http or https.
 * @param max - Connections that are held at the same time.
 */
export function limitConnections(server: Server, max: number): Connections {
  /** In the order in which they became idle. */
  const idle = new Map<string, Socket>()
  const all = new Map<string, Socket>()
  server.on('connection', (socket: Socket) => {
    const place = placeOf(socket)
    all.set(place, socket)
    idle.set(place, socket)
    socket.once('close', () => {
      all.delete(place)
      idle.delete(place)
    })
    if (all.size <= max) return
    const [oldest] = idle.values()
    oldest?.destroy()
  })
  return {
    keepFor(response) {
      if (response.socket === null) return
      const place = placeOf(response.socket)
      idle.delete(place)
      response.once('close', () => {
        const socket = all.get(place)
        if (socket !== undefined) idle.set(place, socket)
      })
    },
  }
}

/** The same for a connection and for what TLS makes of it. */
function placeOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
