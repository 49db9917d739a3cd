/**
 * The requests that have come and wait for their turn, and those of them that the failure of another one takes along. As
 * in other kernels these are the ones that were there when it failed; what is sent after that is run.
 */

const { setImmediate } = globalThis

/** Turns of the event loop in which nothing more arrives, until what was sent before a failure counts as arrived. */
const QUIET_TURNS = 3
/** So long at most is waited for them. */
const MAX_TURNS = 200

/** The waiting requests of a kernel. */
export class RequestQueue<Request extends object> {
  private readonly waiting = new Set<Request>()
  private readonly dropped = new WeakSet<Request>()

  /** Notes a request that has arrived. */
  add(request: Request): void {
    this.waiting.add(request)
  }

  /** Whether a request is not to be run; asked when its turn has come. */
  isDropped(request: Request): boolean {
    this.waiting.delete(request)
    return this.dropped.has(request)
  }

  /** Drops all that waits, also what lies unread in the sockets because a cell has blocked the event loop. */
  async dropWaiting(): Promise<void> {
    let quiet = 0
    for (let turn = 0; turn < MAX_TURNS && quiet < QUIET_TURNS; turn++) {
      const before = this.waiting.size
      await new Promise<void>((resolve) => setImmediate(resolve))
      quiet = this.waiting.size === before ? quiet + 1 : 0
    }
    for (const request of this.waiting) this.dropped.add(request)
    this.waiting.clear()
  }
}
