/**
 * Jest's `expect` with the matchers of this library, loaded with the first exercise.
 */
import type { Expect } from './expect-types'
import { MATCHERS } from './matchers'

/** `expect` for one check. */
export interface CountedExpect {
  readonly expect: Expect
  /** How often something was asked of a value. */
  asked(): number
}

/** Gives one check an `expect` of its own. */
export async function loadExpect(): Promise<CountedExpect> {
  const { expect } = await import('./jest-parts.js')
  expect.extend(MATCHERS as never)
  let count = 0
  const counted = Object.assign(
    (value: unknown): unknown => {
      count++
      return expect(value)
    },
    {
      any: expect.any,
      anything: expect.anything,
      arrayContaining: expect.arrayContaining,
      objectContaining: expect.objectContaining,
      stringContaining: expect.stringContaining,
      stringMatching: expect.stringMatching,
      closeTo: expect.closeTo,
    },
  )
  return { expect: counted as unknown as Expect, asked: () => count }
}
