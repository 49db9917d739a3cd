/**
 * Finds secrets in text: registered ones in all their forms, and keys by their prefix. One pass over the text: every four
 * characters in a row are looked up in a filter, and only where that hits is a form compared.
 * Owns searching; knows nothing of the registry, of masking and of streams.
 */
import { compareEscaped, searchEscapes } from './escaped'
import { beginsEscape, mayEscape } from './escapes'
import { noteCut, noteOpen, type Findings } from './findings'
import { foldPlaces, gapStarts, skipGap, skipGaps, UNFINISHED, type View } from './gaps'
import {
  createIndex,
  GRAM,
  KEY_BEGINNINGS,
  KEYS_BY_BEGINNING,
  pairOf,
  slotOf,
  type GramIndex,
} from './gram-index'
import { readKey, startsWord, type KnownKey } from '../known-keys'
import { comparePart, isTelling, notePart, noteQuotes } from './parts'
import { compareSpread } from './spread'

/** Searches texts. Made once for a set of forms. */
export interface Matcher {
  /**
   * Adds what it finds in a text to `findings`.
   * @param markup - Whether tags inside a secret do not hide it.
   */
  search(text: string, markup: boolean, findings: Findings): void
}

/**
 * Makes a matcher.
 *
 * @param forms - What to look for besides keys by prefix: at least four characters each, without gaps.
 * @param values - The secrets themselves, of which parts and spread-out letters are looked for too.
 */
export function createMatcher(forms: Iterable<string>, values: readonly string[] = []): Matcher {
  const index = createIndex(forms, values)
  return {
    search(text, markup, findings) {
      const escapes: number[] = []
      const seen = scan(index, text, 'plain', findings, escapes)
      if (!index.hasForms) return
      // Colour codes may stand before a fold: then the whole text is looked at in each view.
      if (seen & CONTROLS)
        for (const view of ['literal', 'folded'] as const) scan(index, text, view, findings)
      else if (seen & FOLDS) for (const place of foldPlaces(text)) scanFold(index, text, place, findings)
      if (markup) scan(index, text, 'markup', findings)
      if (escapes.length > 0)
        searchEscapes(index, { text, places: escapes, view: markup ? 'markup' : 'plain' }, findings)
      noteQuotes(text, values, findings)
    },
  }
}

/** What a pass has seen: escape characters, places that the folded view reads in another way. */
const CONTROLS = 1
const FOLDS = 2

const ESC = 27
const BACKSLASH = 92
const SPACE = 32
const TAB = 9
/** What may begin with a character: a gap, an escape. */
const GAP = 1
const ESCAPE = 2
const PLAIN_MARKS = gapStarts('plain').map((mark, code) => mark | (mayEscape(code) ? ESCAPE : 0))

/** The state of one pass: the places of the last four characters that count. */
interface Window {
  gram: number
  first: number
  second: number
  third: number
  last: number
}

/** Looks at a whole text in one view. Returns what it has seen on the way; adds the places where escapes may begin. */
function scan(
  index: GramIndex,
  text: string,
  view: View,
  findings: Findings,
  escapes: number[] = [],
): number {
  const { filter, entries } = index
  const isPlain = view === 'plain'
  const marks = isPlain ? PLAIN_MARKS : gapStarts(view)
  // Locals, not a Window: this loop runs once for each character of all output.
  let gram = 0
  let first = -1
  let second = -1
  let third = -1
  let last = -1
  let seen = 0
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at)
    if (code < 128) {
      const mark = marks[code]!
      if (mark !== 0) {
        if (mark & ESCAPE && beginsEscape(code, text.charCodeAt(at + 1))) escapes.push(at)
        if (mark & GAP) {
          const next = skipGap(text, at, view)
          if (code === ESC) seen |= CONTROLS
          else if (code === BACKSLASH || isBlank(text.charCodeAt(at + 1))) seen |= FOLDS
          if (next === UNFINISHED) break
          if (next !== at) {
            at = next
            continue
          }
        }
      }
    } else if (isPlain && mayEscape(code)) escapes.push(at)
    gram = (gram << 8) | (code & 0xff)
    first = second
    second = third
    third = last
    last = at++
    if (filter[slotOf(gram)] !== 1 || first === -1) continue
    const entry = entries.get(gram)
    if (entry === undefined) continue
    for (const form of entry.forms)
      if (!compare(text, first, form, view, findings) && isPlain)
        compare(text, first, form, 'folded', findings)
    if (!isPlain) continue
    for (const part of entry.parts) comparePart(text, first, part, findings)
    for (const spread of entry.spreads) compareSpread(text, first, spread, findings)
    if (last - first === GRAM - 1) for (const key of entry.keys) compareKey(text, first, key, findings)
  }
  noteBeginnings(index, text, { gram, first, second, third, last }, isPlain, findings)
  return seen
}

