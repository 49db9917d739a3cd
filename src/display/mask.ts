/**
 * Masking before drawing: what is escaped, cut or encoded on the way to the page could not be recognised at the exit.
 * Knows the one exception, a cell that shows secrets because its user asked for it; the exit decides for itself.
 */
import { currentScope } from '../kernel/scope/scope'
import { createRedactor, type Redactor } from '../secrets/redact-stream'
import { redact, redactGrowing } from '../secrets/redact-text'
import { isRevealed } from '../secrets/reveal'

/**
 * Masks every secret in a text that is drawn in the running cell.
 *
 * @param text - Text about to be drawn.
 * @param view - `markup` for HTML and SVG.
 * @returns The text with its secrets masked; as it is in a cell that called `reveal()`.
 */
export function maskForCell(text: string, view: 'plain' | 'markup' = 'plain'): string {
  return isRevealed(currentScope()) ? text : redact(text, view)
}

/** The same for a text that is still growing: its end is left out while it may become a secret. */
export function maskGrowingForCell(text: string): string {
  return isRevealed(currentScope()) ? text : redactGrowing(text)
}

/** A redactor for text that is drawn in the running cell; one that changes nothing in a cell that called `reveal()`. */
export function createCellRedactor(): Redactor {
  return isRevealed(currentScope()) ? OPEN : createRedactor()
}

const OPEN: Redactor = { push: (text) => text, release: () => '', flush: () => '', peekHeld: () => 0 }
