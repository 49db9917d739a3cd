/**
 * Keeps halves of a character from being shown: a text may be cut between the two UTF-16 units of a surrogate pair.
 */

/** Whether a UTF-16 unit is the first half of a pair. */
export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

/**
 * The first characters of a text, never half of a pair.
 *
 * @param text - Any text.
 * @param maxChars - Most UTF-16 units that are kept.
 */
export function cutChars(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  return text.slice(0, isHighSurrogate(text.charCodeAt(maxChars - 1)) ? maxChars - 1 : maxChars)
}

/**
 * The last characters of a text, never half of a pair.
 *
 * @param text - Any text.
 * @param maxChars - Most UTF-16 units that are kept.
 */
export function lastChars(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  const start = text.length - maxChars
  return text.slice(isHighSurrogate(text.charCodeAt(start - 1)) ? start + 1 : start)
}

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
      if (!isHighSurrogate(text.charCodeAt(text.length - 1))) {
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
