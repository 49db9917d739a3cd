/**
 * The scope of the cell that is running: how helpers find where their output goes and when their work must end.
 */
import type { CellScope } from './cell-scope'
import { createTerminalScope } from './terminal-scope'
import { processWide } from '../../base/process-wide'

type ScopeSource = () => CellScope | undefined

const shared = processWide<ScopeSource>('scope')

/** Tells how to find the scope of the cell that is running; the kernel patch calls it once. */
export function setScopeSource(source: ScopeSource): void {
  shared.value = source
}

let terminal: CellScope | undefined

/**
 * The scope of the cell that the calling code belongs to, followed through `await`, timers and events.
 *
 * @returns The cell's scope; outside a notebook the terminal's.
 */
export function currentScope(): CellScope {
  return shared.value?.() ?? (terminal ??= createTerminalScope())
}
