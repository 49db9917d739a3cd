/**
 * Text that grows by small pieces, in flat memory.
 */

const PIECES_PER_BLOCK = 512

/** A growing text. */
export interface TextBuffer {
  /** Whether nothing was added yet. */
  readonly isEmpty: boolean
  /** Appends a piece. */
  add(piece: string): void
  /** The whole text. */
  toString(): string
}

/**
 * Makes an empty text buffer. `text += piece` would keep every piece alive in a rope of concatenations (about 60 bytes
 * for each token of an answer until somebody reads it); here pieces are joined into flat blocks as they come.
 */
export function createTextBuffer(): TextBuffer {
  let flat = ''
  let pieces: string[] = []
  const settle = (): void => {
    if (pieces.length === 0) return
    flat = flat === '' ? pieces.join('') : flat + pieces.join('')
    pieces = []
  }
  return {
    get isEmpty() {
      return flat === '' && pieces.length === 0
    },
    add(piece) {
      if (pieces.push(piece) >= PIECES_PER_BLOCK) settle()
    },
    toString() {
      settle()
      return flat
    },
  }
}
