/**
 * Bytes as a file of text holds them: as they are where they are UTF-8, else in base64. Pure.
 */
import type { Frame } from './format'

/** A text, or bytes that are none. */
export type TextOrBytes = string | { readonly base64: string }

/**
 * Turns bytes into what is written.
 * @param bytes - For example a piece of a body, which may end inside of a character.
 */
export function toText(bytes: Uint8Array): TextOrBytes {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const text = buffer.toString('utf8')
  return Buffer.from(text, 'utf8').equals(buffer) ? text : { base64: buffer.toString('base64') }
}

/** The bytes of what {@link toText} gave. */
export function toBytes(data: TextOrBytes): Buffer {
  return typeof data === 'string' ? Buffer.from(data, 'utf8') : Buffer.from(data.base64, 'base64')
}

/** The bytes of a body, from its pieces. */
export function joinFrames(frames: readonly Frame[]): Buffer {
  return Buffer.concat(frames.map(([, data]) => toBytes(data)))
}
