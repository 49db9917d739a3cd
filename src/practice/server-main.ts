/**
 * The process of the practice endpoint. Its parent says over the IPC channel what to serve; the first message starts the
 * server, later ones change it, each gets one reply. When the channel closes, because the parent has ended in whatever
 * way, this process ends too.
 */
import { describeError, MagicsError } from '../errors'
import type { PracticeReply } from './child'
import { startPracticeServer, type PracticeServer, type PracticeServerOptions } from './server/server'

let server: Promise<PracticeServer> | undefined

process.on('message', (options: PracticeServerOptions) => {
  void serve(options).then((reply) => process.send?.(reply))
})
process.on('disconnect', () => process.exit(0))
// The Stop button interrupts the kernel's process group: a cell, not this endpoint, is to stop.
process.on('SIGINT', () => {})

async function serve(options: PracticeServerOptions): Promise<PracticeReply> {
  try {
    server ??= startPracticeServer(options)
    const running = await server
    running.apply(options)
    return { origin: running.origin }
  } catch (error) {
    server = undefined
    return MagicsError.is(error)
      ? { code: error.code, message: error.message }
      : { code: 'practice', message: `The practice endpoint could not start: ${describeError(error)}` }
  }
}
