/**
 * How much a run tests. `npm test` takes a few minutes: one set-up of the kernel, few rounds of what is done again and
 * again. With TSLAB_MAGICS_TESTS=all, as `npm run test:all` and the checks have it, everything is tried on every set-up.
 * Nothing else reads the variable but jest.config.js.
 */
const IS_ALL = process.env['TSLAB_MAGICS_TESTS'] === 'all'

/** How often something is done: so many times in all, or the few of a short run. */
export const rounds = (all: number, few: number): number => (IS_ALL ? all : few)

/** The variants that are tried, such as set-ups or versions: each of them, or the first. */
export const variants = <T>(all: readonly T[]): readonly T[] => (IS_ALL ? all : all.slice(0, 1))

/** Rows of a table that are tried: all, or every third. */
export const someOf = <T>(rows: readonly T[]): readonly T[] =>
  IS_ALL ? rows : rows.filter((_row, index) => index % 3 === 0)

/** A test that takes long and stands beside shorter ones of the same matter: skipped in a short run. */
export const longTest = IS_ALL ? test : test.skip

/** As {@link longTest}, with all that is done before its tests. */
export const longSuite = IS_ALL ? describe : describe.skip
