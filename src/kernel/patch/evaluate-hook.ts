/**
 * The hook at the place where tslab evaluates a cell, for a kernel in which tslab's own compiler stays in force. It gives
 * the thrown value itself instead of its printed text, keeps the variables that a failed cell had made, and repairs what
 * tslab overlooks: an `await` that makes a cell asynchronous.
 */
import vm from 'node:vm'
import type ts from 'typescript'
import { ownCell } from '../cell/cell-context'
import type { Cell } from '../cell/cell'
import { runBreakable, runInOwnTurn } from '../cell/run-async'
import type { StopSignal } from '../stop/stop-signal'
import { EVALUATED_PREFIX } from '../tslab-types'

type Run = typeof vm.runInThisContext

/** Hooks `vm.runInThisContext`, the function that tslab evaluates cells with. */
export function hookEvaluation(compiler: () => typeof ts, stopSignal: StopSignal): void {
  const run: Run = vm.runInThisContext
  const hooked = function (this: unknown, ...args: Parameters<Run>): unknown {
    const cell = ownCell()
    const [code] = args
    // Only the one evaluation per run that stands for the cell; everything else passes through.
    if (cell?.diagnostics === undefined || typeof code !== 'string' || !EVALUATED_PREFIX.test(code))
      return run.apply(this as typeof vm, args) as unknown
    takeDiagnostics(cell)
    const isAsync = code.startsWith('(async ')
    const overlooked = !isAsync && hasOverlookedAwait(code, compiler)
    args[0] = overlooked ? `(async ${code.slice(1)}` : code
    // The gate of `runBreakable` has it already.
    args[1] = { ...(args[1] as vm.RunningScriptOptions), breakOnSigint: false }
    const evaluate = () => runBreakable(cell, stopSignal, () => run.apply(this as typeof vm, args) as unknown)
    try {
      if (!isAsync && !overlooked) return evaluate()
      const done = settle(cell, evaluate)
      if (isAsync) return done
      cell.late = done
    } catch (error) {
      noteThrown(cell, error)
    }
    // tslab takes the cell for finished, and so keeps the declarations of a cell that failed half-way.
    return undefined
  }
  vm.runInThisContext = hooked as Run
}

function noteThrown(cell: Cell, error: unknown): void {
  cell.thrown = { error }
}

/** Resolves when the cell's code has ended in any way. */
async function settle(cell: Cell, evaluate: () => unknown): Promise<void> {
  try {
    await runInOwnTurn(cell, evaluate)
  } catch (error) {
    noteThrown(cell, error)
  }
}

/** What tslab has printed while it compiled code that does run: problems in other modules. */
function takeDiagnostics(cell: Cell): void {
  const text = cell.diagnostics
  cell.diagnostics = undefined
  if (text) cell.output.write('stderr', text)
}

/**
 * Tells whether code contains an `await` at its top level that tslab has not seen: `for await (…)` alone, or
 * `await (…)`, which its compiler takes for a call of a function named await.
 */
function hasOverlookedAwait(code: string, compilerOf: () => typeof ts): boolean {
  if (!/\bawait\b/.test(code)) return false
  const compiler = compilerOf()
  const file = compiler.createSourceFile('cell.js', code, compiler.ScriptTarget.Latest, false)
  const outer = { seen: false }
  const visit = (node: ts.Node): boolean => {
    if (compiler.isFunctionLike(node)) {
      // The first function is the frame that tslab puts around the cell.
      if (outer.seen) return false
      outer.seen = true
    }
    if (compiler.isForOfStatement(node) && node.awaitModifier !== undefined) return true
    if (compiler.isAwaitExpression(node)) return true
    if (
      compiler.isCallExpression(node) &&
      compiler.isIdentifier(node.expression) &&
      node.expression.text === 'await'
    )
      return true
    return compiler.forEachChild(node, (child) => (visit(child) ? true : undefined)) ?? false
  }
  return visit(file)
}
