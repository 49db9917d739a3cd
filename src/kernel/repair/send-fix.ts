/**
 * The repair of a send that fails: zeromq.js sends 512 messages without waiting, then one waits for the next turn of
 * the event loop, and any further send before that turn throws `EBUSY`. In a kernel that loses output, or the "idle"
 * that ends a cell. Owns the output socket's `send` and nothing else.
 */
import type { Socket } from '../tslab-types'

type Send = Socket['send']
type TimedSocket = Socket & { sendTimeout: number }

/** Called instead of a send; `undefined` sends as usual. */
let recorder: ((socket: Socket) => void) | undefined

const FIXED = Symbol.for('tslab-magics.send-fix')

/** Makes sends of the output socket never fail for want of an event-loop turn. Twice is harmless. */
export function fixSend(publisher: { prototype: object }): void {
  const prototype = publisher.prototype as TimedSocket & { [FIXED]?: true }
  if (prototype[FIXED]) return
  const send: Send = prototype.send
  // `send` is inherited and read-only: a plain assignment would be ignored.
  Object.defineProperty(prototype, 'send', {
    configurable: true,
    writable: true,
    value(this: TimedSocket, ...args: Parameters<Send>) {
      if (recorder !== undefined) {
        recorder(this)
        return Promise.resolve()
      }
      // A send without a time limit waits for a turn; one with a limit of 0 goes out at once.
      if (this.sendTimeout !== 0) this.sendTimeout = 0
      return send.apply(this, args)
    },
  })
  Object.defineProperty(prototype, FIXED, { value: true })
}

/**
 * Runs a piece of tslab's code without letting it send.
 *
 * @param run - Synchronous code that would send one message.
 * @returns The socket that it would have used.
 */
export function recordSend(run: () => void): Socket | undefined {
  let socket: Socket | undefined
  recorder = (used) => {
    socket = used
  }
  try {
    run()
  } finally {
    recorder = undefined
  }
  return socket
}
