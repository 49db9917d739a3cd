/**
 * Secrets that can be told by their shape but not by how they begin: private keys, connection strings, tokens in parts.
 * Pure; for whole texts, where output that is still coming is looked at by `secrets/`.
 */
import type { NamedValue } from './named-values'
import { entropyOf } from './random-values'

/** Each with a text that it cannot be without: most texts have none of those, and finding that out is cheap. */
const SHAPES: readonly { readonly kind: string; readonly hint: string; readonly pattern: RegExp }[] = [
  {
    kind: 'Azure key',
    hint: 'Key=',
    pattern: /\b(?:AccountKey|SharedAccessKey|AccessKey)=([A-Za-z0-9+/]{40,90}={0,2})/g,
  },
  {
    kind: 'Azure signature',
    hint: '&sig=',
    pattern: /[?&]sv=[^\s"']{10,200}?&sig=([A-Za-z0-9%+/]{40,120}={0,2})/g,
  },
  { kind: 'Telegram token', hint: ':AA', pattern: /(?<![\w.-])(\d{8,10}:AA[\w-]{33})(?![\w-])/g },
  {
    kind: 'Discord token',
    hint: '.',
    pattern: /(?<![\w.-])([MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38})(?![\w-])/g,
  },
  { kind: 'Twilio key', hint: 'SK', pattern: /(?<![\w.-])(SK[0-9a-f]{32})(?!\w)/g },
  { kind: 'Airtable token', hint: 'pat', pattern: /(?<![\w.-])(pat[A-Za-z0-9]{14}\.[0-9a-f]{64})(?!\w)/g },
  { kind: 'Terraform token', hint: '.atlasv1.', pattern: /(?<![\w.-])(\w{14}\.atlasv1\.[\w-]{60,90})/g },
]

/** Random base64 has six bits a character, repeated letters of an example have fewer. */
const MIN_BITS_PER_CHAR = 3.2
const MIN_CHARS = 30

/**
 * Finds secrets by their shape.
 *
 * @param text - Text of a cell or of an output.
 * @returns Their places, in no order.
 */
export function findShapes(text: string): NamedValue[] {
  const shaped = SHAPES.filter(({ hint }) => text.includes(hint)).flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const value = match[1] ?? ''
      const start = match.index + match[0].lastIndexOf(value)
      const isReal = value.length >= MIN_CHARS && entropyOf(value) >= MIN_BITS_PER_CHAR
      return isReal ? [{ start, end: start + value.trimEnd().length, kind }] : []
    }),
  )
  return text.includes('PRIVATE KEY') ? [...shaped, ...findPrivateKeys(text)] : shaped
}

const HEADING = /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g
/** What the lines of a key are written with: base64, line breaks as they are or escaped, quotes of a list of lines. */
const BODY = /[A-Za-z0-9+/=\s\\"',]*/y
const MAX_KEY_CHARS = 20_000

/** The bodies of private keys; a heading alone is none. */
function findPrivateKeys(text: string): NamedValue[] {
  return [...text.matchAll(HEADING)].flatMap(({ index, 0: heading }) => {
    const start = index + heading.length
    const close = text.indexOf('-----END', start)
    BODY.lastIndex = start
    const run = start + (BODY.exec(text)?.[0].length ?? 0)
    const end = close !== -1 && close - start <= MAX_KEY_CHARS ? close : run
    const lines = text.slice(start, end).split(/\\[nr]|[\s"',+]+/)
    const isReal = lines.some((line) => line.length >= MIN_CHARS && entropyOf(line) >= MIN_BITS_PER_CHAR)
    return isReal ? [{ start: skipBreaks(text, start), end, kind: 'private key' }] : []
  })
}

/** The line break after a heading stays. */
function skipBreaks(text: string, from: number): number {
  return from + (/^(?:\\[nr]|[\s"',+])*/.exec(text.slice(from, from + 40))?.[0].length ?? 0)
}
