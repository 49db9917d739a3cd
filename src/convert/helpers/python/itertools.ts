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
