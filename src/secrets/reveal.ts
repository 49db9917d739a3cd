/**
 * Cells whose output is shown as it is, because their user asked for it. Owns the list; the kernel looks it up.
 */
import { processWide } from '../base/process-wide'

const shared = processWide<WeakSet<object>>('revealed')
const revealed: WeakSet<object> = (shared.value ??= new WeakSet())

/** Shows the output of one cell as it is from now on. */
export function revealScope(scopeKey: object): void {
  revealed.add(scopeKey)
}

/** Whether the output of a cell is shown as it is. */
export function isRevealed(scopeKey: object): boolean {
  return revealed.has(scopeKey)
}
