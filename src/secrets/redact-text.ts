/**
 * Masks secrets in a whole text. Owns which places are masked and what stands there; finding them is the matcher's.
 */
import { formsOf } from './search/forms'
import { noFindings, type Findings } from './search/findings'
import { keptGaps, withoutGaps, type View } from './search/gaps'
import { createMatcher, type Matcher } from './search/matcher'
import { registryRevision, secretValues } from './registry'

/** What stands in the place of a secret. */
export const MASK = '••••'

/** A masked place: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What a text holds: the places to mask, in order and apart, and where a secret may be beginning at its end. */
export interface Inspection {
  readonly spans: readonly Span[]
  /** From here on the text may become a secret when it goes on; `undefined` when it cannot. */
  readonly open: { readonly start: number; readonly chars: number } | undefined
  /** The end of the text holds half a secret or more. */
  readonly cut: Span | undefined
}

let matcher: Matcher | undefined
let matcherRevision = -1
const formsByValue = new Map<string, readonly string[]>()

/**
 * Masks every secret in a whole text: registered values in all their forms, keys of a known kind,
 * and a registered value of which the end of the text shows half or more.
 *
 * @param text - Text about to be shown.
 * @param view - `markup` for HTML and SVG: tags inside a secret do not hide it.
 * @returns The text with each secret replaced by `••••`; the same string when there is none.
 * @example
 * redact('Authorization: Bearer sk-proj-…') // 'Authorization: Bearer ••••' for a whole key
 */
export function redact(text: string, view: 'plain' | 'markup' = 'plain'): string {
  const { spans, cut } = inspect(text, view)
  if (spans.length === 0 && cut === undefined) return text
  return maskSpans(text, cut === undefined ? spans : mergeSpans([...spans, cut]), view)
}

/**
 * Masks a text that is still growing and is drawn again and again: the end of it that may become a secret is left out,
 * so that no frame shows the first part of one.
 *
 * @param text - All of the text so far.
 * @returns The masked text without an unfinished secret of four or more characters.
 */
export function redactGrowing(text: string): string {
  const { spans, open } = inspect(text)
  const end = open !== undefined && open.chars >= MIN_HELD_CHARS ? open.start : text.length
  return maskSpans(
    text.slice(0, end),
    spans.filter((span) => span.end <= end),
  )
}

/** Whether a text holds a secret in any form. */
export function containsSecret(text: string): boolean {
  return inspect(text).spans.length > 0
}

/** Fewest characters of a possible secret that are worth holding back; fewer give nothing away. */
export const MIN_HELD_CHARS = 4

/** Looks for secrets in a text. */
export function inspect(text: string, view: 'plain' | 'markup' = 'plain'): Inspection {
  const findings = noFindings()
  currentMatcher().search(text, view === 'markup', findings)
  return summary(findings)
}

/** Replaces places of a text by the mask; colour codes and tags inside them stay. */
export function maskSpans(text: string, spans: readonly Span[], view: View = 'plain'): string {
  if (spans.length === 0) return text
  let out = ''
  let from = 0
  for (const { start, end } of spans) {
    out += text.slice(from, start) + MASK + keptGaps(text.slice(start, end), view)
    from = end
  }
  return out + text.slice(from)
}

/** Puts places in order and joins those that overlap. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1)
    if (last === undefined || span.start >= last.end) merged.push(span)
    else if (span.end > last.end) merged[merged.length - 1] = { start: last.start, end: span.end }
  }
  return merged
}

const CLEAN: Inspection = { spans: [], open: undefined, cut: undefined }

function summary(findings: Findings): Inspection {
  const { openStart, openChars, cutStart, cutEnd } = findings
  if (openStart === -1 && findings.spans.length === 0) return CLEAN
  const cut = cutEnd === 0 ? undefined : { start: cutStart, end: cutEnd }
  if (findings.spans.length === 0)
    return { spans: CLEAN.spans, open: { start: openStart, chars: openChars }, cut }
  const found: Span[] = []
  for (let at = 0; at < findings.spans.length; at += 2)
    found.push({ start: findings.spans[at]!, end: findings.spans[at + 1]! })
  const spans = mergeSpans(found)
  if (openStart === -1) return { spans, open: undefined, cut }
  // What begins inside a masked place is one with it: the place is not finished yet.
  const around = spans.find(({ start, end }) => start < openStart && openStart < end)
  return { spans, open: { start: around?.start ?? openStart, chars: openChars }, cut }
}

/** The matcher for what is registered now; made anew only after the registry changed. */
function currentMatcher(): Matcher {
  if (matcher === undefined || matcherRevision !== registryRevision()) {
    matcherRevision = registryRevision()
    const values = secretValues()
    matcher = createMatcher(values.flatMap(cachedForms), values.map(withoutGaps))
  }
  return matcher
}

function cachedForms(value: string): readonly string[] {
  let forms = formsByValue.get(value)
  if (forms === undefined) formsByValue.set(value, (forms = formsOf(value)))
  return forms
}
