/**
 * Text as bytes: inside the request side every string that goes on the wire holds one byte per character, so that paths,
 * headers and cookies pass through unchanged whatever their encoding. Knows nothing of HTTP.
 */

/** UTF-8 bytes of a text, one character per byte. */
export function toWire(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}

/** The text that wire bytes spell in UTF-8. */
export function fromWire(wire: string): string {
  return isAscii(wire) ? wire : Buffer.from(wire, 'latin1').toString('utf8')
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text)
}
