/**
 * A worker thread that answers requests, as long as it lives. Owns the thread, the numbers of requests, and what waits
 * for an answer; knows nothing of what is asked.
 */
import { Worker } from 'node:worker_threads'
import { describeError } from '../../../errors'
import type { Answers, CheckerSettings, CheckerWorkerData, Order, Reply, Request } from './protocol'

/** What a request of some kind says. */
export type Details<Kind> = Omit<Extract<Request, { kind: Kind }>, 'id' | 'kind'>

/** What {@link LiveWorker} is started with. */
export interface LiveWorkerOptions {
  readonly workerFile: string
  readonly typescriptPath: string
  readonly settings: CheckerSettings
  /** Called once, when the worker has ended by itself. */
  onDeath(reason: string): void
  /** Called when a request has failed. */
  onFailure(reason: string): void
}

/** TypeScript with the types of a few large packages takes 300 to 600 MB. */
const MAX_OLD_MB = 2048
/** More made nothing faster: 16 to 96 differ by less than the noise, and cost 50 MB. */
const MAX_YOUNG_MB = 32

const { setTimeout, clearTimeout } = globalThis

/** A worker thread. */
export class LiveWorker {
  private readonly worker: Worker
  private readonly asked = new Int32Array(new SharedArrayBuffer(4))
  private readonly waiting = new Map<number, (answer: Answers[keyof Answers] | undefined) => void>()
  private readonly orders: Order[] = []
  private lastId = 0
  private reason: string | undefined
  private isClosed = false

  /**
   * @param options - What it is started with.
   */
  constructor(private readonly options: LiveWorkerOptions) {
    const { workerFile, typescriptPath, settings } = options
    const asked = this.asked.buffer as SharedArrayBuffer
    const { XDG_CACHE_HOME: cacheHome } = process.env
    this.worker = new Worker(workerFile, {
      workerData: { typescriptPath, asked, settings } satisfies CheckerWorkerData,
      execArgv: [],
      // It needs to know where compiled code is kept, and nothing else.
      env: cacheHome === undefined ? {} : { XDG_CACHE_HOME: cacheHome },
      // What it prints must not become the output of a cell.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MAX_OLD_MB, maxYoungGenerationSizeMb: MAX_YOUNG_MB },
    })
    this.worker.stdout.resume()
    this.worker.stderr.resume()
    this.worker.on('message', (reply: Reply) => this.receive(reply))
    this.worker.on('error', (error) => (this.reason = describeError(error)))
    this.worker.on('exit', (code) => this.end(this.reason ?? `exit code ${code}`))
    this.worker.unref()
  }

  /** Sends something that is not answered; with the next request, before which nobody can tell. */
  order(order: Order): void {
    this.orders.push(order)
  }

  /**
   * Sends a request.
   *
   * @param kind - What is asked.
   * @param details - About what.
   * @param timeoutMs - How long to wait; forever by default.
   * @returns The answer; `undefined` when there is none.
   */
  request<Kind extends keyof Answers>(
    kind: Kind,
    details: Details<Kind>,
    timeoutMs?: number,
  ): Promise<Answers[Kind] | undefined> {
    const id = (this.lastId += 1)
    return new Promise((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => finish(undefined), timeoutMs)
      timer?.unref()
      const finish = (answer: Answers[keyof Answers] | undefined) => {
        clearTimeout(timer)
        this.waiting.delete(id)
        // The answer to a request of this kind is of this kind.
        resolve(answer as Answers[Kind] | undefined)
      }
      this.waiting.set(id, finish)
      // Before the message: so that a check that is under way knows of it at once.
      if (kind !== 'check') Atomics.add(this.asked, 0, 1)
      for (const order of this.orders.splice(0)) this.worker.postMessage(order)
      this.worker.postMessage({ ...details, kind, id })
    })
  }

  /** Ends it. What waits is answered with nothing. */
  async close(): Promise<void> {
    this.isClosed = true
    this.answerAll()
    await this.worker.terminate()
  }

  private receive(reply: Reply): void {
    if ('error' in reply) this.options.onFailure(reply.error)
    this.waiting.get(reply.id)?.('answer' in reply ? reply.answer : undefined)
  }

  private end(reason: string): void {
    this.answerAll()
    if (!this.isClosed) this.options.onDeath(reason)
  }

  private answerAll(): void {
    for (const finish of [...this.waiting.values()]) finish(undefined)
  }
}
