/**
 * Foreign text on its way to a display, in pieces cut anywhere. Owns what must wait for the next piece: an unfinished
 * escape sequence, the first half of a surrogate pair, what may become a secret (the text is later cut into outputs,
 * and a secret over such a cut would be in none of them as a whole). Cheap to add to; the work is done when it is taken.
 */
import { createCellRedactor } from '../mask'
import { createControlStripper } from '../terminal-text'
import { createPairKeeper } from '../../base/surrogates'

/** Collects pieces of text between two frames. */
export interface Intake {
  /** Notes a piece. */
  add(delta: string): void
  /** Whether anything came since the last {@link Intake.take}. */
  hasNew(): boolean
  /**
   * Gives what came, free of control characters and secrets, and well-formed.
   * @param isLast - Whether nothing more comes: then nothing is held back.
   */
  take(isLast: boolean): string
}

/** Makes an empty {@link Intake}. */
export function createIntake(): Intake {
  const stripper = createControlStripper()
  const redactor = createCellRedactor()
  let arrived = ''
  const pairs = createPairKeeper()
  return {
    add(delta) {
      arrived += delta
    },
    hasNew: () => arrived !== '',
    take(isLast) {
      const plain = stripper.push(arrived) + (isLast ? stripper.end() : '')
      const masked = redactor.push(plain) + (isLast ? redactor.flush() : '')
      const text = pairs.next(masked) + (isLast ? pairs.rest() : '')
      arrived = ''
      // A lone half cannot be sent as UTF-8.
      return text.replace(/\p{Cs}/gu, '\ufffd')
    },
  }
}
