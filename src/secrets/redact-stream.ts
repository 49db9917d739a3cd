/**
 * Masks secrets in text that arrives in pieces, cut anywhere. Owns what is held back and when it may go.
 */
import { MAX_ESCAPE_CHARS } from './search/escapes'
import { startsWord } from './known-keys'
import { inspect, maskSpans, mergeSpans, MIN_HELD_CHARS, type Inspection, type Span } from './redact-text'

/** Masks one stream of text. */
export interface Redactor {
  /**
   * Takes the next piece.
   * @param text - Text cut anywhere, also inside a secret.
   * @returns What can be shown now; the end that may be the beginning of a secret stays back.
   */
  push(text: string): string
  /**
   * Gives what is held back if that is less than four characters of a possible secret; call it from a short timer,
   * and before output of another kind is shown. If the rest of a secret comes later, the rest is masked.
   * @returns The released text; empty when nothing is held or it must stay.
   */
  release(): string
  /**
   * Gives all that is held back; call it when the cell ends. Half a secret or more is masked; the rest of one
   * that comes later is masked too.
   */
  flush(): string
  /** How many characters of a possible secret are held back; 0 when none. From four on, {@link Redactor.release} keeps them. */
  peekHeld(): number
}

/**
 * Makes a redactor for one stream. Text without secrets comes out unchanged, whatever the cuts.
 *
 * @example
 * const redactor = createRedactor()
 * const shown = redactor.push('key: sk-proj-abcd') + redactor.push('efgh1234ijkl5678 ') + redactor.flush()
 */
export function createRedactor(): Redactor {
  /** Text that went out already and is still needed: one character before, or the beginning of a possible secret. */
  let shown = ''
  let held = ''
  let heldChars = 0

  /** Lets text out up to `end` and keeps what the next piece is to be compared with. */
  const emit = (text: string, end: number, spans: readonly Span[], open: Inspection['open']): string => {
    const from = shown.length
    const out = spans.length === 0 || end === from ? text.slice(from, end) : maskPart(text, from, end, spans)
    const keepFrom = Math.max(0, Math.min(contextStart(text, end), open?.start ?? end))
    shown = text.slice(keepFrom, end)
    held = text.slice(end)
    heldChars = held === '' ? 0 : (open?.chars ?? 0)
    return out
  }

  return {
    push(piece) {
      if (piece === '') return ''
      const text = shown + held + piece
      const { spans, open } = inspect(text)
      // A line goes out whole: holding it back for one or two letters would put lines of other outputs before it.
      const stays =
        open !== undefined && !(open.chars < MIN_HELD_CHARS && isLineBreak(text.charCodeAt(text.length - 1)))
      return emit(text, stays ? Math.max(open.start, shown.length) : text.length, spans, open)
    },
    release() {
      if (held === '' || heldChars >= MIN_HELD_CHARS) return ''
      const text = shown + held
      const { spans, open } = inspect(text)
      return emit(text, text.length, spans, open)
    },
    flush() {
      if (held === '') return ''
      const text = shown + held
      const { spans, open, cut } = inspect(text)
      return emit(text, text.length, cut === undefined ? spans : mergeSpans([...spans, cut]), open)
    },
    peekHeld: () => heldChars,
  }
}

/** The text from one place to another, masked; what of a secret lies outside went out before or stays back. */
function maskPart(text: string, from: number, end: number, spans: readonly Span[]): string {
  const visible = spans.filter((span) => span.end > from && span.start < end)
  const shifted = visible.map((span) => ({ start: Math.max(span.start, from) - from, end: span.end - from }))
  return maskSpans(text.slice(from, end), shifted)
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13
}

/** Three letters are looked up with a fourth. */
const CONTEXT_CHARS = 3
/** A word is kept from its beginning on: in the middle of one no key begins (`task-…`). */
const MAX_CONTEXT_CHARS = 24

/** Where the text begins that is still needed when more comes: an escape may be cut, `%2` or `&#x4`; line breaks do not count. */
function contextStart(text: string, end: number): number {
  let start = end
  let counted = 0
  for (let at = end - 1; at >= 0 && at >= end - MAX_ESCAPE_CHARS; at--) {
    const code = text.charCodeAt(at)
    if (counted < CONTEXT_CHARS) start = at
    if (!isLineBreak(code)) counted++
    if (code === 37 || code === 38 || code === 92 || code === 61) {
      start = Math.min(at, start)
      break
    }
  }
  while (start > 0 && end - start < MAX_CONTEXT_CHARS && !startsWord(text, start)) start--
  return start
}
