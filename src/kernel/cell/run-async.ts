/**
 * The run of a cell's code, to its end or to Stop.
 */
import type { Cell } from './cell'
import { isInterrupt } from './cell-error'
import { RUNNING } from '../stop/sigint-watch'
import type { StopSignal } from '../stop/stop-signal'

const { setTimeout } = globalThis

/** Runs code that Stop can break, up to its first `await`; a stopped cell's code is not begun. */
export function runBreakable<T>(cell: Cell, stopSignal: StopSignal, run: () => T): T | Promise<never> {
  stopSignal.setActivity(RUNNING)
  try {
    return cell.stopped ? cell.interrupted : stopSignal.runBreakable(run)
  } catch (error) {
    if (isInterrupt(error)) cell.stop()
    throw error
  }
}

/**
 * Waits for asynchronous code; a stopped cell's for its grace.
 *
 * Evaluates in a turn of the event loop that holds nothing else: when a loop after an `await` has to be broken, all
 * that waits in its turn is lost. A timer's, because Node goes on with the timers after one that was cut off.
 *
 * @throws what the code throws.
 */
export async function runInOwnTurn<T>(cell: Cell, run: () => T | Promise<T>): Promise<T> {
  const turn = async () => {
    await new Promise<void>((resolve) => setTimeout(resolve, 0))
    return await run()
  }
  try {
    return await Promise.race([turn(), cell.interrupted])
  } catch (error) {
    if (isInterrupt(error)) cell.stop()
    throw error
  }
}
