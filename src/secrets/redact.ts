/**
 * Masks registered secrets in text that leaves the process.
 */
import { secretValues } from './registry'

/** What stands in the place of a secret. */
export const MASK = '••••'

/**
 * Masks every registered secret in a whole text.
 * @param text - Text about to be shown.
 * @returns The text with each secret replaced by `••••`; the same string when there is none.
 */
export function redact(text: string): string {
  let out = text
  for (const value of secretValues()) out = out.replaceAll(value, MASK)
  return out
}
