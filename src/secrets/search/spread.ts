/**
 * Secrets that are written one character at a time: as a list of characters, of bytes, of hex pairs. Owns how such a list
 * is read; knows nothing of the registry.
 */
import { noteCut, noteOpen, type Findings } from './findings'
import { skipGap } from './gaps'
import { isHalf, isTelling } from './parts'

/** One way to write a secret in pieces. */
export interface Spread {
  readonly value: string
  readonly units: readonly string[]
  /** Numbers of one to three digits: each must end where its digits end. */
  readonly isDecimal: boolean
  /** The four characters with which a text in that way may begin. */
  readonly heads: readonly string[]
}

/** Longest run of separators between two units: the indentation of a nested list. */
const MAX_GAP_CHARS = 64
/** Of a private key the lines are secrets by themselves. */
const MAX_VALUE_CHARS = 256
const SEPARATORS = new Set([...' \t\r\n,;:|-\'"`\\'].map((char) => char.charCodeAt(0)))

/**
 * The ways in which a secret may be spread out.
 *
 * @param value - The secret.
 */
export function spreadsOf(value: string): Spread[] {
  if (value.length > MAX_VALUE_CHARS) return []
  const chars = [...value]
  const [first = '', second = ''] = chars
  const bytes = [...Buffer.from(value, 'utf8')]
  const decimals = bytes.map(String)
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'))
  const between = [`, ${second}`, `,${second},`, ` ${second} `, `-${second}-`, `\t${second}\t`, '   ']
  return [
    {
      value,
      units: chars,
      isDecimal: false,
      heads: [`', '`, `', "`, `',"`, `","`, `", "`, `",'`, ...between].map((rest) =>
        (first + rest).slice(0, 4),
      ),
    },
    {
      value,
      units: decimals,
      isDecimal: true,
      heads: [', ', ',', ' ', '  '].map((gap) => (decimals[0] + gap + decimals[1]).slice(0, 4)),
    },
    ...[hex, hex.map((pair) => pair.toUpperCase())].map((pairs) => ({
      value,
      units: pairs,
      isDecimal: false,
      heads: [' ', '  ', ':', '-', ', ', ',', '\\x', ''].map((gap) =>
        (pairs[0] + gap + pairs[1]).slice(0, 4),
      ),
    })),
  ]
}

/**
 * Compares a text from one place on with a spread secret; notes what is found.
 *
 * @param text - The text.
 * @param first - Where the first unit begins.
 */
export function compareSpread(text: string, first: number, spread: Spread, findings: Findings): void {
  const { value, units, isDecimal } = spread
  let end = first
  for (let matched = 0; matched < units.length; matched++) {
    const unit = units[matched]!
    const at = matched === 0 ? first : skipSeparators(text, end, unit)
    if (at >= text.length || (at + unit.length > text.length && unit.startsWith(text.slice(at)))) {
      if (isTelling(value.slice(0, matched))) noteCut(findings, first, end, matched, units.length)
      else noteOpen(findings, first, matched)
      return
    }
    const isThere =
      text.startsWith(unit, at) &&
      !(isDecimal && (isDigit(text.charCodeAt(at + unit.length)) || (matched > 0 && at === end)))
    if (!isThere) {
      if (isHalf(matched, units.length) && isTelling(value.slice(0, matched))) findings.spans.push(first, end)
      return
    }
    end = at + unit.length
  }
  findings.spans.push(first, end)
}

/** Index of the next unit, or of what stands in its place; the end of the text when that comes first. */
function skipSeparators(text: string, from: number, unit: string): number {
  let at = from
  while (at < text.length && at - from < MAX_GAP_CHARS && !text.startsWith(unit, at)) {
    const gap = skipGap(text, at, 'markup')
    if (gap < 0) return text.length
    if (gap > at) at = gap
    else if (SEPARATORS.has(text.charCodeAt(at))) at++
    else if (text[at] === '0' && text[at + 1] === 'x') at += 2
    else if (text[at] === 'x' && text[at - 1] === '\\') at++
    else break
  }
  return at
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
