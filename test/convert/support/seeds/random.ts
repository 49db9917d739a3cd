/** Numbers from a seed: the same for the same seed. */
export interface Random {
  /** Below 1. */
  number(): number
  pick<T>(values: readonly T[]): T
  below(limit: number): number
  chance(share: number): boolean
}

/** @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain) */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const number = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(number() * limit)
  return {
    number,
    below,
    pick: (values) => values[below(values.length)]!,
    chance: (share) => number() < share,
  }
}
