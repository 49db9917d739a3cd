/**
 * The values of `-d`, `--json`, `--data-urlencode`, `--url-query`: what is read from files and how it is encoded.
 * Knows nothing of requests.
 * @see https://curl.se/docs/manpage.html#-d
 */

/** Reads a file named on the command line; `-` is standard input. Throws when it cannot be read. */
export type ReadArgumentFile = (path: string) => Promise<Buffer>

// curl reads such files with fgets into 256 bytes and ends each piece at the first CR, LF or NUL: so line ends vanish,
// and so does the rest of a piece that holds one of them in its middle.
const PIECE_BYTES = 255

/** Drops line ends and NUL bytes from a file's bytes as `-d @file` does. */
export function stripLineEnds(bytes: Buffer): Buffer {
  const kept: Buffer[] = []
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.subarray(start, start + PIECE_BYTES).indexOf(0x0a)
    const end = newline < 0 ? Math.min(start + PIECE_BYTES, bytes.length) : start + newline + 1
    const piece = bytes.subarray(start, end)
    const cut = piece.findIndex((byte) => byte === 0x0d || byte === 0x0a || byte === 0)
    kept.push(cut < 0 ? piece : piece.subarray(0, cut))
    start = end
  }
  return Buffer.concat(kept)
}

/** Percent-encodes everything but letters, digits and `-._~`. */
export function percentEncode(bytes: Buffer): string {
  let out = ''
  for (const byte of bytes) {
    const char = String.fromCharCode(byte)
    out += /[A-Za-z0-9\-._~]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out
}

/** The bytes of a `--data-binary` value: `@file` is read, anything else is taken as it is. */
export async function readBinaryData(value: string, read: ReadArgumentFile): Promise<Buffer> {
  return value.startsWith('@') ? await read(value.slice(1)) : Buffer.from(value)
}

/** The bytes of a `-d` value: those of a file lose their line ends. */
export async function readData(value: string, read: ReadArgumentFile): Promise<Buffer> {
  return await readBinaryData(value, async (path) => stripLineEnds(await read(path)))
}

/** The text of a `--data-urlencode` value: `content`, `=content`, `name=content`, `@file` or `name@file`. */
export async function encodeData(value: string, read: ReadArgumentFile): Promise<string> {
  const equals = value.indexOf('=')
  const cut = equals < 0 ? value.indexOf('@') : equals
  const name = cut < 0 ? '' : value.slice(0, cut)
  const content = value.slice(cut + 1)
  const bytes = cut >= 0 && equals < 0 ? await read(content) : Buffer.from(content)
  const encoded = percentEncode(bytes).replaceAll('%20', '+')
  return name === '' ? encoded : `${Buffer.from(name).toString('latin1')}=${encoded}`
}
