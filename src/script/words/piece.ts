/**
 * What a word is while it is being expanded: stretches of text that remember whether they were quoted and whether they
 * came out of an expansion. Splitting and globbing need to know; nothing else does.
 */

/** A stretch of an expanded word. */
export interface Piece {
  readonly text: string
  /** Quoted text is neither split nor matched against file names, and an empty one still makes a word. */
  readonly quoted: boolean
  /** Text that an unquoted expansion gave: it is split at `$IFS`. */
  readonly split: boolean
}

/** Ends one word and begins the next: between the items of an interpolated array. */
export const BREAK = Symbol('word break')

/** Pieces of one word as written, in order. */
export type Pieces = readonly (Piece | typeof BREAK)[]

/** Text under quotes or after a backslash. */
export const quoted = (text: string): Piece => ({ text, quoted: true, split: false })

/** Text as written, unquoted. */
export const literal = (text: string): Piece => ({ text, quoted: false, split: false })

/** Text that an unquoted expansion gave. */
export const expanded = (text: string): Piece => ({ text, quoted: false, split: true })

/** The text of pieces where no splitting happens: assignments, heredocs, patterns without quotes. */
export function joinPieces(pieces: Pieces): string {
  return pieces.map((piece) => (piece === BREAK ? ' ' : piece.text)).join('')
}
