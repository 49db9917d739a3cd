/**
 * Which cell the running code belongs to: followed through `await`, timers and events; code that has lost its context
 * belongs to the cell that started last.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Cell } from './cell'

const storage = new AsyncLocalStorage<Cell>()
let latest: Cell | undefined

/** The cell of the running code; `undefined` before the first one. */
export function currentCell(): Cell | undefined {
  return storage.getStore() ?? latest
}

/** The cell that the running code was started by, without guessing. */
export function ownCell(): Cell | undefined {
  return storage.getStore()
}

/** Runs code as part of a cell. */
export function runInCell<T>(cell: Cell, run: () => T): T {
  latest = cell
  return storage.run(cell, run)
}

/** Makes the rest of the running code, and all that it starts, part of a cell. */
export function enterCell(cell: Cell): void {
  latest = cell
  storage.enterWith(cell)
}
