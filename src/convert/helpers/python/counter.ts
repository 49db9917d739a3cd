/** `collections.Counter`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { get, setItem } from './containers'

/** `Counter(values)` */
export function countEach(values: Iterable<any>, counts: any = {}): any {
  for (const each of values) setItem(counts, each, get(counts, each, 0) + 1)
  return counts
}

/** `counter.most_common(size)` */
export function mostCommon(counts: any, size?: number): any[][] {
  const entries: any[][] = counts instanceof Map ? [...counts] : Object.entries(counts)
  return entries.sort(([, a], [, b]) => b - a).slice(0, size)
}
