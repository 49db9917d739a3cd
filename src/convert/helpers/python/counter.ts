/** `collections.Counter`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { get, setItem } from './containers'
import { repr } from './show'

/** `Counter(values)` */
export function countEach(values: Iterable<any>, counts: any = {}): any {
  for (const each of values) setItem(counts, each, get(counts, each, 0) + 1)
  return counts
}

/** `str(counter)` of what is in it, the most common first */
export function counterText(entries: any[][]): string {
  const parts = entries.map(([key, count]) => `${repr(key)}: ${repr(count)}`)
  return parts.length === 0 ? 'Counter()' : `Counter({${parts.join(', ')}})`
}

/** `counter.most_common(size)` */
export function mostCommon(counts: any, size?: number): any[][] {
  const entries: any[][] = counts instanceof Map ? [...counts] : Object.entries(counts)
  return entries.sort(([, a], [, b]) => b - a).slice(0, size)
}
