/**
 * The patched handler and server of tslab: one cell object for each request, failures in the reply, and which requests
 * a failure takes along. Completion and the like are in questions-patch.ts.
 */
import { around } from './around'
import { Cell } from '../cell/cell'
import { beginCell } from '../cell/cell-history'
import { redactError } from '../cell/cell-error'
import { currentCell, runInCell } from '../cell/cell-context'
import { patchExecutor, type ExecutorContext } from './executor-patch'
import { userWrites } from '../cell/process-writes'
import type { Prompts } from '../cell/prompts'
import { patchQuestions } from './questions-patch'
import { RequestQueue } from './request-queue'
import { readRoute } from '../cell/route'
import type { StopSignal } from '../stop/stop-signal'
import type { Outbox } from '../cell/outbox'
import type { ExecuteRequest, JupyterHandler, LiveTslab, RequestMessage, ZmqServer } from '../tslab-types'

/** Shared parts of one patch. */
export interface PatchParts {
  readonly tslab: LiveTslab
  readonly outbox: Outbox
  readonly prompts: Prompts
  readonly stopSignal: StopSignal
}

/** The parts, and who is told when answers go out. */
export interface PatchContext extends PatchParts {
  /** Called when the "idle" that ends a request is about to be sent; a promise holds it back. */
  beforeIdle(message: RequestMessage): Promise<void> | undefined
  /** Called once, when the front end has its first answer and nobody waits. */
  readonly afterFirstAnswer?: () => void
  /** Called once, a moment after the end of the cell that imports the library. */
  readonly afterImportingCell: () => void
}

const { setTimeout } = globalThis

/** A front end asks a new kernel several things at once. */
const FIRST_ANSWERS_MS = 100

/** Patches the prototype of tslab's handler. */
export function patchHandler(prototype: JupyterHandler, context: PatchContext): void {
  const cells = new WeakMap<ExecuteRequest, Cell>()
  const queue = new RequestQueue<ExecuteRequest>()
  let users: ReturnType<typeof userWrites> = {}

  // Called from inside tslab's queue, so it also sees the requests that were queued before the patch.
  around(
    prototype,
    'handleExecuteImpl',
    (original) =>
      async function (this: JupyterHandler, request, write, display) {
        if (queue.isDropped(request)) return undefined
        const route = readRoute(display)
        if (route === undefined) return await original.call(this, request, write, display)
        const number = this.execCount + 1
        const cell = new Cell(request, route, context.outbox, context.prompts, number)
        cells.set(request, cell)
        if (request.silent !== true && request.code.trim() !== '') beginCell(cell)
        const executorContext: ExecutorContext = {
          tslab: context.tslab,
          isJs: this.isJs,
          outbox: context.outbox,
          stopSignal: context.stopSignal,
          takeUserWrites: () => users,
        }
        users = userWrites()
        const done = await runInCell(cell, () => {
          patchExecutor(this.executor, executorContext)
          return original.call(
            this,
            request,
            (name, text) => currentCell()?.output.write(name, text),
            (data, update) => currentCell()?.output.display(data, update === true),
          )
        })
        if (cell.failure !== undefined && request.stop_on_error !== false) await queue.dropWaiting()
        return done
      },
  )

  around(
    prototype,
    'handleExecute',
    (original) =>
      async function (this: JupyterHandler, request, ...writers) {
        queue.add(request)
        const reply = await original.call(this, request, ...writers)
        // The protocol's word for a request that was not run.
        if (reply.status === 'abort' || queue.isDropped(request)) reply.status = 'aborted'
        const failure = cells.get(request)?.failure
        return failure === undefined ? reply : Object.assign(reply, redactError(failure), { status: 'error' })
      },
  )
  patchQuestions(prototype, context.tslab)
}

/** Patches the prototype of tslab's server. */
export function patchServer(prototype: ZmqServer, context: PatchContext): void {
  let { afterFirstAnswer } = context
  around(
    prototype,
    'publishStatus',
    (original) =>
      function (this: ZmqServer, status, message) {
        if (message.header.msg_type !== 'execute_request') {
          original.call(this, status, message)
          if (afterFirstAnswer !== undefined) setTimeout(afterFirstAnswer, FIRST_ANSWERS_MS)
          afterFirstAnswer = undefined
          return
        }
        context.prompts.learn(this, message)
        const held = status === 'idle' ? context.beforeIdle(message) : undefined
        if (held === undefined) original.call(this, status, message)
        else
          void held.then(() => {
            original.call(this, status, message)
            setTimeout(context.afterImportingCell, FIRST_ANSWERS_MS).unref()
          })
      },
  )
}
