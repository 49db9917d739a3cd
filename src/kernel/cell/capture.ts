/**
 * Catches the output of code instead of showing it.
 */
import { UsageError } from '../../errors'
import { currentCell } from './cell-context'
import type { Captured, CapturedKinds } from './capture-stack'

/**
 * Runs code with the cell's output caught.
 *
 * @param run - Code whose streams and displays are not shown.
 * @param into - Where they are collected; filled as they come, and kept when `run` fails.
 * @param kinds - What is collected; all of it by default.
 * @returns What `run` returns.
 * @throws UsageError outside a patched kernel; whatever `run` throws.
 */
export async function captureOutput<T>(
  run: () => Promise<T>,
  into: Captured,
  kinds?: CapturedKinds,
): Promise<T> {
  const captures = currentCell()?.output.captures
  if (captures === undefined) throw new UsageError('Output can be captured only in a notebook cell.')
  captures.start(into, kinds)
  try {
    return await run()
  } finally {
    captures.stop(into)
  }
}
