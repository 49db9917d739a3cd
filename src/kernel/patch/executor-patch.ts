/**
 * The patched executor: reads a cell as the cell language says, runs it, and brings it to its end with all output sent.
 */
import type { Cell } from '../cell/cell'
import { ownCell } from '../cell/cell-context'
import { cellWatch } from '../cell/cell-watch'
import type { Engine } from '../compiler/engine'
import { TypeScriptError } from '../compiler/typescript-error'
import { cellLanguage, type CellPlan, type CellRun, type NotebookView } from '../language'
import { engineOf } from './make-engine'
import { showLastValue } from '../cell/last-value'
import type { Outbox } from '../cell/outbox'
import { installWrites, userWrites } from '../cell/process-writes'
import { runBreakable, runInOwnTurn } from '../cell/run-async'
import { registerLiterals } from '../../secrets/source-secrets'
import { COMPILING, IDLE, RUNNING } from '../stop/sigint-watch'
import { runByTslab } from './stock-run'
import type { StopSignal } from '../stop/stop-signal'
import type { Executor, LiveTslab } from '../tslab-types'

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
  const engine = engineOf({ executor, isJs: context.isJs }, context.tslab)
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
    context.stopSignal.setActivity(COMPILING)
    try {
      registerLiterals(source)
      cellWatch()?.begin({ number: cell.number, source })
      await runCell(source, cell, { executor: this, execute, engine, context })
    } catch (error) {
      // Stop reaches the commands of a cell too: one that it ended may be heard of before Stop is.
      context.stopSignal.deliver()
      cell.fail(withAdvice(error, source))
    }
    if (cell.stopped) cell.fail(undefined)
    cell.end()
    await context.outbox.drain()
    context.stopSignal.setActivity(IDLE)
    runningCell = undefined
    // A failure is said in the reply; told of here, tslab would drop whatever comes within 200 ms.
    return true
  }
}

/** A cell that does not compile may be in another language. */
function withAdvice(error: unknown, source: string): unknown {
  if (!(error instanceof TypeScriptError)) return error
  const advice = cellLanguage()?.advise(source, error.diagnostics)
  return advice === undefined ? error : new TypeScriptError(error.diagnostics, advice)
}

interface Runtime {
  readonly executor: Executor
  readonly execute: Executor['execute']
  readonly engine: Engine | undefined
  readonly context: ExecutorContext
}

async function runCell(source: string, cell: Cell, runtime: Runtime): Promise<void> {
  const plan = planOf(source, runtime)
  if (plan.kind === 'code') return await runCode(plan.code, cell, runtime)
  runtime.context.stopSignal.setActivity(RUNNING)
  const run: CellRun = {
    runCode: (code) => runCell(code, cell, runtime),
    assign: (name, value, type = 'any') => assign(name, value, type, cell, runtime),
  }
  await Promise.race([plan.run(run), cell.interrupted])
}

function planOf(source: string, { executor, engine, context }: Runtime): CellPlan {
  const view: NotebookView = {
    get ts() {
      return (engine ?? context.tslab).ts
    },
    isJs: context.isJs,
    locals: executor.locals,
  }
  return cellLanguage()?.plan(source, view) ?? { kind: 'code', code: source }
}

/** Compiles and runs code as part of a cell; throws what the code throws. */
async function runCode(code: string, cell: Cell, runtime: Runtime): Promise<void> {
  const { executor, execute, engine, context } = runtime
  const { stopSignal } = context
  if (engine === undefined) return await runByTslab(code, cell, { executor, execute, stopSignal })
  stopSignal.setActivity(COMPILING)
  const ready = engine.prepare(code, cell.label)
  stopSignal.setActivity(RUNNING)
  if (ready === undefined) return
  await engine.notes.beforeRun(ready.id)
  const { output } = cell
  const endRun = engine.notes.beginRun(
    ready.id,
    ({ data }) => output.note({ data }),
    () => output.isGrowing(),
  )
  try {
    const run = () => runBreakable(cell, stopSignal, () => ready.run())
    const last = await (ready.isAsync ? runInOwnTurn(cell, run) : run())
    if (last !== undefined) await showLastValue(last[0], cell)
  } finally {
    await endRun()
  }
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
