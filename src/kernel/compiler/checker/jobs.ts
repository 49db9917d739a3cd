/**
 * What the worker has to do, in the order it should be done: a question that somebody waits for goes before a check,
 * and interrupts one that is under way; the check is taken up again afterwards. Knows nothing of threads.
 */
import type {
  CellSource,
  CheckTarget,
  Completion,
  Inspection,
  ModuleSource,
  Note,
  Order,
  Place,
  Reply,
  Request,
} from './protocol'

/** Who does the work. */
export interface Worker {
  readonly names: readonly string[]
  addCell(cell: CellSource): void
  addModule(module: ModuleSource): void
  invalidate(): void
  check(target: CheckTarget): readonly Note[]
  complete(place: Place): Completion
  inspect(place: Place): Inspection
}

/** What {@link Jobs} needs. */
export interface JobsOptions {
  readonly worker: Worker
  /** How many questions have been sent, also those that have not arrived. */
  asked(): number
  /** Sends an answer. */
  reply(reply: Reply): void
  /** Runs something when the messages that are there have been received. */
  later(run: () => void): void
  /** Tells whether a check ended because {@link Jobs.isCancellationRequested} said so. */
  isCancellation(error: unknown): boolean
}

/** After so many interruptions a check is finished before anything else. */
const MAX_INTERRUPTIONS = 3

type Check = Extract<Request, { kind: 'check' }>

/** Receives messages and answers them. */
export class Jobs {
  private readonly questions: Exclude<Request, Check>[] = []
  private readonly checks: Check[] = []
  private received = 0
  private interruptions = 0
  private canBeInterrupted = false
  private isScheduled = false

  /**
   * @param options - What it needs.
   */
  constructor(private readonly options: JobsOptions) {}

  /** Tells a check that is under way whether a question has been asked since. */
  isCancellationRequested(): boolean {
    return this.canBeInterrupted && this.options.asked() !== this.received
  }

  /**
   * Takes a message. Orders are carried out at once.
   *
   * @param message - From the kernel.
   */
  receive(message: Order | Request): void {
    const { worker } = this.options
    if (message.kind === 'add') return worker.addCell(message)
    if (message.kind === 'module') return worker.addModule(message)
    if (message.kind === 'invalidate') return worker.invalidate()
    if (message.kind === 'check') this.checks.push(message)
    else {
      this.received += 1
      this.questions.push(message)
    }
    this.schedule()
  }

  /**
   * Runs something, unless there is work.
   *
   * @param run - What to do.
   */
  whenIdle(run: () => void): void {
    if (this.questions.length + this.checks.length === 0) run()
  }

  private schedule(): void {
    if (this.isScheduled) return
    this.isScheduled = true
    this.options.later(() => {
      this.isScheduled = false
      this.runOne()
    })
  }

  private runOne(): void {
    const question = this.questions.shift()
    if (question !== undefined) this.answer(question)
    // The interrupting question is on its way: it will schedule what is left.
    else if (!this.runCheck()) return
    if (this.questions.length + this.checks.length > 0) this.schedule()
  }

  /** Returns `false` when the check was interrupted. */
  private runCheck(): boolean {
    const [check] = this.checks
    if (check === undefined) return true
    this.canBeInterrupted = this.interruptions < MAX_INTERRUPTIONS
    const isDone = this.answer(check)
    this.canBeInterrupted = false
    if (isDone) this.checks.shift()
    this.interruptions = isDone ? 0 : this.interruptions + 1
    return isDone
  }

  private answer(request: Request): boolean {
    const { worker, reply, isCancellation } = this.options
    const { id } = request
    try {
      if (request.kind === 'check') reply({ id, answer: worker.check(request.target) })
      else if (request.kind === 'complete') reply({ id, answer: worker.complete(request) })
      else if (request.kind === 'inspect') reply({ id, answer: worker.inspect(request) })
      else reply({ id, answer: worker.names })
    } catch (error) {
      if (isCancellation(error)) return false
      reply({ id, error: error instanceof Error ? error.message : String(error) })
    }
    return true
  }
}
