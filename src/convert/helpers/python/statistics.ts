/** `statistics`, without what is lost in sums of floats. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { asFloat } from './evaluate'
import { failure } from './failure'
import { compare, sorted } from './order'

/** A float as a whole number of parts of 2 ** -1074 */
export function partsOfFloat(value: number): bigint {
  if (!Number.isFinite(value))
    throw failure('NotConverted', 'statistics of an infinite number is not converted.')
  let [power, rest] = [0, Math.abs(value)]
  for (; !Number.isInteger(rest); power++) rest *= 2
  const parts = BigInt(rest) << BigInt(1074 - power)
  return value < 0 ? -parts : parts
}

/** The float nearest to a fraction */
export function nearestFloat(above: bigint, below: bigint): number {
  const [top, bottom] = [above < 0n ? -above : above, below]
  if (top === 0n) return 0
  // As many bits as a float has and two more, the last for all that is cut off.
  const shift = 55 - (top.toString(2).length - bottom.toString(2).length)
  const scaled = shift > 0 ? top << BigInt(shift) : top
  const divisor = shift > 0 ? bottom : bottom << BigInt(-shift)
  const bits = (scaled / divisor) | (scaled % divisor === 0n ? 0n : 1n)
  const size = Number(bits) * 2 ** -shift
  return above < 0n ? -size : size
}

/** `statistics.mean(values)` */
export function mean(values: Iterable<any>, isFloat: boolean): any {
  const all = [...values].map(Number)
  if (all.length === 0) throw failure('StatisticsError', 'mean requires at least one data point')
  const sum = all.map(partsOfFloat).reduce((total, each) => total + each, 0n)
  const found = nearestFloat(sum, BigInt(all.length) << 1074n)
  return isFloat || !Number.isInteger(found) || all.some((each) => !Number.isInteger(each))
    ? asFloat(found)
    : found
}

/** `statistics.median(values)` */
export function median(values: Iterable<any>, isFloat: boolean): any {
  const all = sorted(values)
  if (all.length === 0) throw failure('StatisticsError', 'no median for empty data')
  const middle = Math.floor(all.length / 2)
  if (all.length % 2 === 1) return isFloat ? asFloat(Number(all[middle])) : all[middle]
  return asFloat((all[middle - 1] + all[middle]) / 2)
}

/** `statistics.stdev(values)`, and with `less` 0 `pstdev` */
export function stdev(values: Iterable<any>, less = 1): number {
  const all = [...values].map((each) => partsOfFloat(Number(each)))
  const size = BigInt(all.length)
  if (all.length < 1 + less)
    throw failure(
      'StatisticsError',
      less === 1 ? 'stdev requires at least two data points' : 'pstdev requires at least one data point',
    )
  const sum = all.reduce((total, each) => total + each, 0n)
  const squares = all.reduce((total, each) => total + each * each, 0n)
  const spread = size * squares - sum * sum
  const below = size * (size - BigInt(less))
  // The root of a fraction of 2 ** -1074, with bits to spare.
  const scaled = (spread << 2000n) / below
  return nearestFloat(rootOf(scaled), 1n << 2074n)
}

/** The whole part of a root */
export function rootOf(value: bigint): bigint {
  if (value < 2n) return value
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2))
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** `statistics.mode(values)`: of several the first */
export function mode(values: Iterable<any>): any {
  const counts = new Map<any, number>()
  for (const each of values) counts.set(each, (counts.get(each) ?? 0) + 1)
  if (counts.size === 0) throw failure('StatisticsError', 'no mode for empty data')
  return [...counts].reduce((best, each) => (compare(each[1], best[1]) > 0 ? each : best))[0]
}
