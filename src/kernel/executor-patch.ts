/**
 * The patched executor: reads a cell as the cell language says, runs it, and brings it to its end with all output sent.
 */
import { inspect } from 'node:util'
import type { Cell } from './cell'
import { ownCell } from './cell-context'
import { TypeScriptError } from './cell-error'
import { cellLanguage, type CellPlan, type CellRun, type NotebookView } from './language'
import { repairInstalls } from './install-repair'
import type { Outbox } from './outbox'
import { installWrites, userWrites } from './process-writes'
import { COMPILING, IDLE, RUNNING } from './sigint-watch'
import type { StopSignal } from './stop-signal'
import type { Executor, LiveTslab } from './tslab-types'

const PATCHED = Symbol.for('tslab-magics.executor')
/** Where values of `assign` wait until the cell's own code fetches them. */
const ASSIGNED = '__tslab_magics_assigned__'

/** What the executor needs of the rest of the patch. */
export interface ExecutorContext {
  readonly tslab: LiveTslab
  readonly isJs: boolean
  readonly outbox: Outbox
  readonly stopSignal: StopSignal
  /** The writers that a user's code has put in place before this cell. */
  takeUserWrites(): ReturnType<typeof userWrites>
}

/** Patches one executor, once. */
export function patchExecutor(executor: Executor & { [PATCHED]?: true }, context: ExecutorContext): void {
  if (executor[PATCHED]) return
  Object.defineProperty(executor, PATCHED, { value: true })
  repairInstalls(executor, context.tslab)
  const { execute, interrupt } = executor
  executor.interrupt = function () {
    const cell = runningCell
    if (cell === undefined) interrupt.call(this)
    else cell.stop()
  }
  let runningCell: Cell | undefined
  executor.execute = async function (source: string): Promise<boolean> {
    const cell = ownCell()
    if (cell === undefined || cell.ended) return execute.call(this, source)
    installWrites(context.takeUserWrites())
    runningCell = cell
    context.stopSignal.setActivity(RUNNING)
    try {
      await runCell(source, cell, { executor: this, execute, context })
    } catch (error) {
      // Stop reaches the commands of a cell too: one that it ended may be heard of before Stop is.
      context.stopSignal.deliver()
      cell.fail(error)
    }
    if (cell.stopped) cell.fail(undefined)
    cell.end()
    await context.outbox.drain()
    context.stopSignal.setActivity(IDLE)
    runningCell = undefined
    // Failing here makes tslab drop the requests that wait, and all that come within 200 ms.
    return cell.failure === undefined || cell.request?.stop_on_error === false
  }
}

interface Runtime {
  readonly executor: Executor
  readonly execute: Executor['execute']
  readonly context: ExecutorContext
}

async function runCell(source: string, cell: Cell, runtime: Runtime): Promise<void> {
  const plan = planOf(source, runtime)
  if (plan.kind === 'code') return await runCode(plan.code, cell, runtime)
  const run: CellRun = {
    runCode: (code) => runCell(code, cell, runtime),
    assign: (name, value, type = 'any') => assign(name, value, type, cell, runtime),
  }
  await Promise.race([plan.run(run), cell.interrupted])
}

function planOf(source: string, { executor, context }: Runtime): CellPlan {
  const view: NotebookView = { ts: context.tslab.ts, isJs: context.isJs, locals: executor.locals }
  return cellLanguage()?.plan(source, view) ?? { kind: 'code', code: source }
}

/** Has tslab compile and run code as part of a cell; throws what the code throws. */
async function runCode(code: string, cell: Cell, { executor, execute, context }: Runtime): Promise<void> {
  cell.diagnostics = ''
  cell.thrown = undefined
  cell.late = undefined
  let ok = false
  try {
    context.stopSignal.setActivity(COMPILING)
    ok = await execute.call(executor, code)
  } finally {
    context.stopSignal.setActivity(RUNNING)
    if (ok && cell.diagnostics) cell.output.write('stderr', cell.diagnostics)
  }
  const diagnostics = cell.diagnostics
  cell.diagnostics = undefined
  if (!ok) throw new TypeScriptError(diagnostics?.trimEnd().split('\n') ?? [])
  if (cell.late !== undefined) {
    await cell.late
    if (cell.thrown === undefined) printLastExpression(executor.locals)
  }
  if (cell.thrown !== undefined) throw (cell.thrown as { error: unknown }).error
}

/** tslab prints a cell's last expression before code that it takes for synchronous has come to it. */
function printLastExpression(locals: Record<string, unknown>): void {
  const value = locals['tsLastExpr']
  delete locals['tsLastExpr']
  if (value !== undefined && value !== null)
    process.stdout.write(`${typeof value === 'string' ? value : inspect(value)}\n`)
}

async function assign(
  name: string,
  value: unknown,
  type: string,
  cell: Cell,
  runtime: Runtime,
): Promise<void> {
  const store = globalThis as Record<string, unknown>
  store[ASSIGNED] = value
  const fetched = `globalThis[${JSON.stringify(ASSIGNED)}]`
  const code = runtime.context.isJs
    ? `let ${name} = ${fetched}`
    : `let ${name}: ${type} = (globalThis as any)[${JSON.stringify(ASSIGNED)}]`
  try {
    await runCode(code, cell, runtime)
  } finally {
    delete store[ASSIGNED]
  }
}
