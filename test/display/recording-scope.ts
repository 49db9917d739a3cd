/**
 * A cell scope that keeps what is drawn on it, and a clock that moves only when told to.
 */
import type { MimeBundle } from '../../src/base/mime-bundle'
import type { CellScope } from '../../src/kernel/scope/cell-scope'

/** One message to the front end. */
export interface Message {
  readonly atMs: number
  /** Which output it makes or changes. */
  readonly output: number
  readonly bundle: MimeBundle
}

export class Clock {
  ms = 0
  #timers: { run: () => void; atMs: number }[] = []

  readonly now = (): number => this.ms

  readonly setTimer = (run: () => void, delayMs: number): (() => void) => {
    const timer = { run, atMs: this.ms + delayMs }
    this.#timers.push(timer)
    return () => (this.#timers = this.#timers.filter((other) => other !== timer))
  }

  /** Moves on and runs what is due, in order. */
  advance(ms: number): void {
    const endMs = this.ms + ms
    for (;;) {
      const due = this.#timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (due === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== due)
      this.ms = Math.max(this.ms, due.atMs)
      due.run()
    }
    this.ms = endMs
  }

  get waiting(): number {
    return this.#timers.length
  }
}

export class RecordingScope implements CellScope {
  readonly kind: CellScope['kind']
  readonly signal: CellScope['signal'] = new AbortController().signal
  readonly messages: Message[] = []
  readonly written: { name: string; text: string }[] = []
  readonly cleared: boolean[] = []
  readonly #now: () => number
  #outputs = 0

  constructor(now: () => number = () => 0, kind: CellScope['kind'] = 'patched') {
    this.#now = now
    this.kind = kind
  }

  write(name: 'stdout' | 'stderr', text: string): void {
    this.written.push({ name, text })
  }

  display(bundle: MimeBundle): { update(next: MimeBundle): void } {
    const output = this.#outputs++
    const send = (next: MimeBundle) => void this.messages.push({ atMs: this.#now(), output, bundle: next })
    send(bundle)
    return { update: send }
  }

  clearOutput(wait = false): void {
    this.cleared.push(wait)
  }

  input(): Promise<string> {
    return Promise.reject(new Error('nobody is asked in this test'))
  }

  /** What each output shows in the end. */
  get shown(): MimeBundle[] {
    const last: MimeBundle[] = []
    for (const { output, bundle } of this.messages) last[output] = bundle
    return last
  }

  /** The shown content of one media type, outputs in order. */
  shownAs(mediaType: string): string[] {
    return this.shown.map(({ data }) => String(data[mediaType] ?? ''))
  }

  /** Bytes of all messages' content. */
  get bytes(): number {
    return this.messages.reduce((sum, { bundle }) => sum + Buffer.byteLength(JSON.stringify(bundle)), 0)
  }

  writtenTo(name: string): string {
    return this.written.map((write) => (write.name === name ? write.text : '')).join('')
  }
}
