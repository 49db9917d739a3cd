/**
 * Header lines given with `-H`: what they send, replace or remove. Owns that syntax and the refusal of line breaks;
 * knows nothing of curl's own headers.
 * @see https://curl.se/docs/manpage.html#-H
 */
import { CurlUsageError } from '../transfer-error'
import { toWire } from '../wire-text'

/** One header line of the user. All strings are wire text. */
export interface CustomHeader {
  readonly name: string
  /** After the colon, as written; `undefined` when the line only removes a default header. */
  readonly value: string | undefined
}

/** The user's header lines. */
export class CustomHeaders {
  readonly all: readonly CustomHeader[]

  /** @throws CurlUsageError when a line holds a line break or a NUL byte: it could smuggle in another header. */
  constructor(lines: readonly string[], option = '-H') {
    this.all = lines.flatMap((line) => parseLine(line, option))
  }

  /** Whether a header of that name was given, to be sent or removed. */
  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  /** The first line with that name, also one that removes. */
  get(name: string): CustomHeader | undefined {
    const wanted = name.toLowerCase()
    return this.all.find((header) => header.name.toLowerCase() === wanted)
  }

  /** Whether a given header's value names a token, e.g. `chunked`. */
  names(name: string, token: string): boolean {
    return this.get(name)?.value?.toLowerCase().includes(token) ?? false
  }
}

function parseLine(line: string, option: string): CustomHeader[] {
  if (/[\r\n\x00]/.test(line)) {
    throw new CurlUsageError(`option ${option}: a header must not contain a line break or a NUL byte`)
  }
  const wire = toWire(line)
  const colon = wire.indexOf(':')
  if (colon > 0) {
    const value = wire.slice(colon + 1)
    return [{ name: wire.slice(0, colon), value: value.trim() === '' ? undefined : value }]
  }
  // `Name;` sends the header with an empty value.
  const empty = /^([^:;]+);\s*$/.exec(wire)
  return empty?.[1] === undefined ? [] : [{ name: empty[1], value: '' }]
}
