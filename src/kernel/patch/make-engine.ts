/**
 * How the engine of a process comes about: with the first cell after the import, or with the first question about one.
 */
import { createEngine, findFit, warmUp, type Engine } from '../compiler/engine'
import type { ExecutorInside } from '../compiler/tslab-compiler'
import { currentEngine, setEngine } from '../compiler/engine-place'
import type { JupyterHandler, LiveTslab } from '../tslab-types'

/** What runs the cells of a kernel, and whether they are JavaScript. */
type CellKernel = Pick<JupyterHandler, 'executor' | 'isJs'>

/**
 * The engine; made at the first call.
 *
 * @param kernel - The handler of its cells, as far as it is asked.
 * @param tslab - The live tslab.
 * @returns `undefined` where tslab's own compiler stays in force; one line has said why.
 */
export function engineOf(kernel: CellKernel, tslab: LiveTslab): Engine | undefined {
  const known = currentEngine()
  if (known !== undefined) return known === 'none' ? undefined : known
  const made = make(kernel, tslab)
  if (typeof made === 'string')
    process.stderr.write(`tslab-magics: cells are compiled by tslab's own TypeScript, for ${made}.\n`)
  const engine = typeof made === 'string' ? undefined : made
  setEngine(engine ?? 'none')
  return engine
}

/** Loads what the next cell needs, while its user still writes it. */
export function warmUpCells(tslab: LiveTslab): void {
  const fit = findFit(tslab.directory)
  if ('typescript' in fit && currentEngine() === undefined) warmUp(fit.typescript.file)
}

/** An engine, or why there is none. */
function make({ executor, isJs }: CellKernel, tslab: LiveTslab): Engine | string {
  const fit = findFit(tslab.directory)
  if ('reason' in fit) return fit.reason
  const { typescript } = fit
  const inside = executor as unknown as ExecutorInside
  return createEngine(inside, tslab, { typescript, isJs }) ?? 'tslab hides its parts in another way'
}
