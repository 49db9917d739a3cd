/**
 * What a search in a text has found so far. Pure data and how it grows.
 */

/** What was found in a text. */
export interface Findings {
  /** Starts and ends of secrets: `[start, end, start, end, …]`, in no order, possibly overlapping. */
  readonly spans: number[]
  /** The first place from which the text, if it goes on, may become a secret; -1 when there is none. */
  openStart: number
  /** How many characters of the secret are there. */
  openChars: number
  /** Start of a secret of which at least a half is there, cut off by the end of the text. */
  cutStart: number
  /** Index after it; 0 when there is none. */
  cutEnd: number
}

/** A cut-off secret is masked from this many characters on, if they are half of it. */
const MIN_CUT_CHARS = 8

/** Nothing found yet. */
export function noFindings(): Findings {
  return { spans: [], openStart: -1, openChars: 0, cutStart: 0, cutEnd: 0 }
}

/** Notes that the text may become a secret from a place on. The first such place counts. */
export function noteOpen(findings: Findings, start: number, chars: number): void {
  if (findings.openStart !== -1 && findings.openStart <= start) return
  findings.openStart = start
  findings.openChars = chars
}

/** Notes that the text ends inside a secret of some length. */
export function noteCut(
  findings: Findings,
  start: number,
  end: number,
  matched: number,
  length: number,
): void {
  noteOpen(findings, start, matched)
  if (matched < MIN_CUT_CHARS || matched * 2 < length) return
  if (findings.cutEnd !== 0 && findings.cutStart <= start) return
  findings.cutStart = start
  findings.cutEnd = end
}
