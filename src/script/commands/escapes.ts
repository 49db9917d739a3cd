/**
 * Backslash escapes of `echo -e` and `printf`, as bytes: `\xHH` and `\nnn` are bytes, not characters.
 * @see https://www.gnu.org/software/bash/manual/html_node/Bash-Builtins.html
 */

/** How octal escapes are written: `echo -e` and `%b` take `\0nnn`, a printf format takes `\nnn`. */
export type OctalStyle = 'zero' | 'plain' | 'both'

/** Bytes of a text with its escapes read. */
export interface Unescaped {
  readonly bytes: Uint8Array
  /** `\c` was there: nothing after it is output. */
  readonly stops: boolean
}

const NAMED: Readonly<Record<string, number | undefined>> = {
  a: 7,
  b: 8,
  e: 27,
  E: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
}

/**
 * Reads the escapes of a text.
 *
 * @param text - Text with backslashes.
 * @param octal - Which octal form counts.
 * @param quotes - Whether `\"`, `\'` and `\?` are escapes too, as in a printf format.
 */
export function unescapeBytes(text: string, octal: OctalStyle, quotes = false): Unescaped {
  const chunks: Buffer[] = []
  let stops = false
  const pattern =
    /\\(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8})|(0?[0-7]{1,3})|([\s\S]))|[^\\]+|\\$/g
  for (const match of text.matchAll(pattern)) {
    const [whole, hex, short, long, digits, named] = match
    if (hex !== undefined) chunks.push(Buffer.of(parseInt(hex, 16)))
    else if (short !== undefined || long !== undefined)
      chunks.push(codePoint(parseInt((short ?? long) as string, 16)))
    else if (digits !== undefined) chunks.push(octalBytes(digits, octal))
    else if (named === 'c' && !quotes) {
      stops = true
      break
    } else if (named !== undefined && NAMED[named] !== undefined)
      chunks.push(Buffer.of(NAMED[named] as number))
    else if (quotes && named !== undefined && /["'?]/.test(named)) chunks.push(Buffer.from(named))
    else chunks.push(Buffer.from(whole))
  }
  return { bytes: Buffer.concat(chunks), stops }
}

function octalBytes(digits: string, style: OctalStyle): Buffer {
  // The form with a zero takes three digits after it, the other one three in all.
  if (style === 'zero' && !digits.startsWith('0')) return Buffer.from(`\\${digits}`)
  const most = style !== 'plain' && digits.startsWith('0') ? 4 : 3
  const used = digits.slice(0, most)
  return Buffer.concat([Buffer.of(parseInt(used, 8) & 255), Buffer.from(digits.slice(most))])
}

function codePoint(value: number): Buffer {
  return value <= 0x10ffff ? Buffer.from(String.fromCodePoint(value)) : Buffer.alloc(0)
}
