/**
 * The kernel's side of the type checker: asks a worker thread, which is started when it is first needed and once more
 * if it dies. Nothing here throws into a cell: without a worker there is nothing to say.
 */
import { LiveWorker, type Details } from './live-worker'
import type {
  Answers,
  CellSource,
  CheckerSettings,
  Completion,
  Inspection,
  ModuleSource,
  Note,
  Order,
  Place,
} from './protocol'

/** How a {@link CheckerClient} is made. */
export interface CheckerClientOptions extends CheckerSettings {
  /** The worker's program, bundled. */
  readonly workerFile: string
  /** Where TypeScript is loaded from. */
  readonly typescriptPath: string
  /** How long a completion or inspection is waited for; 10,000 by default, 20,000 for the first. */
  readonly timeoutMs?: number
  /** Takes a line when the worker has died. */
  readonly log?: (line: string) => void
}

const QUESTION_TIMEOUT_MS = 10_000
/** Until the worker has answered once: it loads TypeScript first, and all declarations. */
const FIRST_TIMEOUT_MS = 20_000
const MAX_STARTS = 2

/** Looks at types without holding anybody up. */
export class CheckerClient {
  private worker: LiveWorker | undefined
  private starts = 0
  private isClosed = false
  private hasComplained = false
  private hasAnswered = false
  /** All that a new worker has to be told, in order. */
  private readonly orders: Order[] = []

  /**
   * @param options - How it is made.
   */
  constructor(private readonly options: CheckerClientOptions) {}

  /** Starts the worker, so that the first question finds it warm. */
  start(): void {
    this.running()
  }

  /**
   * Adds a cell that is run: later cells see its names.
   *
   * @param cell - The number is another one for each run.
   */
  add(cell: CellSource): void {
    this.order({ kind: 'add', ...cell })
  }

  /**
   * Adds a module that cells can import, or another text of it.
   *
   * @param module - The module.
   */
  addModule(module: ModuleSource): void {
    this.order({ kind: 'module', ...module })
  }

  /** Has packages looked up again, after an install. */
  invalidate(): void {
    this.worker?.order({ kind: 'invalidate' })
  }

  /**
   * Checks a cell that was added.
   *
   * @param id - Its number.
   * @returns What is wrong with it, and with local files that it imports; empty when nothing is, or nobody can tell.
   */
  async check(id: number): Promise<readonly Note[]> {
    return (await this.running()?.request('check', { target: { cell: id } })) ?? []
  }

  /**
   * Checks a module that was added.
   *
   * @param name - Its name.
   * @returns As {@link CheckerClient.check}.
   */
  async checkModule(name: string): Promise<readonly Note[]> {
    return (await this.running()?.request('check', { target: { module: name } })) ?? []
  }

  /**
   * Completes code at the cursor.
   *
   * @param place - Code and cursor.
   * @returns No matches when there are none, or they are not there in time.
   */
  async complete(place: Place): Promise<Completion> {
    const answer = await this.ask('complete', place)
    return answer ?? { start: place.offset, end: place.offset, matches: [] }
  }

  /**
   * Describes what is at the cursor.
   *
   * @param place - Code and cursor.
   * @returns Without text when there is nothing to say, or it is not there in time.
   */
  async inspect(place: Place): Promise<Inspection> {
    return (await this.ask('inspect', place)) ?? {}
  }

  /** Names that a new cell sees, for debugging. */
  async names(): Promise<readonly string[]> {
    return (await this.ask('names', {})) ?? []
  }

  /** Ends the worker. Later calls are answered with nothing. */
  async close(): Promise<void> {
    this.isClosed = true
    await this.worker?.close()
    this.worker = undefined
  }

  /** Asks a question that somebody waits for. */
  private async ask<Kind extends 'complete' | 'inspect' | 'names'>(
    kind: Kind,
    details: Details<Kind>,
  ): Promise<Answers[Kind] | undefined> {
    const { timeoutMs = this.hasAnswered ? QUESTION_TIMEOUT_MS : FIRST_TIMEOUT_MS } = this.options
    const answer = await this.running()?.request(kind, details, timeoutMs)
    this.hasAnswered ||= answer !== undefined
    return answer
  }

  private order(order: Order): void {
    this.orders.push(order)
    this.worker?.order(order)
  }

  private running(): LiveWorker | undefined {
    if (this.worker !== undefined || this.isClosed || this.starts >= MAX_STARTS) return this.worker
    this.starts += 1
    const { workerFile, typescriptPath, timeoutMs: _, log: _log, ...settings } = this.options
    const worker = new LiveWorker({
      workerFile,
      typescriptPath,
      settings,
      onDeath: (reason) => this.bury(reason),
      onFailure: (reason) => this.complain(reason),
    })
    for (const order of this.orders) worker.order(order)
    this.worker = worker
    return worker
  }

  private complain(reason: string): void {
    // Once: what fails at one cell mostly fails at the next.
    if (!this.hasComplained) this.options.log?.(`The type checker could not answer: ${reason}`)
    this.hasComplained = true
  }

  private bury(reason: string): void {
    this.worker = undefined
    this.hasAnswered = false
    const next =
      this.starts < MAX_STARTS
        ? 'It is started again at the next question.'
        : 'Until the kernel is restarted there are no type notes and no completions.'
    this.options.log?.(`The type checker has ended (${reason}). ${next}`)
  }
}
