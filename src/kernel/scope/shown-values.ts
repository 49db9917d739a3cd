/**
 * Values whose content a cell has shown already: as the cell's last expression they add nothing. Owns who showed what;
 * knows nothing of drawing.
 */
import { processWide } from '../../base/process-wide'
import type { CellScope } from './cell-scope'

const shared = processWide<WeakMap<object, WeakRef<CellScope>>>('shown-values')
const shown = (shared.value ??= new WeakMap())

/**
 * Notes that a cell shows what a value says. In another cell, and where it is printed by name, the value prints as ever.
 *
 * @param value - What a helper gives back.
 * @param scope - The cell that has drawn it.
 * @returns The same value.
 */
export function noteShown<T extends object>(value: T, scope: CellScope): T {
  shown.set(value, new WeakRef(scope))
  return value
}

/**
 * Tells whether a cell has shown a value.
 *
 * @param value - Anything.
 * @param scope - The cell.
 */
export function isShown(value: unknown, scope: CellScope): boolean {
  return typeof value === 'object' && value !== null && shown.get(value)?.deref() === scope
}
