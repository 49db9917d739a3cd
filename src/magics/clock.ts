/**
 * How long code took: by the clock on the wall and by the processor. For `%time` and its kin.
 */
import { formatMs } from '../display/one-line'
import type { CellScope } from '../kernel/scope/cell-scope'

/** Starts measuring; the function that comes back prints the result. */
export function startClock(): (scope: CellScope) => void {
  const cpu = process.cpuUsage()
  const from = performance.now()
  return (scope) => {
    const wallMs = performance.now() - from
    const { user, system } = process.cpuUsage(cpu)
    const [userMs, systemMs] = [user / 1000, system / 1000]
    scope.write(
      'stdout',
      `CPU times: user ${formatMs(userMs)}, sys ${formatMs(systemMs)}, total ${formatMs(userMs + systemMs)}\n` +
        `Wall time: ${formatMs(wallMs)}\n`,
    )
  }
}
