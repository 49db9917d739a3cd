/**
 * Node's own watch for SIGINT, the one that its REPL has, and what the two that use it tell each other: stop-signal.ts in
 * the kernel's thread, break-loops.ts in one of its own.
 * @see https://github.com/nodejs/node/blob/v20.x/src/node_watchdog.cc
 */

/** One watch for the whole process: its functions answer the same in every thread. */
export interface SigintWatch {
  startSigintWatchdog(): void
  /** Tells whether a signal came since the last call, and forgets it. */
  stopSigintWatchdog(): boolean
  watchdogHasPendingSigint(): boolean
}

/** What the kernel is busy with: no cell, so that there is nothing to stop. */
export const IDLE = 0
/** tslab reads a cell; broken in that, it would lose what it knows of the earlier ones. */
export const COMPILING = 1
/** Code of a cell. */
export const RUNNING = 2

/** What the kernel is busy with; the messages to the thread of break-loops.ts. */
export type Activity = typeof IDLE | typeof COMPILING | typeof RUNNING

const NAMES = ['startSigintWatchdog', 'stopSigintWatchdog', 'watchdogHasPendingSigint'] as const

/**
 * Finds the watch.
 *
 * @returns `undefined` where this Node does not give it away, and on Windows, where Stop is no signal.
 */
export function findWatch(): SigintWatch | undefined {
  if (process.platform === 'win32') return undefined
  const { binding } = process as unknown as { binding?: (name: string) => Partial<SigintWatch> }
  try {
    const watch = binding?.('contextify')
    return NAMES.every((name) => typeof watch?.[name] === 'function') ? (watch as SigintWatch) : undefined
  } catch {
    return undefined // Node's permission model refuses its bindings.
  }
}
