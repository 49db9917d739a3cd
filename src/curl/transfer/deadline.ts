/**
 * When a transfer must end: `-m`, `--connect-timeout`, `--speed-limit`, the Stop button. Turns time-outs into curl's
 * messages; knows nothing of sockets.
 */
import { linkSignals } from '../../base/signals'
import { CurlError, EXIT } from '../transfer-error'

/** How far a transfer is; it decides what a time-out is called. */
export type Phase = 'resolving' | 'connecting' | 'handshake' | 'ready'

/** Settings of a {@link Deadline}. Zero means no limit. */
export interface DeadlineOptions {
  readonly maxTimeMs: number
  readonly connectTimeoutMs: number
  readonly lowSpeed: { readonly bytesPerSecond: number; readonly seconds: number } | undefined
  /** Aborted when all work must stop. */
  readonly outer: AbortSignal
  readonly now: () => number
  /** Body bytes so far, both ways. */
  readonly progress: () => {
    readonly received: number
    readonly total: number | undefined
    readonly sent: number
  }
}

/** Watches one transfer. Its signal is aborted with what is to be thrown. */
export class Deadline {
  /** Where the transfer is; set by its owner. */
  phase: Phase = 'resolving'
  private readonly controller = new AbortController()
  private readonly started: number
  private readonly timers: NodeJS.Timeout[] = []
  private connectTimer: NodeJS.Timeout | undefined
  private readonly unlink: () => void

  constructor(private readonly options: DeadlineOptions) {
    this.started = options.now()
    this.unlink = linkSignals([options.outer], (reason) => this.controller.abort(reason))
    if (options.maxTimeMs > 0) this.timers.push(setTimeout(() => this.expire(), options.maxTimeMs))
    if (options.lowSpeed && options.lowSpeed.seconds > 0) this.watchSpeed(options.lowSpeed)
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Begins to open a connection. */
  startConnect(host: string): void {
    this.phase = 'resolving'
    const { connectTimeoutMs } = this.options
    if (connectTimeoutMs <= 0) return
    this.connectTimer = setTimeout(() => {
      const elapsed = this.elapsed()
      const text =
        this.phase === 'resolving'
          ? `Failed to resolve host '${host}' with timeout after ${elapsed} ms`
          : `Connection timeout after ${elapsed} ms`
      this.controller.abort(new CurlError(EXIT.timeout, text))
    }, connectTimeoutMs)
  }

  /** The connection is open. */
  endConnect(): void {
    clearTimeout(this.connectTimer)
    this.phase = 'ready'
  }

  /** Stops watching. */
  dispose(): void {
    clearTimeout(this.connectTimer)
    for (const timer of this.timers) clearTimeout(timer)
    this.unlink()
  }

  private elapsed(): number {
    return Math.max(0, Math.round(this.options.now() - this.started))
  }

  private expire(): void {
    const { received, total } = this.options.progress()
    const after = `after ${this.elapsed()} milliseconds`
    const text = {
      resolving: `Resolving timed out ${after}`,
      connecting: `Connection timed out ${after}`,
      handshake: `SSL connection timeout`,
      ready: `Operation timed out ${after} with ${received}${total === undefined ? '' : ` out of ${total}`} bytes received`,
    }[this.phase]
    this.controller.abort(new CurlError(EXIT.timeout, text))
  }

  private watchSpeed({ bytesPerSecond, seconds }: { bytesPerSecond: number; seconds: number }): void {
    let before = 0
    let slowSeconds = 0
    const timer = setInterval(() => {
      const { received, sent } = this.options.progress()
      slowSeconds = received + sent - before < bytesPerSecond ? slowSeconds + 1 : 0
      before = received + sent
      if (slowSeconds < seconds) return
      const text = `Operation too slow. Less than ${bytesPerSecond} bytes/sec transferred the last ${seconds} seconds`
      this.controller.abort(new CurlError(EXIT.timeout, text))
    }, 1000)
    this.timers.push(timer)
  }
}
