/**
 * What one cell has shown: its streams and displays on their way out. Owns batching, pace per display and
 * redaction; knows the message types, not tslab. This is the one place where a cell's output leaves the process.
 */
import { createRedactor, type Redactor } from '../../secrets/redact-stream'
import { redactBundle } from '../../secrets/redact-bundle'
import { MIN_HELD_CHARS } from '../../secrets/redact-text'
import { Captures } from './capture-stack'
import { redactError } from './cell-error'
import type { DisplayData } from '../tslab-types'
import type { StreamName } from '../scope/cell-scope'
import { isHighSurrogate } from '../../base/surrogates'

/** Sends one message of the cell. */
export type SendMessage = (type: string, content: unknown) => void

/** Clock and timer, to be replaced in tests. */
export interface OutputClock {
  now(): number
  later(run: () => void, ms: number): void
}

/** Text waits at most this long for more text of its stream: at most 25 messages/s. */
const STREAM_MS = 40
/** So much text is looked at together. */
const MAX_GATHERED_CHARS = 16 * 1024
/** A display is drawn again at most every so many milliseconds; the last state is always sent. */
const UPDATE_MS = 50
/** What was drawn so lately is probably drawn again soon. */
const GROWING_MS = 500
/** Longest text of one message: the server drops a message of several MB whole. */
const MAX_MESSAGE_CHARS = 64 * 1024
/** Longest stream output of one cell that a page can still draw. */
const MAX_STREAM_CHARS = 10_000_000

const { setTimeout } = globalThis
const realClock: OutputClock = {
  now: () => performance.now(),
  later: (run, ms) => void setTimeout(run, ms),
}

interface DisplayState {
  sentAt: number
  pending: DisplayData | undefined
  scheduled: boolean
}

/** The output of one cell. */
export class CellOutput {
  /** Made with the first text of each: a cell without output loads nothing that looks for secrets. */
  private readonly redactors: Partial<Record<StreamName, Redactor>> = {}
  /** What was written last to one stream, as it was written. */
  private gathered = { name: 'stdout' as StreamName, isRevealed: false, text: '' }
  private buffered: { name: StreamName; text: string } = { name: 'stdout', text: '' }
  private bufferedAt = -Infinity
  private scheduled = false
  private lookedAt = -Infinity
  private streamChars = 0
  private cut = false
  private readonly displays = new Map<string, DisplayState>()
  /** Displays whose newest state waits. */
  private readonly waiting = new Set<DisplayState>()
  /** Takes output instead of the front end. */
  readonly captures = new Captures()
  private sealed = false

  constructor(
    private readonly send: SendMessage,
    /** Whether the cell's user has asked to see secrets as they are. */
    private readonly isRevealed: () => boolean = () => false,
    private readonly clock: OutputClock = realClock,
    /** Finds secrets that came into the environment unseen; called before text is looked at. */
    private readonly lookAgain: () => void = () => {},
  ) {}

  /** Appends text to a stream. */
  write(name: StreamName, text: string): void {
    if (this.sealed || text === '') return
    if (this.captures.takeText(name, text)) return
    const isRevealed = this.isRevealed()
    const { gathered } = this
    if (gathered.name !== name || gathered.isRevealed !== isRevealed) {
      this.settle()
      this.gathered = { name, isRevealed, text }
    } else gathered.text += text
    // The clock is read here, so that output of code that never yields still appears as it goes.
    const waited = this.clock.now() - this.bufferedAt
    if (waited >= STREAM_MS || this.gathered.text.length >= MAX_GATHERED_CHARS) this.settle()
    else this.schedule(STREAM_MS - waited)
  }

  /** Masks what was gathered: looking at many small pieces one by one would cost several times as much. */
  private settle(): void {
    const { name, isRevealed, text } = this.gathered
    if (text === '') return
    this.gathered.text = ''
    // Text waits as long as this for more, so what is set while it waits is seen.
    if (this.clock.now() - this.lookedAt >= STREAM_MS) this.look()
    const other = name === 'stdout' ? 'stderr' : 'stdout'
    this.buffer(other, this.redactors[other]?.release() ?? '')
    this.buffer(name, isRevealed ? text : (this.redactors[name] ??= createRedactor()).push(text))
  }

  private look(): void {
    this.lookedAt = this.clock.now()
    this.lookAgain()
  }

  /** Adds a display, or draws one again. */
  display(content: DisplayData, update: boolean): void {
    if (this.sealed) return
    if (this.captures.takeDisplay(content, update)) return
    const id = content.transient?.display_id
    if (id === undefined || !update) {
      this.releaseStreams()
      if (id !== undefined)
        this.displays.set(id, { sentAt: this.clock.now(), pending: undefined, scheduled: false })
      this.sendDisplay(content, update)
      return
    }
    this.update(id, content)
  }

