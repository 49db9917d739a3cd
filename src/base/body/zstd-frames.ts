/**
 * Where zstd data ends: follows frames and blocks by their headers, without unpacking anything. Before version 24 Node
 * takes data that stops in the middle of a frame for whole.
 * @see https://www.rfc-editor.org/rfc/rfc8878#section-3.1
 */

/** Follows data as it passes. */
export interface ZstdFrames {
  /** Whether the data so far ends with the end of a frame. */
  readonly isComplete: boolean
  /** Takes the next bytes, cut anywhere. */
  take(bytes: Uint8Array): void
}

const CONTENT_SIZE_BYTES = [0, 2, 4, 8]
const DICTIONARY_BYTES = [0, 1, 2, 4]
const CHECKSUM_BYTES = 4
/** Type of a block that is one byte, repeated. */
const REPEATED = 1

/** A header: how many bytes it has, and what follows from them. */
interface Header {
  readonly length: number
  read(value: number): Next
}

/** How many bytes to pass over, and the header after them. */
interface Next {
  readonly skip: number
  readonly header: Header
}

/** Makes one for data that begins with a frame. */
export function createZstdFrames(): ZstdFrames {
  let header: Header = MAGIC
  let skip = 0
  let value = 0
  let count = 0
  return {
    get isComplete() {
      return header === MAGIC && skip === 0 && count === 0
    },
    take(bytes) {
      for (let at = 0; at < bytes.length;) {
        const passed = Math.min(skip, bytes.length - at)
        skip -= passed
        at += passed
        if (at === bytes.length) return
        value += bytes[at++]! * 256 ** count++
        if (count < header.length) continue
        ;({ skip, header } = header.read(value))
        value = 0
        count = 0
      }
    },
  }
}

const MAGIC: Header = {
  length: 4,
  // Frames of users carry their size; what is neither is for the decoder to refuse.
  read: (magic) => ({ skip: 0, header: magic >>> 4 === 0x184d2a5 ? SKIPPED : DESCRIPTOR }),
}

const SKIPPED: Header = { length: 4, read: (size) => ({ skip: size, header: MAGIC }) }

const DESCRIPTOR: Header = {
  length: 1,
  read(byte) {
    const isSingle = (byte & 0x20) !== 0
    const contentSize = isSingle && byte >>> 6 === 0 ? 1 : CONTENT_SIZE_BYTES[byte >>> 6]!
    const skip = (isSingle ? 0 : 1) + DICTIONARY_BYTES[byte & 3]! + contentSize
    return { skip, header: blockHeader((byte & 4) === 0 ? 0 : CHECKSUM_BYTES) }
  },
}

function blockHeader(checksumBytes: number): Header {
  const header: Header = {
    length: 3,
    read(block) {
      const size = ((block >>> 1) & 3) === REPEATED ? 1 : block >>> 3
      return (block & 1) === 0 ? { skip: size, header } : { skip: size + checksumBytes, header: MAGIC }
    },
  }
  return header
}
