/**
 * All bytes of a source in one piece, but no more than a limit.
 */

/**
 * Collects bytes to the end of a source.
 *
 * @param source - Bytes in pieces. It is left when the limit passes.
 * @param maxBytes - Most bytes.
 * @param tooMuch - Makes the error to throw when there are more.
 * @returns The bytes; none for an empty source.
 */
export async function collectBytes(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
  tooMuch: () => Error,
): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of source) {
    size += piece.length
    if (size > maxBytes) throw tooMuch()
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
