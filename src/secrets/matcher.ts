/**
 * Finds secrets in text: registered ones in all their forms, and keys by their prefix. One pass over the text: every four
 * characters in a row are looked up in a filter, and only where that hits is a form compared.
 * Owns searching; knows nothing of the registry, of masking and of streams.
 */
import { noteCut, noteOpen, type Findings } from './findings'
import { foldPlaces, gapStarts, otherViews, skipGap, skipGaps, UNFINISHED, type View } from './gaps'
import { createIndex, GRAM, KEY_BEGINNINGS, pairOf, slotOf, type GramIndex } from './gram-index'
import { readKey, type KnownKey } from './known-keys'

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
 */
export function createMatcher(forms: Iterable<string>): Matcher {
  const index = createIndex(forms)
  const hasForms = index.beginnings.size > 0
  return {
    search(text, markup, findings) {
      const views = hasForms ? otherViews(text, markup) : []
      // Colour codes may stand before a fold: then the whole text is looked at in each view.
      const folded = views.includes('folded') && !views.includes('literal')
      scan(index, text, 'plain', folded ? ['plain', 'folded'] : ['plain'], findings)
      if (folded) for (const place of foldPlaces(text)) scanFold(index, text, place, findings)
      for (const view of views) if (view !== 'folded' || !folded) scan(index, text, view, [view], findings)
    },
  }
}

/** The state of one pass: the places of the last four characters that count. */
interface Window {
  gram: number
  first: number
  second: number
  third: number
  last: number
}

/** Looks at a whole text in one view; where four characters hit, forms are compared in `compared` views. */
function scan(
  index: GramIndex,
  text: string,
  view: View,
  compared: readonly View[],
  findings: Findings,
): void {
  const { filter, entries } = index
  const gaps = gapStarts(view)
  // Locals, not a Window: this loop runs once for each character of all output.
  let gram = 0
  let first = -1
  let second = -1
  let third = -1
  let last = -1
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at)
    if (code < 128 && gaps[code] === 1) {
      const next = skipGap(text, at, view)
      if (next === UNFINISHED) break
      if (next !== at) {
        at = next
        continue
      }
    }
    gram = (gram << 8) | (code & 0xff)
    first = second
    second = third
    third = last
    last = at++
    if (filter[slotOf(gram)] !== 1 || first === -1) continue
    const entry = entries.get(gram)
    if (entry === undefined) continue
    for (const form of entry.forms) for (const each of compared) compare(text, first, form, each, findings)
    if (view === 'plain' && last - first === GRAM - 1)
      for (const key of entry.keys) compareKey(text, first, key, findings)
  }
  noteBeginnings(index, text, { gram, first, second, third, last }, view, findings)
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
  if (after < GRAM - 1) noteBeginnings(index, text, window, 'folded', findings)
}

/** Index of the last character before a place that is no line break; negative when there is none. */
function beforeBreaks(text: string, place: number): number {
  let before = place - 1
  while (text[before] === '\n' || text[before] === '\r') before--
  return before
}

/** Compares a form with the text from `first` on, gaps left out. */
function compare(text: string, first: number, form: string, view: View, findings: Findings): void {
  const gaps = gapStarts(view)
  let matched = 0
  let end = first
  for (let at = first; matched < form.length;) {
    if (at >= text.length) return noteCut(findings, first, end, matched, form.length)
    const code = text.charCodeAt(at)
    const next = code < 128 && gaps[code] === 1 ? skipGap(text, at, view) : at
    if (next === UNFINISHED) return noteCut(findings, first, end, matched, form.length)
    if (next !== at) {
      at = next
      continue
    }
    if (code !== form.charCodeAt(matched)) return
    matched++
    end = ++at
  }
  findings.spans.push(first, end)
}

function compareKey(text: string, start: number, key: KnownKey, findings: Findings): void {
  const reading = readKey(text, start, key)
  if (reading === undefined) return
  if (reading.whole) findings.spans.push(start, reading.end)
  if (reading.open) noteOpen(findings, start, text.length - start)
}

/** Notes the secrets that may begin with the last one to three characters. */
function noteBeginnings(
  index: GramIndex,
  text: string,
  window: Window,
  view: View,
  findings: Findings,
): void {
  const { second, third, last } = window
  for (const [start, chars] of [
    [second, 3],
    [third, 2],
    [last, 1],
  ] as const) {
    if (start === -1) continue
    const together = last - start === chars - 1
    const end = together
      ? text.slice(start, last + 1)
      : [start, ...(chars === 3 ? [third] : []), last].map((place) => text[place]).join('')
    if (index.beginnings.has(end)) noteOpen(findings, start, chars)
    if (view === 'plain' && together && last === text.length - 1)
      for (const key of KEY_BEGINNINGS.get(end) ?? []) compareKey(text, start, key, findings)
  }
}
