/**
 * How the value of a cell's last expression is shown: as it draws itself where something above knows how, else as Node
 * prints it. Owns the seam; what draws is decided in `display/`.
 */
import { inspect } from 'node:util'
import type { MimeBundle } from '../../base/mime-bundle'
import type { Cell } from './cell'
import { processWide } from '../../base/process-wide'
import { isShown } from '../scope/shown-values'

/** Draws a value; `undefined` has it printed. */
export type ValueDrawer = (value: unknown) => MimeBundle | undefined | Promise<MimeBundle | undefined>

const shared = processWide<ValueDrawer>('value-drawer')

/** Sets what draws values; a later call replaces it. */
export function setValueDrawer(drawer: ValueDrawer): void {
  shared.value = drawer
}

/** Shows a value in a cell; nothing for `undefined`, `null` and what the cell has shown already. */
export async function showLastValue(value: unknown, cell: Cell): Promise<void> {
  if (value === undefined || value === null || isShown(value, cell.scope)) return
  const drawn = shared.value?.(value)
  const bundle = drawn instanceof Promise ? await drawn : drawn
  if (bundle !== undefined) cell.scope.display(bundle)
  else process.stdout.write(`${typeof value === 'string' ? value : inspect(value)}\n`)
}
