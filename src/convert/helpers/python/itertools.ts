/** `itertools`. */
/* eslint-disable @typescript-eslint/no-explicit-any */

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
