/**
 * The run of a cell through tslab's own compiler, in a kernel in which that stays in force.
 */
import { TypeScriptError } from '../compiler/typescript-error'
import type { Cell } from '../cell/cell'
import { showLastValue } from '../cell/last-value'
import type { LastValue } from '../compiler/notebook-compiler'
import { COMPILING, RUNNING } from '../stop/sigint-watch'
import type { StopSignal } from '../stop/stop-signal'
import type { Executor } from '../tslab-types'

/** What tslab runs a cell with. */
export interface StockExecutor {
  readonly executor: Executor
  /** The executor's `execute` as tslab wrote it. */
  readonly execute: Executor['execute']
  readonly stopSignal: StopSignal
}

/**
 * Has tslab compile and run code as part of a cell.
 *
 * @param code - The code, magics rewritten.
 * @param cell - The cell that it is part of.
 * @throws what the code throws; TypeScriptError `typescript` when it does not compile.
 */
export async function runByTslab(
  code: string,
  cell: Cell,
  { executor, execute, stopSignal }: StockExecutor,
): Promise<void> {
  cell.diagnostics = ''
  cell.thrown = undefined
  cell.late = undefined
  let ok = false
  try {
    stopSignal.setActivity(COMPILING)
    ok = await execute.call(executor, code)
  } finally {
    stopSignal.setActivity(RUNNING)
    if (ok && cell.diagnostics) cell.output.write('stderr', cell.diagnostics)
  }
  const diagnostics = cell.diagnostics
  cell.diagnostics = undefined
  if (!ok) throw new TypeScriptError(diagnostics?.trimEnd().split('\n') ?? [])
  if (cell.late !== undefined) {
    await cell.late
    if (cell.thrown === undefined) await showLastValue(...takeLastExpression(executor.locals), cell)
  }
  if (cell.thrown !== undefined) throw (cell.thrown as { error: unknown }).error
}

/** tslab looks for a cell's last expression before code that it takes for synchronous has come to it. */
function takeLastExpression(locals: Record<string, unknown>): LastValue {
  const value = locals['tsLastExpr']
  delete locals['tsLastExpr']
  return [value]
}
