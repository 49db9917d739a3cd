/**
 * Finds secrets of which characters are written in escapes: around each escape that stands in the first four characters,
 * and from a place on where the text as written has begun like a secret. Owns that search; how an escape is read is `escapes`'.
 */
import { EQUALS, lastEscape, mayEscape, NOTHING, readEscape } from './escapes'
import { noteCut, noteOpen, type Findings } from './findings'
import { skipGap, UNFINISHED, type View } from './gaps'
import { GRAM, slotOf, type GramIndex } from './gram-index'
import { isHalf, isTelling } from './parts'

/**
 * Looks at the places of a text where an escape stands: at each window of four characters with one in it.
 *
 * @param index - What to look for.
 * @param places - Where characters are that may begin an escape, in order.
 * @param view - `markup` when tags do not count.
 */
export function searchEscapes(
  index: GramIndex,
  { text, places, view }: { text: string; places: readonly number[]; view: View },
  findings: Findings,
): void {
  // In quoted-printable the others are plain characters, and the other way round.
  const mail = places.filter((place) => text.charCodeAt(place) === EQUALS)
  const web = mail.length === 0 ? places : places.filter((place) => text.charCodeAt(place) !== EQUALS)
  for (const [each, isMail] of [
    [web, false],
    [mail, true],
  ] as const)
    for (let next = 0; next < each.length;)
      next = searchRegion(index, { text, places: each, next, isMail, view }, findings)
}

/** Looks at the windows around one place and those that follow close by. Returns the number of the next place. */
function searchRegion(
  { filter, entries, beginnings }: GramIndex,
  region: { text: string; places: readonly number[]; next: number; isMail: boolean; view: View },
  findings: Findings,
): number {
  const { text, places, isMail, view } = region
  let { next } = region
  let gram = 0
  let [first, second, third, last] = [-1, -1, -1, -1]
  let after = 0
  for (let at = Math.max(0, places[next]! - (GRAM - 1)); after < GRAM;) {
    while (next < places.length && places[next]! <= at) {
      next++
      after = 0
    }
    const end = readUnit(text, at, isMail, view)
    if (end === UNFINISHED) {
      const [one, two, three] = beginnings
      if (second !== -1 && three[slotOf(gram & 0xffffff)] === 1) noteOpen(findings, second, 3)
      if (third !== -1 && two[gram & 0xffff] === 1) noteOpen(findings, third, 2)
      if (last !== -1 && one[gram & 0xff] === 1) noteOpen(findings, last, 1)
      return places.length
    }
    if (unit !== NOTHING) {
      gram = (gram << 8) | (unit & 0xff)
      first = second
      second = third
      third = last
      last = at
      after++
      if (filter[slotOf(gram)] === 1 && first !== -1)
        for (const form of entries.get(gram)?.forms ?? [])
          compareEscaped(text, first, form, { isMail, view }, findings)
    }
    at = end
  }
  return next
}

/**
 * Compares a form with the text from `first` on, escapes read. Of what is escaped several times the reading that fits is taken.
 */
export function compareEscaped(
  text: string,
  first: number,
  form: string,
  { isMail, view }: { isMail: boolean; view: View },
  findings: Findings,
): void {
  let matched = 0
  let end = first
  for (let at = first; ;) {
    const next = matchUnit(text, at, form.charCodeAt(matched), { isMail, view })
    if (next === UNFINISHED)
      return isTelling(form.slice(0, matched))
        ? noteCut(findings, first, end, matched, form.length)
        : noteOpen(findings, first, matched)
    if (next === MISMATCH) {
      if (isHalf(matched, form.length) && isTelling(form.slice(0, matched))) findings.spans.push(first, end)
      return
    }
    if (unit !== NOTHING) {
      end = next
      if (++matched === form.length) {
        findings.spans.push(first, end)
        return
      }
    }
    at = next
  }
}

const MISMATCH = -3

/** What was read last: a character or {@link NOTHING}. */
let unit = 0

/** Reads one character, its escapes to the end. Returns the index after it. */
function readUnit(text: string, at: number, isMail: boolean, view: View): number {
  if (at >= text.length) return UNFINISHED
  const gap = skipGap(text, at, view)
  if (gap !== at) {
    unit = NOTHING
    return gap
  }
  unit = text.charCodeAt(at)
  if (!mayEscape(unit) || (unit === EQUALS) !== isMail) return at + 1
  const reading = readEscape(text, at)
  if (reading === UNFINISHED) return UNFINISHED
  if (reading === false) return at + 1
  unit = lastEscape.codes[lastEscape.depth - 1]!
  return lastEscape.ends[lastEscape.depth - 1]!
}

/** Reads one character that should be `code`. Returns the index after it, or after a gap. */
function matchUnit(
  text: string,
  at: number,
  code: number,
  { isMail, view }: { isMail: boolean; view: View },
): number {
  const end = readUnit(text, at, isMail, view)
  if (end === UNFINISHED || unit === code || unit === NOTHING) return end
  if (end > at + 1)
    for (let depth = lastEscape.depth - 2; depth >= 0; depth--)
      if (lastEscape.codes[depth] === code) return lastEscape.ends[depth]!
  return text.charCodeAt(at) === code ? at + 1 : MISMATCH
}