  /** Whether a display that can be drawn again has been drawn just now. */
  isGrowing(): boolean {
    const since = this.clock.now() - GROWING_MS
    return !this.sealed && [...this.displays.values()].some(({ sentAt }) => sentAt > since)
  }

  /** Adds a display that is about the cell, not of it: a capture does not get it. */
  note(content: DisplayData): void {
    if (this.sealed) return
    this.releaseStreams()
    this.sendDisplay(content, false)
  }

  /** Empties the cell's output. */
  clear(wait: boolean): void {
    if (this.sealed || this.captures.areRunning) return
    this.flush()
    this.send('clear_output', { wait })
  }

  /** Shows why the cell failed. */
  error(content: { ename: string; evalue: string; traceback: readonly string[] }): void {
    if (this.sealed) return
    this.flush()
    this.send('error', this.isRevealed() ? content : redactError(content))
  }

  /** Sends all that waits. */
  flush(): void {
    this.look()
    this.settle()
    for (const name of ['stdout', 'stderr'] as const) this.buffer(name, this.redactors[name]?.flush() ?? '')
    this.flushStreams()
    this.flushDisplays()
  }

  /** Ends the cell's output for good: whatever comes later is dropped. */
  seal(): void {
    this.flush()
    this.sealed = true
  }

  private buffer(name: StreamName, text: string): void {
    if (text === '') {
      // From four characters on the redactor keeps the beginning of a secret until more text or the cell's end.
      const held = this.redactors[name]?.peekHeld() ?? 0
      if (held > 0 && held < MIN_HELD_CHARS) this.schedule(STREAM_MS)
      return
    }
    if (this.buffered.name !== name) {
      this.flushStreams()
      this.buffered = { name, text: '' }
    }
    this.buffered.text += this.withinLimit(text)
    const waited = this.clock.now() - this.bufferedAt
    if (waited >= STREAM_MS || this.buffered.text.length >= MAX_MESSAGE_CHARS) this.flushStreams()
    else this.schedule(STREAM_MS - waited)
  }

  private schedule(ms: number): void {
    if (this.scheduled) return
    this.scheduled = true
    this.clock.later(() => {
      this.scheduled = false
      this.releaseStreams()
    }, ms)
  }

  /** Sends the text that waits, also an end that looks like the first letters of a secret. */
  private releaseStreams(): void {
    this.settle()
    for (const name of ['stdout', 'stderr'] as const) this.buffer(name, this.redactors[name]?.release() ?? '')
    this.flushStreams()
  }

  private withinLimit(text: string): string {
    if (this.cut) return ''
    this.streamChars += text.length
    if (this.streamChars <= MAX_STREAM_CHARS) return text
    this.cut = true
    const kept = text.slice(0, text.length - (this.streamChars - MAX_STREAM_CHARS))
    return `${kept}\n… more output is left out: this cell has printed ${MAX_STREAM_CHARS / 1e6} MB. Write it to a file.\n`
  }

  private flushStreams(): void {
    const { name, text } = this.buffered
    if (text === '') return
    this.buffered.text = ''
    this.bufferedAt = this.clock.now()
    // A client that prints as it goes shows them in this order.
    this.flushDisplays()
    for (let at = 0; at < text.length;) {
      let end = Math.min(text.length, at + MAX_MESSAGE_CHARS)
      if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1
      this.send('stream', { name, text: text.slice(at, end) })
      at = end
    }
  }

  private update(id: string, content: DisplayData): void {
    let state = this.displays.get(id)
    if (state === undefined)
      this.displays.set(id, (state = { sentAt: -Infinity, pending: undefined, scheduled: false }))
    const current = state
    current.pending = content
    this.waiting.add(current)
    const waited = this.clock.now() - current.sentAt
    if (waited >= UPDATE_MS) this.flushDisplay(current)
    else if (!current.scheduled) {
      current.scheduled = true
      this.clock.later(() => {
        current.scheduled = false
        this.flushDisplay(current)
      }, UPDATE_MS - waited)
    }
  }

  private flushDisplays(): void {
    for (const state of this.waiting) this.flushDisplay(state)
  }

  private flushDisplay(state: DisplayState): void {
    this.waiting.delete(state)
    if (state.pending === undefined) return
    const content = state.pending
    state.pending = undefined
    state.sentAt = this.clock.now()
    this.sendDisplay(content, true)
  }

  private sendDisplay(content: DisplayData, update: boolean): void {
    this.look()
    const { data, metadata } = this.isRevealed() ? content : redactBundle(content)
    this.send(update ? 'update_display_data' : 'display_data', {
      data,
      metadata: metadata ?? {},
      transient: content.transient ?? {},
    })
  }
}
