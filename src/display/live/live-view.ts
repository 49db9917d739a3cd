/**
 * An answer drawn while it grows. Owns the clock and the cells' outputs: at most 20 messages a second, settled
 * segments that are never sent again, so that the bytes of a second stay bounded however long the answer is, and one
 * saved output for an answer of ordinary length. Knows nothing of models or servers.
 */
import type { DisplayHandle } from '../../base/mime-bundle'
import type { CellScope } from '../../kernel/scope/cell-scope'
import type { LiveView, ToolCallView } from './live-contract'
import { createFramePace, FRAME_MS, type FramePace } from './frame-pace'
import { createIntake } from './live-intake'
import { markdownBundle, textBundle } from './live-parts'
import { createTerminalView } from './live-terminal'
import { createSegmenter, type Segment, type Segmenter } from '../markdown/segments'
import { limitsFor } from './segment-limits'

/** Settings of {@link createLiveView}. */
export interface LiveViewOptions {
  /** How the text is drawn. */
  readonly as?: 'markdown' | 'text'
  /** The clock, in milliseconds. */
  readonly now?: () => number
  /** Runs a function after a delay in milliseconds; returns how to cancel it. */
  readonly setTimer?: (run: () => void, delayMs: number) => () => void
}

const NOTHING: Segment = { text: '', prefix: '' }

interface Output {
  handle: DisplayHandle | undefined
  segment: Segment
  isDirty: boolean
}

/**
 * Starts drawing an answer in a cell; nothing is shown before there is something to show.
 *
 * @param scope - The cell.
 * @param options - Form of the text; clock and timer for tests.
 * @example
 * ```ts
 * const view = createLiveView(currentScope())
 * for await (const delta of deltas) view.text(delta)
 * await view.end('42 tokens')
 * ```
 */
export function createLiveView(scope: CellScope, options: LiveViewOptions = {}): LiveView {
  return scope.kind === 'terminal' ? createTerminalView(scope) : new NotebookView(scope, options)
}

class NotebookView implements LiveView {
  readonly #scope: CellScope
  readonly #isMarkdown: boolean
  readonly #now: () => number
  readonly #setTimer: (run: () => void, delayMs: number) => () => void
  readonly #segmenter: Segmenter
  readonly #text = createIntake()
  readonly #newReasoning = createIntake()
  readonly #outputs: Output[] = []
  #isHeadStale = false
  #isTailStale = false
  #reasoning = ''
  #toolCalls: readonly ToolCallView[] = []
  #note = ''
  #ending: { readonly footer: string; readonly failure: string } | undefined
  #timer: { readonly cancel: () => void; readonly dueMs: number } | undefined
  readonly #pace: FramePace
  #problem: { readonly error: unknown } | undefined

  constructor(scope: CellScope, options: LiveViewOptions) {
    this.#scope = scope
    this.#isMarkdown = options.as !== 'text'
    this.#now = options.now ?? (() => performance.now())
    this.#pace = createFramePace(this.#now)
    this.#setTimer = options.setTimer ?? startTimer
    this.#segmenter = createSegmenter(this.#isMarkdown)
  }

  text(delta: string): void {
    this.#text.add(delta)
    this.#schedule()
  }

  reasoning(delta: string): void {
    this.#newReasoning.add(delta)
    this.#schedule()
  }

  toolCalls(calls: readonly ToolCallView[]): void {
    this.#toolCalls = calls
    this.#isHeadStale = true
    this.#schedule()
  }

