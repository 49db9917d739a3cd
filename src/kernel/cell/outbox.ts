/**
 * The queue of messages on their way to the front end. Owns their order and their pace: the Jupyter server drops
 * output beyond 1000 messages/s or 1 MB/s of text (each over 3 s), and says so in red; ZeroMQ drops silently
 * beyond 1000 unsent ones. Knows nothing of what is in a message.
 * @see https://jupyter-server.readthedocs.io/en/latest/other/full-config.html
 */

/** One message, ready to go. */
export interface OutboxItem {
  readonly frames: readonly (string | Uint8Array)[]
  /** Bytes that the server counts: those of `stream` messages only. */
  readonly countedBytes: number
  send(frames: readonly (string | Uint8Array)[]): void
}

/** Clock and timer, to be replaced in tests. */
export interface OutboxClock {
  now(): number
  /** Runs a function in the next turn of the event loop (0) or after some milliseconds. */
  later(run: () => void, ms: number): void
}

/** Below the server's limits of 3000 messages and 3 MB of text in any 3 s, with room for tslab's own messages. */
const LIMITS = { messages: { burst: 600, perSecond: 700 }, bytes: { burst: 1_000_000, perSecond: 600_000 } }

const realClock: OutboxClock = {
  now: () => performance.now(),
  later: (run, ms) => void (ms === 0 ? setImmediate(run) : setTimeout(run, ms)),
}

/** A first-in, first-out queue of messages, paced. */
export class Outbox {
  private queue: OutboxItem[] = []
  private waiting: (() => void)[] = []
  private messages = LIMITS.messages.burst
  private bytes = LIMITS.bytes.burst
  private refilledAt: number
  private scheduled = false

  constructor(private readonly clock: OutboxClock = realClock) {
    this.refilledAt = clock.now()
  }

  /** Sends a message, now if nothing waits and the pace allows it, also in code that never yields. */
  push(item: OutboxItem): void {
    this.queue.push(item)
    if (this.queue.length === 1) this.pump()
  }

  /** Resolves when everything that is in the queue now has been sent and the event loop has turned once. */
  async drain(): Promise<void> {
    if (this.queue.length > 0) await new Promise<void>((resolve) => this.waiting.push(resolve))
    await new Promise<void>((resolve) => this.clock.later(resolve, 0))
  }

  /** Takes messages out that no longer matter, e.g. those of a stopped cell. Returns how many. */
  discard(matches: (item: OutboxItem) => boolean): number {
    const before = this.queue.length
    this.queue = this.queue.filter((item) => !matches(item))
    if (this.queue.length === 0) this.wake()
    return before - this.queue.length
  }

  private pump(): void {
    this.refill()
    let sent = 0
    for (const item of this.queue) {
      if (this.messages < 1 || this.bytes <= 0) break
      this.messages -= 1
      // A message may overdraw the account: one text larger than the burst must go out too.
      this.bytes -= item.countedBytes
      sent += 1
      item.send(item.frames)
    }
    this.queue.splice(0, sent)
    if (this.queue.length > 0) this.schedule()
    else this.wake()
  }

  private schedule(): void {
    if (this.scheduled) return
    this.scheduled = true
    const forMessage = (1 - this.messages) / LIMITS.messages.perSecond
    const forBytes = -this.bytes / LIMITS.bytes.perSecond
    const waitMs = Math.max(1, Math.ceil(Math.max(forMessage, forBytes) * 1000) + 1)
    this.clock.later(() => {
      this.scheduled = false
      this.pump()
    }, waitMs)
  }

  private refill(): void {
    const now = this.clock.now()
    const seconds = (now - this.refilledAt) / 1000
    this.refilledAt = now
    this.messages = Math.min(LIMITS.messages.burst, this.messages + seconds * LIMITS.messages.perSecond)
    this.bytes = Math.min(LIMITS.bytes.burst, this.bytes + seconds * LIMITS.bytes.perSecond)
  }

  private wake(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const resolve of waiting) resolve()
  }
}
