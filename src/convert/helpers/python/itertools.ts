/** `itertools`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { exact } from './numbers'
import { equals } from './order'

/** `itertools.product(…)` */
export function product(...all: Iterable<any>[]): any[][] {
  return all.reduce<any[][]>(
    (rows, values) => rows.flatMap((row) => [...values].map((each) => [...row, each])),
    [[]],
  )
}

/** `itertools.combinations(values, size)` */
export function combinations(values: readonly any[], size: number): any[][] {
  if (size === 0) return [[]]
  return values.flatMap((first, index) =>
    combinations(values.slice(index + 1), size - 1).map((rest) => [first, ...rest]),
  )
}

/** `enumerate(generator, start)`, one after the other */
export function* enumerated(values: Iterable<any>, start = 0): Generator<[number, any]> {
  let index = start
  for (const value of values) yield [index++, value]
}

/** `zip(…)` with a generator, one after the other */
export function* zipped(...all: Iterable<any>[]): Generator<any[]> {
  const iterators = all.map((values) => values[Symbol.iterator]())
  for (;;) {
    const row = []
    for (const iterator of iterators) {
      const { value, done } = iterator.next()
      if (done) return
      row.push(value)
    }
    yield row
  }
}

/** `itertools.permutations(values, size)` */
export function permutations(values: readonly any[], size = values.length): any[][] {
  if (size === 0) return [[]]
  return values.flatMap((first, index) =>
    permutations([...values.slice(0, index), ...values.slice(index + 1)], size - 1).map((rest) => [
      first,
      ...rest,
    ]),
  )
}

/** `itertools.zip_longest(…, fillvalue=…)` */
export function zipLongest(otherwise: any, ...all: Iterable<any>[]): any[][] {
  const lists = all.map((each) => [...each])
  return Array.from({ length: Math.max(0, ...lists.map((list) => list.length)) }, (_, index) =>
    lists.map((list) => (index < list.length ? list[index] : otherwise)),
  )
}

/** `itertools.groupby(values, key)`: each key with what has it in a row */
export function groupBy(values: Iterable<any>, key: (value: any) => any): [any, IterableIterator<any>][] {
  const groups: [any, any[]][] = []
  for (const value of values) {
    const found = key(value)
    const last = groups.at(-1)
    if (last && equals(last[0], found)) last[1].push(value)
    else groups.push([found, [value]])
  }
  return groups.map(([found, group]) => [found, group.values()])
}

/** `itertools.accumulate(values)` */
export function accumulateNumbers(values: Iterable<number>): number[] {
  const sums: number[] = []
  for (const value of values) sums.push(exact((sums.at(-1) ?? 0) + value))
  return sums
}
