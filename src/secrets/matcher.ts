/**
 * Finds secrets in text: registered ones in all their forms, and keys by their prefix. One pass over the text: every four
 * characters in a row are looked up in a filter, and only where that hits is a form compared.
 * Owns searching; knows nothing of the registry, of masking and of streams.
 */
import { gapStarts, skipGap, UNFINISHED, type View } from './gaps'
import { KNOWN_KEYS, readKey, type KnownKey } from './known-keys'

/** What was found in a text. */
export interface Findings {
  /** Starts and ends of secrets: `[start, end, start, end, …]`, in no order, possibly overlapping. */
  readonly spans: number[]
  /** The first place from which the text, if it goes on, may become a secret; -1 when there is none. */
  openStart: number
  /** How many characters of the secret are there. */
  openChars: number
  /** Index after a secret of which at least a half is there, cut off by the end of the text; 0 when there is none. */
  cutEnd: number
  cutStart: number
}

/** Searches texts. Made once for a set of forms. */
export interface Matcher {
  /** Adds what it finds to `findings`. */
  search(text: string, view: View, findings: Findings): void
}

/** Characters of a form that are looked up at once. */
const GRAM = 4
const FILTER_BITS = 16
/** A cut-off secret is masked from this many characters on, if they are half of it. */
const MIN_CUT_CHARS = 8

// A local name: in a vm context (jest) each look-up of a global costs more than the rest of the loop.
const { imul } = Math

interface Entry {
  readonly forms: string[]
  readonly keys: KnownKey[]
}

/** Nothing found yet. */
export function noFindings(): Findings {
  return { spans: [], openStart: -1, openChars: 0, cutEnd: 0, cutStart: 0 }
}

/**
 * Makes a matcher.
 *
 * @param forms - What to look for besides keys by prefix: at least four characters each, without gaps.
 */
export function createMatcher(forms: Iterable<string>): Matcher {
  const entries = new Map<number, Entry>()
  const filter = new Uint8Array(1 << FILTER_BITS)
  const beginnings = new Set<string>()
  const entryOf = (text: string): Entry => {
    const gram = gramOf(text)
    let entry = entries.get(gram)
    if (entry === undefined) entries.set(gram, (entry = { forms: [], keys: [] }))
    filter[slotOf(gram)] = 1
    return entry
  }
  for (const form of new Set(forms)) {
    entryOf(form).forms.push(form)
    for (let length = 1; length < GRAM; length++) beginnings.add(form.slice(0, length))
  }
  for (const key of KNOWN_KEYS)
    for (const head of key.prefix.length >= GRAM ? [key.prefix.slice(0, GRAM)] : completions(key))
      entryOf(head).keys.push(key)

  return {
    search(text, view, findings) {
      if (view !== 'plain' && beginnings.size === 0) return
      const gaps = gapStarts(view)
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
        if (filter[slotOf(gram)] === 1 && first !== -1) {
          const entry = entries.get(gram)
          if (entry === undefined) continue
          for (const form of entry.forms) compare(text, first, form, view, findings)
          if (view === 'plain' && last - first === GRAM - 1)
            for (const key of entry.keys) compareKey(text, first, key, findings)
        }
      }
      const tail = [second, third, last].filter((index) => index !== -1)
      while (tail.length > 0) {
        const start = tail[0]!
        const chars = tail.map((index) => text[index]).join('')
        if (beginnings.has(chars)) open(findings, start, tail.length)
        else if (view === 'plain' && text.length - start === tail.length)
          for (const key of KNOWN_KEYS)
            if (key.prefix.startsWith(chars)) compareKey(text, start, key, findings)
        tail.shift()
      }
    },
  }
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

function noteCut(findings: Findings, start: number, end: number, matched: number, length: number): void {
  open(findings, start, matched)
  if (matched < MIN_CUT_CHARS || matched * 2 < length) return
  if (findings.cutEnd !== 0 && findings.cutStart <= start) return
  findings.cutStart = start
  findings.cutEnd = end
}

function compareKey(text: string, start: number, key: KnownKey, findings: Findings): void {
  const reading = readKey(text, start, key)
  if (reading === undefined) return
  if (reading.whole) findings.spans.push(start, reading.end)
  if (reading.open) open(findings, start, text.length - start)
}

function open(findings: Findings, start: number, chars: number): void {
  if (findings.openStart !== -1 && findings.openStart <= start) return
  findings.openStart = start
  findings.openChars = chars
}

function gramOf(text: string): number {
  let gram = 0
  for (let at = 0; at < GRAM; at++) gram = (gram << 8) | (text.charCodeAt(at) & 0xff)
  return gram
}

function slotOf(gram: number): number {
  return imul(gram, 0x9e3779b1) >>> (32 - FILTER_BITS)
}

/** The four-character beginnings of a kind of key whose prefix is shorter. */
function completions(key: KnownKey): string[] {
  const letter = new RegExp(`[${key.alphabet}]`)
  const heads: string[] = []
  for (let code = 33; code < 127; code++) {
    const char = String.fromCharCode(code)
    if (letter.test(char)) heads.push(key.prefix + char)
  }
  return heads
}
