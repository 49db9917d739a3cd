/**
 * The one engine of a process, for all copies of the library. How it comes about is in make-engine.ts.
 */
import type { Engine } from './engine'
import { processWide } from '../../base/process-wide'

const shared = processWide<Engine | 'none'>('engine')

/** Puts the engine in its place; `'none'` where tslab's own compiler stays in force. */
export function setEngine(engine: Engine | 'none'): void {
  shared.value = engine
}

/**
 * The engine if there is one already.
 *
 * @returns `undefined` before the first cell after the import; `'none'` where tslab's own compiler stays in force.
 */
export function currentEngine(): Engine | 'none' | undefined {
  return shared.value
}

/**
 * Has the next cell see the packages as they are now. To be called after an install.
 *
 * @returns `false` where tslab's own compiler is in force, so that only a restart helps.
 */
export function afterInstall(): boolean {
  const engine = shared.value
  if (engine === 'none') return false
  engine?.afterInstall()
  return true
}
