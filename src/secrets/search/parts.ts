/**
 * Parts of a secret: how much of one gives it away, and how a text spells one out bit by bit.
 * Pure; knows nothing of the registry.
 */
import { usualShare } from '../plain-values'
import { noteCut, noteOpen, type Findings } from './findings'
import { skipGaps } from './gaps'

/** A part of a secret that begins inside of it. */
export interface Part {
  readonly value: string
  /** Where in the value it begins. */
  readonly at: number
}

/** Fewest characters of a part that is masked. */
const MIN_PART_CHARS = 8
/** Of longer secrets (private keys, key files) only the beginning is looked for: their lines are secrets by themselves. */
const MAX_VALUE_CHARS = 256
/** Fewest characters that a growing beginning of a secret has before it is taken for one. */
const MIN_GROWING_CHARS = 4
/** What begins a line anew: a line break, a cursor that is moved, a line that is erased. */
const NEW_LINE = /[\r\n]|\x1b\[[\d;]*[A-HJKf]/
/** How far the next line is looked at. */
const MAX_LINE_CHARS = 200

/** Whether so many characters are half of a secret or more, and enough not to be there by chance. */
export function isHalf(matched: number, length: number): boolean {
  return matched >= MIN_PART_CHARS && matched * 2 >= length
}

/**
 * Whether a part can only come from its secret: letters and digits, or letters in both cases, in turns; letters that make no
 * words; a long number that is no date. Words are in other texts too.
 */
export function isTelling(part: string): boolean {
  const turns = part.match(/[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z]|[A-Z]{2}[a-z]/g)?.length ?? 0
  if (turns >= 2) return true
  const letters = /[A-Za-z]{8,}/.exec(part)?.[0]
  if (letters !== undefined && usualShare(letters) < 0.7) return true
  return /\d{7}/.test(part) && !/(?:19|20)\d\d[01]\d[0-3]\d/.test(part)
}

/** The places inside a secret where half of it can begin. */
export function partsOf(value: string): Part[] {
  if (value.length > MAX_VALUE_CHARS) return []
  const half = Math.max(MIN_PART_CHARS, Math.ceil(value.length / 2))
  const parts: Part[] = []
  for (let at = 1; at + half <= value.length; at++)
    if (isTelling(value.slice(at, at + half))) parts.push({ value, at })
  return parts
}

/**
 * Notes the beginning of a secret that is followed by something else: half of one, or one that grows line by line.
 *
 * @param text - The text.
 * @param first - Where it begins.
 * @param part - Where it ends, of what it is the beginning, and how many characters of that are there.
 */
export function notePart(
  text: string,
  first: number,
  { end, form, matched }: { end: number; form: string; matched: number },
  findings: Findings,
): void {
  if (matched < MIN_GROWING_CHARS) return
  if (isHalf(matched, form.length) && isTelling(form.slice(0, matched))) {
    findings.spans.push(first, end)
    return
  }
  const growth = growthAfter(text, end, form, matched)
  if (growth === 'grows') findings.spans.push(first, end)
  else if (growth === 'open') noteOpen(findings, first, matched)
}

/**
 * Compares a text from one place on with what begins inside a secret: half of one or more is masked.
 *
 * @param text - The text.
 * @param first - Index to compare from.
 */
export function comparePart(
  text: string,
  first: number,
  { value, at: from }: Part,
  findings: Findings,
): void {
  let matched = 0
  let end = first
  for (let at = first; at < text.length && from + matched < value.length;) {
    if (text.charCodeAt(at) !== value.charCodeAt(from + matched)) {
      if (isHalf(matched, value.length)) findings.spans.push(first, end)
      return
    }
    matched++
    end = at + 1
    at = skipGaps(text, end, 'plain')
  }
  if (from + matched < value.length) noteCut(findings, first, end, matched, value.length)
  else if (isHalf(matched, value.length)) findings.spans.push(first, end)
}

/** A line that spells a secret out grows by so many characters at once: a longer step is another word. */
const MAX_STEP_CHARS = 3

/**
 * Looks at the beginning of a secret with which a line ends: does the next line show the same and a little more of it, and
 * then something else? Progress lines that are drawn over each other (`\r`) spell a secret out like that; a list of names
 * (`prod`, `prod-eu`) does not.
 *
 * @param text - The text.
 * @param end - Index after the beginning.
 * @param form - The secret.
 * @param matched - How many of its characters are there.
 * @returns `open` when the text ends too early to tell.
 */
function growthAfter(text: string, end: number, form: string, matched: number): 'grows' | 'open' | 'none' {
  const start = skipGaps(text, end, 'plain')
  if (!NEW_LINE.test(text.slice(end, start))) return 'none'
  const line = text.slice(start, start + MAX_LINE_CHARS)
  const rest = line.search(/[\r\n]/)
  const shown = rest === -1 ? line : line.slice(0, rest)
  const isUnfinished = rest === -1 && line.length < MAX_LINE_CHARS && start + line.length === text.length
  const beginning = form.slice(0, matched + 1)
  for (let at = shown.indexOf(beginning); at !== -1; at = shown.indexOf(beginning, at + 1)) {
    let length = matched + 1
    while (length < form.length && shown[at + length] === form[length]) length++
    if (length < form.length && isUnfinished && at + length === shown.length) return 'open'
    const step = length - matched
    const goesOn = /[A-Za-z0-9]/.test(shown[at + length] ?? '')
    if (length === form.length || (step <= MAX_STEP_CHARS && !goesOn)) return 'grows'
  }
  return isUnfinished ? 'open' : 'none'
}

/** `"…" is not valid JSON`, from a letter on that texts have few of: it is looked for in all output. */
const NOT_JSON = 'valid JSON'
const BEFORE_IT = ' is not '
/** `JSON.parse` shows ten characters on each side of what it cannot read. */
const MAX_QUOTE_CHARS = 40

/**
 * Finds what `JSON.parse` quotes of a secret in its errors: `"abcdefghij"... is not valid JSON`.
 *
 * @param text - The text.
 * @param values - The secrets.
 */
export function noteQuotes(text: string, values: Iterable<string>, findings: Findings): void {
  for (let found = text.indexOf(NOT_JSON); found !== -1; found = text.indexOf(NOT_JSON, found + 1)) {
    const at = found - BEFORE_IT.length
    if (!text.startsWith(BEFORE_IT, at)) continue
    const end = text.lastIndexOf('"', at)
    const before = text.slice(Math.max(0, end - MAX_QUOTE_CHARS), end)
    const [mark = ''] = /^[^]*(?:, |\.\.\.)"/.exec(before) ?? []
    if (end < 0 || at - end > 4) continue
    const quote = before.slice(mark.length)
    for (const value of values) {
      const [from, length] = overlap(quote, value)
      // Words are in other texts too: `"prod" is not valid JSON`.
      if (length >= MIN_GROWING_CHARS && /\d|[a-z][A-Z]|[^\w\s-]/.test(quote.slice(from, from + length)))
        findings.spans.push(end - quote.length + from, end - quote.length + from + length)
    }
  }
}

/** Where a quote and a secret have the most in common: at the quote's end, at its beginning, or all of it. */
function overlap(quote: string, value: string): [from: number, length: number] {
  if (value.includes(quote)) return [0, quote.length]
  for (let length = Math.min(quote.length, value.length); length >= MIN_GROWING_CHARS; length--) {
    if (quote.endsWith(value.slice(0, length))) return [quote.length - length, length]
    if (quote.startsWith(value.slice(-length))) return [0, length]
  }
  return [0, 0]
}
