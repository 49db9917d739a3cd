/**
 * One run of one cell under the patch: its output, its abort signal, its failure, and the scope that helpers see.
 */
import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { describeError, StoppedError } from '../../errors'
import type { MimeBundle } from '../../base/mime-bundle'
import { CellOutput } from './cell-output'
import { cellWatch } from './cell-watch'
import { INTERRUPT, renderError, type ErrorContent } from './cell-error'
import { isRevealed } from '../../secrets/reveal'
import { lookAgain } from '../../secrets/watch-environment'
import type { Outbox } from './outbox'
import type { Prompts } from './prompts'
import { ShownOutput } from './shown-output'
import { buildMessage, type Route } from './route'
import type { CellScope } from '../scope/cell-scope'
import type { ExecuteRequest } from '../tslab-types'

/** After Stop the cell's own code may still draw its last frame and run its `finally` blocks for so long. */
export const GRACE_MS = 150

const { setTimeout } = globalThis

/** One run of one cell. */
export class Cell {
  readonly output: CellOutput
  /** What it has shown so far. */
  readonly shown = new ShownOutput()
  /** Whether it only looks at another cell, so that it is no previous cell of the next one. */
  isAside = false
  readonly scope: CellScope
  /** Rejects when the cell is stopped and its grace is over. */
  readonly interrupted: Promise<never>
  /** Text that tslab prints while it compiles: diagnostics. `undefined` once the cell's code runs. */
  diagnostics: string | undefined
  /** What the cell's code threw; wrapped, for `undefined` can be thrown too. */
  thrown: { readonly error: unknown } | undefined
  /** The end of code that had to be run as async although tslab took it for synchronous. */
  late: Promise<void> | undefined
  /** Why the cell failed, as shown. */
  failure: ErrorContent | undefined
  /** Whether the cell has come to its end; late output still belongs to it. */
  ended = false
  private readonly abort = new AbortController()

  constructor(
    readonly request: ExecuteRequest | undefined,
    readonly route: Route,
    outbox: Outbox,
    prompts: Prompts,
    /** Its number in the order in which cells run, from 1; 0 where nobody counts. */
    readonly number = 0,
  ) {
    const send = (frames: readonly (string | Uint8Array)[]) => void route.iopub.send(frames)
    const sendMessage = (type: string, content: unknown) => {
      this.shown.take(type, content)
      const { frames } = buildMessage(route, { type, content })
      const countedBytes = type === 'stream' ? Buffer.byteLength(String(frames.at(-1))) : 0
      outbox.push({ frames, countedBytes, send })
    }
    this.output = new CellOutput(sendMessage, () => isRevealed(this.scope), undefined, lookAgain)
    const { signal } = this.abort
    // Every helper of a cell listens; Node would warn at the eleventh.
    setMaxListeners(0, signal)
    this.interrupted = new Promise((_, reject) => {
      signal.addEventListener('abort', () => setTimeout(() => reject(signal.reason as Error), GRACE_MS))
    })
    this.interrupted.catch(() => {})
    this.scope = {
      kind: 'patched',
      signal,
      write: (name, text) => this.output.write(name, text),
      display: (bundle) => this.display(bundle),
      clearOutput: (wait = false) => this.output.clear(wait),
      input: (prompt, options) => prompts.ask(this, prompt, options?.password ?? false),
    }
  }

  /** What stack traces call it. */
  get label(): string {
    return this.number === 0 ? 'cell' : `cell [${this.number}]`
  }

  /** Whether Stop was pressed. */
  get stopped(): boolean {
    return this.abort.signal.aborted
  }

  /** Stops the cell: aborts the work of its helpers, then cuts off its code. */
  stop(): void {
    if (!this.ended) this.abort.abort(new StoppedError('The cell was stopped.'))
  }

  /** Notes the first failure and shows it. */
  fail(error: unknown): void {
    if (this.failure !== undefined) return
    this.failure = this.stopped ? INTERRUPT : renderError(error)
    this.output.error(this.failure)
  }

  /** Ends the cell: all output is on its way; a stopped cell says nothing more. */
  end(): void {
    try {
      cellWatch()?.end()
    } catch (error) {
      const said = describeError(error)
      // Of a cell that failed for that reason only what it does not say itself.
      if (this.failure !== undefined && !this.stopped && !this.failure.evalue.includes(said))
        this.output.write('stderr', `${said}\n`)
      this.fail(error)
    }
    this.ended = true
    if (this.stopped) this.output.seal()
    else this.output.flush()
  }

  private display(bundle: MimeBundle) {
    const transient = { display_id: randomUUID() }
    const content = (from: MimeBundle) => ({
      data: { ...from.data },
      metadata: { ...from.metadata },
      transient,
    })
    this.output.display(content(bundle), false)
    return { update: (next: MimeBundle) => this.output.display(content(next), true) }
  }
}
