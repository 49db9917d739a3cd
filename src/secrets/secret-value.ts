/**
 * A secret as a value: it prints as the mask wherever it is shown, and only helpers of this library can read it.
 * Owns the wrapper and how it is opened; knows nothing of where secrets come from.
 */
import { REVEAL } from '../base/secret-text'
import { MASK } from './redact-text'

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