/**
 * Looks across one fold, which the plain pass does not: at the windows that begin with up to three characters before it.
 * Indented text has a fold on each line; most are left at once, for no form has the two characters around it side by side.
 */
function scanFold(index: GramIndex, text: string, place: number, findings: Findings): void {
  const before = beforeBreaks(text, place)
  if (before < 0) return
  const next = skipGaps(text, place, 'folded')
  if (next < text.length && index.pairs[pairOf(text.charCodeAt(before), text.charCodeAt(next))] === 0) return
  // Folds further back have windows of their own; plain line breaks have none.
  const start = beforeBreaks(text, beforeBreaks(text, before))
  const window: Window = { gram: 0, first: -1, second: -1, third: -1, last: -1 }
  let after = 0
  for (let at = skipGaps(text, Math.max(0, start), 'folded'); at < text.length && after < GRAM - 1;) {
    if (at >= place) after++
    window.gram = (window.gram << 8) | (text.charCodeAt(at) & 0xff)
    window.first = window.second
    window.second = window.third
    window.third = window.last
    window.last = at
    at = skipGaps(text, at + 1, 'folded')
    if (index.filter[slotOf(window.gram)] !== 1 || window.first === -1) continue
    for (const form of index.entries.get(window.gram)?.forms ?? [])
      compare(text, window.first, form, 'folded', findings)
  }
  if (after < GRAM - 1) noteBeginnings(index, text, window, false, findings)
}

/** Index of the last character before a place that is no line break; negative when there is none. */
function beforeBreaks(text: string, place: number): number {
  let before = place - 1
  while (text[before] === '\n' || text[before] === '\r') before--
  return before
}

/** Compares a form with the text from `first` on, gaps left out. Returns whether all of it is there. */
function compare(text: string, first: number, form: string, view: View, findings: Findings): boolean {
  let matched = 0
  let end = first
  for (let at = first; at < text.length;) {
    if (text.charCodeAt(at) !== form.charCodeAt(matched)) {
      if (mayEscape(text.charCodeAt(at)) && view !== 'literal')
        compareEscaped(text, first, form, { isMail: text[at] === '=', view }, findings)
      notePart(text, first, { end, form, matched }, findings)
      return false
    }
    end = at + 1
    if (++matched === form.length) {
      findings.spans.push(first, end)
      return true
    }
    at = skipGaps(text, end, view)
  }
  // A half of words only may go on in any way.
  if (isTelling(form.slice(0, matched))) noteCut(findings, first, end, matched, form.length)
  else noteOpen(findings, first, matched)
  return false
}

function compareKey(text: string, start: number, key: KnownKey, findings: Findings): void {
  const reading = readKey(text, start, key)
  if (reading === undefined) return
  if (reading.whole) findings.spans.push(start, reading.end)
  if (reading.open) noteOpen(findings, start, text.length - start)
}

/** Notes the secrets that may begin with the last one to three characters, the longest beginning first. */
function noteBeginnings(
  index: GramIndex,
  text: string,
  window: Window,
  isPlain: boolean,
  findings: Findings,
): void {
  const { gram, second, third, last } = window
  if (index.hasForms) {
    const [one, two, three] = index.beginnings
    if (second !== -1 && three[slotOf(gram & 0xffffff)] === 1) noteOpen(findings, second, 3)
    if (third !== -1 && two[gram & 0xffff] === 1) noteOpen(findings, third, 2)
    if (last !== -1 && one[gram & 0xff] === 1) noteOpen(findings, last, 1)
  }
  // A key stands in one piece at the very end.
  if (!isPlain || last === -1 || last !== text.length - 1) return
  const [one, two, three] = KEY_BEGINNINGS
  if (last - second === 2 && three[slotOf(gram & 0xffffff)] === 1) noteKeys(text, second, findings)
  if (last - third === 1 && two[gram & 0xffff] === 1) noteKeys(text, third, findings)
  if (one[gram & 0xff] === 1) noteKeys(text, last, findings)
}

function noteKeys(text: string, start: number, findings: Findings): void {
  if (!startsWord(text, start)) return
  for (const key of KEYS_BY_BEGINNING.get(text.slice(start)) ?? []) compareKey(text, start, key, findings)
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB
}
