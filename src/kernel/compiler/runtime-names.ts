/**
 * Names that a compiled cell finds its surroundings under. Unlikely ones: a cell may declare any other.
 */

/** The object whose properties are the notebook's variables. */
export const VARIABLES = '__vars__'

/** How a cell imports; see cell-runtime.ts. */
export const RUNTIME = '__cell__'

/** Says whether the cell is still running: only then can a variable of it be used too early. */
export const RUN = '__run__'
