/**
 * Which cell the running code belongs to: followed through `await`, timers and events; code that has lost its context
 * belongs to the cell that started last.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Cell } from './cell'

/**
 * Stands for a cell. Node up to 22 writes it onto each promise, timer and socket of the cell, where a printed one shows
 * it: it holds nothing.
 */
class CellMark {}

const cells = new WeakMap<CellMark, Cell>()
const storage = new AsyncLocalStorage<CellMark>()
let latest: Cell | undefined

/** The cell of the running code; `undefined` before the first one. */
export function currentCell(): Cell | undefined {
  return ownCell() ?? latest
}

/** The cell that the running code was started by, without guessing. */
export function ownCell(): Cell | undefined {
  const mark = storage.getStore()
  return mark && cells.get(mark)
}

function markOf(cell: Cell): CellMark {
  const mark = new CellMark()
  cells.set(mark, cell)
  return mark
}

/** Runs code as part of a cell. */
export function runInCell<T>(cell: Cell, run: () => T): T {
  latest = cell
  return storage.run(markOf(cell), run)
}

/** Makes the rest of the running code, and all that it starts, part of a cell. */
export function enterCell(cell: Cell): void {
  latest = cell
  storage.enterWith(markOf(cell))
}
