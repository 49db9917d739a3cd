/**
 * What may stand between two characters of a secret without hiding it: line breaks, colour codes, markup.
 * Owns how a gap is read; knows nothing of secrets.
 * @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ (5.4, control sequences)
 */

/**
 * A way to look at text. `plain`: line breaks and colour codes do not count. `folded`: nor do indentation after a line break
 * and escaped line breaks (`\n` as two characters). `markup`: as plain, and tags do not count. `literal`: line breaks and
 * lone escape characters do not count, colour codes do: what looks like a code may be the first letters of a secret.
 */
export type View = 'plain' | 'folded' | 'markup' | 'literal'

const TAB = 9
const LF = 10
const CR = 13
const ESC = 27
const SPACE = 32
const BACKSLASH = 92
const LESS_THAN = 60

/** Longest control sequence or tag that is skipped; a longer one is text. */
const MAX_SEQUENCE_CHARS = 64
const MAX_TAG_CHARS = 1024

/** The text ends inside what may become a gap. */
export const UNFINISHED = -1

const STARTS: Record<View, Uint8Array> = {
  // The backslash is no gap here; it is looked at because it may be one in the folded view.
  plain: tableOf(LF, CR, ESC, BACKSLASH),
  folded: tableOf(LF, CR, ESC, BACKSLASH),
  markup: tableOf(LF, CR, ESC, LESS_THAN),
  literal: tableOf(LF, CR, ESC),
}

/** For each character code below 128 whether a gap may begin with it in that view. */
export function gapStarts(view: View): Uint8Array {
  return STARTS[view]
}

/**
 * Reads one gap.
 *
 * @param text - Any text.
 * @param at - Index to look at.
 * @param view - What counts as a gap.
 * @returns Index after the gap, `at` itself when there is none, {@link UNFINISHED} when the text ends too early to tell.
 */
export function skipGap(text: string, at: number, view: View): number {
  const code = text.charCodeAt(at)
  if (code === LF || code === CR) return view === 'folded' ? skipBlanks(text, at + 1) : at + 1
  if (code === ESC) return view === 'literal' ? at + 1 : skipControl(text, at)
  if (code === BACKSLASH && view === 'folded') {
    if (at + 1 >= text.length) return UNFINISHED
    const next = text[at + 1]
    return next === 'n' || next === 'r' ? skipBlanks(text, at + 2) : at
  }
  if (code === LESS_THAN && view === 'markup') return skipTag(text, at)
  return at
}

/** Index of the next character that counts, `at` itself when that does; the end of the text when the gap is unfinished. */
export function skipGaps(text: string, at: number, view: View): number {
  for (let here = at; here < text.length;) {
    const next = skipGap(text, here, view)
    if (next === UNFINISHED) break
    if (next === here) return here
    here = next
  }
  return text.length
}

/** The places of gaps that only the `folded` view sees: a line break before indentation, an escaped line break. */
export function foldPlaces(text: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    const next = text.charCodeAt(at + 1)
    if (next === SPACE || next === TAB) places.push(at)
  }
  for (let at = text.indexOf('\r'); at !== -1; at = text.indexOf('\r', at + 1)) {
    const next = text.charCodeAt(at + 1)
    if (next === SPACE || next === TAB) places.push(at)
  }
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', at + 1)) places.push(at)
  return places
}

/** The text without the gaps of the plain view: the form in which secrets are compared. */
export function withoutGaps(text: string): string {
  let out = ''
  for (let at = 0; at < text.length;) {
    const next = skipGap(text, at, 'plain')
    if (next === UNFINISHED) return out
    if (next === at) out += text[at]
    at = next === at ? at + 1 : next
  }
  return out
}

/** The parts of a masked passage that must stay for the rest to look right: colour codes and, in markup, tags. */
export function keptGaps(passage: string, view: View): string {
  const pattern = view === 'markup' ? /\x1b\[[0-?]*[ -/]*[@-~]|<[/!a-z][^<>]*>/gi : /\x1b\[[0-?]*[ -/]*[@-~]/g
  return passage.match(pattern)?.join('') ?? ''
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}

function skipControl(text: string, at: number): number {
  if (at + 1 >= text.length) return UNFINISHED
  if (text[at + 1] !== '[') return at + 1
  for (let end = at + 2; end < at + MAX_SEQUENCE_CHARS; end++) {
    if (end >= text.length) return UNFINISHED
    const code = text.charCodeAt(end)
    if (code >= 0x40 && code <= 0x7e) return end + 1
    if (code < 0x20 || code > 0x3f) return at + 1
  }
  return at + 1
}

function skipTag(text: string, at: number): number {
  if (at + 1 >= text.length) return UNFINISHED
  if (!/[/!a-z]/i.test(text[at + 1]!)) return at
  const close = text.indexOf('>', at)
  if (close === -1) return text.length - at < MAX_TAG_CHARS ? UNFINISHED : at
  return close - at < MAX_TAG_CHARS ? close + 1 : at
}

function tableOf(...codes: number[]): Uint8Array {
  const table = new Uint8Array(128)
  for (const code of codes) table[code] = 1
  return table
}