  note(line: string | null): void {
    if ((line ?? '') === this.#note) return
    this.#note = line ?? ''
    this.#isTailStale = true
    this.#schedule()
  }

  end(footer: string): Promise<void> {
    return this.#finish({ footer, failure: '' })
  }

  fail(line: string): Promise<void> {
    return this.#finish({ footer: '', failure: line })
  }

  /** Sees to it that a frame comes. A reader that never leaves its turn starves timers: then it comes at once. */
  #schedule(): void {
    if (this.#ending !== undefined || this.#problem !== undefined) return
    if (this.#timer === undefined) this.#startTimer(Math.max(this.#now(), this.#pace.nextMs))
    else if (this.#now() - this.#timer.dueMs > FRAME_MS) {
      this.#timer.cancel()
      this.#frame()
    }
  }

  #startTimer(dueMs: number): void {
    const cancel = this.#setTimer(() => this.#frame(), Math.max(0, dueMs - this.#now()))
    this.#timer = { cancel, dueMs }
  }

  /** Sends one message; what else belongs to the frame follows in turns of its own. */
  #frame(): void {
    this.#timer = undefined
    if (this.#ending !== undefined) return
    try {
      if (!this.#hasDirty()) this.#layOut(false)
      this.#sendNext()
    } catch (error) {
      // Thrown into the caller's cell by `end` or `fail`, not out of a timer.
      this.#problem = { error }
      return
    }
    // Settled segments follow at once; the growing one after them is the next frame, and has its time.
    if (this.#outputs.slice(0, -1).some((output) => output.isDirty)) this.#startTimer(this.#now())
    else if (this.#hasDirty() || this.#hasNews()) this.#startTimer(this.#pace.nextMs)
  }

  async #finish(ending: { footer: string; failure: string }): Promise<void> {
    if (this.#ending !== undefined) return
    this.#ending = ending
    this.#timer?.cancel()
    if (this.#problem !== undefined) throw this.#problem.error
    this.#layOut(true)
    do {
      this.#sendNext()
      // The message leaves the process in this turn, so it is on the wire before the cell says it is done.
      await nextTurn()
    } while (this.#hasDirty())
  }

  /** Takes in what arrived and marks the outputs that it changes. */
  #layOut(isLast: boolean): void {
    const text = this.#text.take(isLast)
    const reasoning = this.#newReasoning.take(isLast)
    this.#reasoning += reasoning
    const isHeadStale = this.#isHeadStale || reasoning !== '' || (isLast && this.#hasHead())
    const isTailStale = this.#isTailStale || isLast
    this.#isHeadStale = false
    this.#isTailStale = false
    if (text === '' && !isHeadStale && !isTailStale) return
    if (this.#outputs.length === 0) {
      const isSilent = this.#ending?.footer === '' && this.#ending.failure === ''
      if (isSilent && text === '' && !isHeadStale) return
      this.#outputs.push(newOutput())
    }
    if (text !== '') this.#addText(text)
    if (isHeadStale) this.#outputs[0]!.isDirty = true
    if (isTailStale) this.#outputs.at(-1)!.isDirty = true
  }

  #addText(text: string): void {
    for (const segment of this.#segmenter.push(text, limitsFor(text.length, this.#outputs.length))) {
      this.#setTail(segment)
      this.#outputs.push(newOutput())
    }
    this.#setTail(this.#segmenter.tail())
  }

  #setTail(segment: Segment): void {
    const tail = this.#outputs.at(-1)
    if (tail === undefined) return
    tail.segment = segment
    tail.isDirty = true
  }

  /** Draws the first output that is not up to date. */
  #sendNext(): void {
    const index = this.#outputs.findIndex((output) => output.isDirty)
    const output = this.#outputs[index]
    if (output === undefined) return
    const isTail = index === this.#outputs.length - 1
    const parts = {
      reasoning: index === 0 ? this.#reasoning : '',
      toolCalls: index === 0 ? this.#toolCalls : [],
      segment: output.segment,
      note: isTail && this.#ending === undefined ? this.#note : '',
      footer: isTail ? (this.#ending?.footer ?? '') : '',
      failure: isTail ? (this.#ending?.failure ?? '') : '',
      hasAnswer: index > 0 || output.segment.text !== '' || this.#hasHead(),
      isLive: this.#ending === undefined,
    }
    const bundle = this.#isMarkdown ? markdownBundle(parts) : textBundle(parts)
    output.isDirty = false
    if (output.handle === undefined) output.handle = this.#scope.display(bundle)
    else output.handle.update(bundle)
    // A settled text is not needed again, unless reasoning or tool calls above it may still change.
    if (!isTail && index > 0) output.segment = NOTHING
    this.#pace.count(isTail, parts.segment.text.length)
  }

  #hasDirty(): boolean {
    return this.#outputs.some((output) => output.isDirty)
  }

  #hasNews(): boolean {
    return this.#isHeadStale || this.#isTailStale || this.#text.hasNew() || this.#newReasoning.hasNew()
  }

  #hasHead(): boolean {
    return this.#reasoning !== '' || this.#toolCalls.length > 0
  }
}

function newOutput(): Output {
  return { handle: undefined, segment: NOTHING, isDirty: false }
}

function startTimer(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
