/**
 * A secret as a value: it prints as the mask wherever it is shown, and only helpers of this library can read it.
 * Owns the wrapper and how it is opened; knows nothing of where secrets come from.
 */
import { MASK } from './redact-text'

/** Method by which helpers of any copy of this library read a secret. */
export const REVEAL = Symbol.for('tslab-magics.reveal')
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** A secret that can be passed around and printed without being shown. Helpers take it as a template, header or variable value. */
export interface Secret {
  /** What it is called, e.g. the variable it came from. */
  readonly name: string
  /** The mask, never the secret. */
  toString(): string
  /** The mask, never the secret. */
  toJSON(): string
}

/**
 * Wraps a secret.
 *
 * @param text - The secret itself.
 * @param name - What it is called.
 */
export function createSecret(text: string, name: string): Secret {
  const secret = { name, toString: () => MASK, toJSON: () => MASK }
  for (const [key, value] of [
    [REVEAL, () => text],
    [INSPECT, () => MASK],
    [Symbol.toPrimitive, () => MASK],
    ['toString', () => MASK],
    ['toJSON', () => MASK],
    ['name', name],
  ] as const)
    Object.defineProperty(secret, key, { value, enumerable: false })
  return Object.freeze(secret)
}

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
