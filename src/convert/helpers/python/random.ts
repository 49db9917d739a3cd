/** `random`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'

/** `random.choices(values, weights, k=times)` */
export function chosen(values: Iterable<any>, times: number, weights?: readonly number[]): any[] {
  const all = [...values]
  if (all.length === 0) throw failure('IndexError', 'Cannot choose from an empty sequence')
  if (weights && weights.length !== all.length)
    throw failure('ValueError', 'The number of weights does not match the population')
  const total = (weights ?? all.map(() => 1)).reduce((sum, each) => sum + each, 0)
  return Array.from({ length: times }, () => {
    let left = Math.random() * total
    return all[
      Math.max(
        0,
        all.findIndex((_, index) => (left -= weights?.[index] ?? 1) < 0),
      )
    ]
  })
}

/** `random.sample(values, len(values))` */
export function shuffled(values: Iterable<any>): any[] {
  const all = [...values]
  for (let left = all.length; left > 1; left--) {
    const at = Math.floor(Math.random() * left)
    ;[all[at], all[left - 1]] = [all[left - 1], all[at]]
  }
  return all
}
