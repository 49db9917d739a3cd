/**
 * Text that stands outside of a stream's events. The standard ignores it, and so does a stream that comes to its end; but
 * one that breaks off often says why in it: a gateway writes its page, or a line of text, where the next event would be.
 */
import { describeMarkup, serverLine } from './error-text'
import { type AnswerError, ChatError } from './errors'

const MAX_KEPT_CHARS = 16 * 1024
const MAX_QUOTE_CHARS = 200

/** Collects stray text of one stream. */
export interface StrayText {
  /** Takes a line, or a part of an event. */
  add(text: string): void
  /** A failure that does not say why, with what the stray text says. */
  explain(error: AnswerError): AnswerError
}

/** Makes an empty collection. It keeps the beginning of what comes. */
export function createStrayText(): StrayText {
  let kept = ''
  return {
    add(text) {
      if (text.trim() !== '' && kept.length < MAX_KEPT_CHARS)
        kept += `${text.slice(0, MAX_KEPT_CHARS - kept.length)}\n`
    },
    explain(error) {
      if (kept === '' || !ChatError.is(error)) return error
      const { partial, status, retryAfterMs, requestId, hint, cause } = error
      const message = `${error.message}; instead of an event came ${describe(kept)}`
      return new ChatError(error.code, message, { partial, status, retryAfterMs, requestId, hint, cause })
    },
  }
}

function describe(text: string): string {
  const pageAt = text.search(/<(?:!doctype|html|head|body|title|\?xml)\b/i)
  if (pageAt !== -1) return `an ${describeMarkup(text.slice(pageAt))}`
  return `the text "${serverLine(text, MAX_QUOTE_CHARS)}"`
}
