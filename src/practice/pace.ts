/**
 * How fast answers are streamed, and in what pieces.
 */

/** How fast answers are streamed. */
export interface Pace {
  /** Wait before the first piece, in milliseconds. */
  readonly firstPieceMs: number
  /** Pieces of six characters a second. */
  readonly piecesPerSecond: number
}

/** Quick enough not to bore, slow enough to watch. */
export const READABLE_PACE: Pace = { firstPieceMs: 250, piecesPerSecond: 30 }

/** The pace of the fault `slow`, after {@link SLOW_START_MS}. */
export const SLOW_PACE: Pace = { firstPieceMs: 0, piecesPerSecond: 2 }

/** How long the fault `slow` lets one wait for the first byte. */
export const SLOW_START_MS = 3_000

/** Characters in a streamed piece. */
export const PIECE_CHARS = 6

/**
 * Pieces of a stream that get through before a fault: enough to see it grow, fewer than any canned answer has.
 * Node warns of a leak above ten, for aimock adds a listener to one signal for each piece of a stream it will cut.
 */
export const PIECES_BEFORE_FAULT = 10

/**
 * Cuts a text into the pieces it is streamed in, never through a character.
 * @param text - Any text.
 * @returns Pieces that joined give the text; none for an empty text.
 */
export function cutPieces(text: string): string[] {
  const characters = [...text]
  const pieces: string[] = []
  for (let from = 0; from < characters.length; from += PIECE_CHARS)
    pieces.push(characters.slice(from, from + PIECE_CHARS).join(''))
  return pieces
}
