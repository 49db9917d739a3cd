/**
 * How a secret that was wrapped as a value is opened. Knows nothing of how one is made, shown or masked.
 */

/** Method by which helpers of any copy of this library read a secret. */
export const REVEAL = Symbol.for('tslab-magics.reveal')

/**
 * Opens a secret. For helpers that put it into a request, a variable or a command.
 *
 * @param value - Anything.
 * @returns The text of a secret made by any copy of this library; `undefined` for everything else.
 */
export function secretText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !(REVEAL in value)) return undefined
  const read = value[REVEAL]
  const text: unknown = typeof read === 'function' ? read.call(value) : undefined
  return typeof text === 'string' ? text : undefined
}
