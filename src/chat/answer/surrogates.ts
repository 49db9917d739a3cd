/**
 * Keeps halves of a character from being shown: JSON may cut a surrogate pair between two chunks.
 */

/** Joins surrogate pairs over a sequence of pieces. */
export interface PairKeeper {
  /** The piece without a high surrogate at its end, which comes with the next piece. */
  next(piece: string): string
  /** The half that never found its other half. */
  rest(): string
}

/** Makes a keeper for one sequence of pieces. */
export function createPairKeeper(): PairKeeper {
  let held = ''
  return {
    next(piece) {
      const text = held === '' ? piece : held + piece
      const last = text.charCodeAt(text.length - 1)
      if (last < 0xd800 || last > 0xdbff || text === '') {
        held = ''
        return text
      }
      held = text.slice(-1)
      return text.slice(0, -1)
    },
    rest() {
      const text = held
      held = ''
      return text
    },
  }
}
