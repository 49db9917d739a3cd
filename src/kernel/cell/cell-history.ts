/**
 * The cell that ran before the running one: its text and what it has shown. Nothing older is kept.
 */
import type { Cell } from './cell'
import type { NotebookOutput } from './shown-output'

/** A cell that ran. */
export interface RanCell {
  readonly code: string
  readonly outputs: readonly NotebookOutput[]
  /** Whether it has shown more than is kept. */
  readonly isCut: boolean
}

let previous: Cell | undefined
let running: Cell | undefined

/** Notes that a cell begins. */
export function beginCell(cell: Cell): void {
  if (running !== undefined && !running.isAside) previous = running
  running = cell
}

/** The cell that ran last before the running one, late output included; cells that stand aside do not count. */
export function previousCell(): RanCell | undefined {
  return previous && ranCell(previous, previous.request?.code ?? '')
}

/**
 * A cell as it stands.
 *
 * @param cell - The cell.
 * @param code - The part of its text that counts.
 */
export function ranCell({ shown }: Cell, code: string): RanCell {
  return { code, outputs: shown.outputs, isCut: shown.isCut }
}
