/**
 * How long code took: by the clock on the wall and by the processor. For `%time` and its kin.
 */
import type { CellScope } from '../kernel/scope/cell-scope'

/** Starts measuring; the function that comes back prints the result, in the words of IPython. */
export function startClock(): (scope: CellScope) => void {
  const cpu = process.cpuUsage()
  const from = performance.now()
  return (scope) => {
    const wall = (performance.now() - from) / 1000
    const used = process.cpuUsage(cpu)
    const [user, system] = [used.user / 1e6, used.system / 1e6]
    scope.write(
      'stdout',
      `CPU times: user ${timespan(user)}, sys: ${timespan(system)}, total: ${timespan(user + system)}\n` +
        `Wall time: ${timespan(wall)}\n`,
    )
  }
}

const PARTS: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 24 * 60 * 60],
  ['h', 60 * 60],
  ['min', 60],
  ['s', 1],
]
const UNITS = ['s', 'ms', 'μs', 'ns'] as const

/** Seconds as IPython writes them: `1min 2s`, `1.24 s`, `850 μs`, `0 ns`. */
export function timespan(seconds: number): string {
  if (seconds >= 60) {
    let rest = Math.floor(seconds)
    const parts = PARTS.flatMap(([unit, size]) => {
      const count = Math.floor(rest / size)
      rest -= count * size
      return count > 0 ? [`${count}${unit}`] : []
    })
    return parts.join(' ')
  }
  const order = seconds > 0 ? Math.min(-Math.floor(Math.floor(Math.log10(seconds)) / 3), 3) : 3
  const unit = UNITS[Math.max(order, 0)]!
  return `${Number((seconds * 1000 ** Math.max(order, 0)).toPrecision(3))} ${unit}`
}
