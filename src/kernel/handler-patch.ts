/**
 * The patched handler and server of tslab: one cell object for each request, failures in the reply, and the cell
 * language asked for completion, inspection and completeness.
 */
import { redact, redactJson } from '../secrets/redact'
import { Cell } from './cell'
import { redactError } from './cell-error'
import { currentCell, runInCell } from './cell-context'
import { toCharacters, toUnits } from './cursor'
import { cellLanguage, type NotebookView } from './language'
import { patchExecutor, type ExecutorContext } from './executor-patch'
import { userWrites } from './process-writes'
import type { Prompts } from './prompts'
import { readRoute } from './route'
import type { StopSignal } from './stop-signal'
import type { Outbox } from './outbox'
import type {
  ExecuteRequest,
  JupyterHandler,
  LiveTslab,
  Reply,
  RequestMessage,
  ZmqServer,
} from './tslab-types'

/** Shared parts of one patch. */
export interface PatchContext {
  readonly tslab: LiveTslab
  readonly outbox: Outbox
  readonly prompts: Prompts
  readonly stopSignal: StopSignal
  /** Called when the "idle" that ends a request is about to be sent; a promise holds it back. */
  beforeIdle(message: RequestMessage): Promise<void> | undefined
}

/** Replaces a method by one that gets the original. */
function around<T extends object, K extends keyof T>(
  target: T,
  name: K,
  make: (original: T[K]) => T[K],
): void {
  target[name] = make(target[name])
}

/** Patches the prototype of tslab's handler. */
export function patchHandler(prototype: JupyterHandler, context: PatchContext): void {
  const cells = new WeakMap<ExecuteRequest, Cell>()
  let users: ReturnType<typeof userWrites> = {}

  // Called from inside tslab's queue, so it also sees the requests that were queued before the patch.
  around(
    prototype,
    'handleExecuteImpl',
    (original) =>
      function (this: JupyterHandler, request, write, display) {
        const route = readRoute(display)
        if (route === undefined) return original.call(this, request, write, display)
        const cell = new Cell(request, route, context.outbox, context.prompts)
        cells.set(request, cell)
        const executorContext: ExecutorContext = {
          tslab: context.tslab,
          isJs: this.isJs,
          outbox: context.outbox,
          stopSignal: context.stopSignal,
          takeUserWrites: () => users,
        }
        patchExecutor(this.executor, executorContext)
        users = userWrites()
        return runInCell(cell, () =>
          original.call(
            this,
            request,
            (name, text) => currentCell()?.output.write(name, text),
            (data, update) => currentCell()?.output.display(data, update === true),
          ),
        )
      },
  )

  around(
    prototype,
    'handleExecute',
    (original) =>
      async function (this: JupyterHandler, request, ...writers) {
        const reply = await original.call(this, request, ...writers)
        // The protocol's word for a request that was not run.
        if (reply.status === 'abort') reply.status = 'aborted'
        const failure = cells.get(request)?.failure
        return failure === undefined ? reply : Object.assign(reply, redactError(failure), { status: 'error' })
      },
  )
  patchQuestions(prototype, context.tslab)
}

/** Completion, inspection, is-complete. */
function patchQuestions(prototype: JupyterHandler, tslab: LiveTslab): void {
  const viewOf = (handler: JupyterHandler): NotebookView => ({
    ts: tslab.ts,
    isJs: handler.isJs,
    locals: handler.executor.locals,
  })

  around(
    prototype,
    'handleComplete',
    (original) =>
      function (this: JupyterHandler, request): Reply {
        const { code } = request
        const cursor = toUnits(code, request.cursor_pos)
        const answer = cellLanguage()?.complete(code, cursor, viewOf(this))
        const reply =
          answer?.kind === 'matches'
            ? {
                status: 'ok',
                matches: answer.matches,
                cursor_start: answer.start,
                cursor_end: answer.end,
                metadata: {},
              }
            : original.call(this, { ...request, code: answer?.code ?? code, cursor_pos: cursor })
        return redactJson({
          ...reply,
          cursor_start: toCharacters(code, reply['cursor_start'] as number),
          cursor_end: toCharacters(code, reply['cursor_end'] as number),
        })
      },
  )
  around(
    prototype,
    'handleInspect',
    (original) =>
      function (this: JupyterHandler, request): Reply {
        const { code } = request
        const cursor = toUnits(code, request.cursor_pos)
        const answer = cellLanguage()?.inspect(code, cursor, viewOf(this))
        if (answer?.kind === 'none') return { status: 'ok', found: false, data: {}, metadata: {} }
        if (answer?.kind === 'text')
          return { status: 'ok', found: true, data: { 'text/plain': redact(answer.text) }, metadata: {} }
        return redactJson(original.call(this, { ...request, code: answer?.code ?? code, cursor_pos: cursor }))
      },
  )
  around(
    prototype,
    'handleIsComplete',
    (original) =>
      function (this: JupyterHandler, request): Reply {
        const answer = cellLanguage()?.isComplete(request.code, viewOf(this))
        if (answer?.kind === 'complete') return { status: 'complete' }
        if (answer?.kind === 'incomplete') return { status: 'incomplete', indent: answer.indent }
        return original.call(this, answer === undefined ? request : { ...request, code: answer.code })
      },
  )
}

/** Patches the prototype of tslab's server. */
export function patchServer(prototype: ZmqServer, context: PatchContext): void {
  around(
    prototype,
    'publishStatus',
    (original) =>
      function (this: ZmqServer, status, message) {
        if (message.header.msg_type !== 'execute_request') return original.call(this, status, message)
        context.prompts.learn(this, message)
        const held = status === 'idle' ? context.beforeIdle(message) : undefined
        if (held === undefined) original.call(this, status, message)
        else void held.then(() => original.call(this, status, message))
      },
  )
}
