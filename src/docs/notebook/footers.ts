/**
 * What is different at every run: the line under an answer and the line of a request, with their times. Taken out, so
 * that a page changes when its content does.
 */
import { DURATION, MARKDOWN_FOOTER, PLAIN_FOOTER, REQUEST } from './run-times'

/** What becomes of such lines. */
export type Footers = 'drop' | 'freeze' | 'keep'

/** A part of a line that says how long something took. */
const TIME = new RegExp(
  String.raw` · (?:(?:first token|total) )?${DURATION}(?= ·|\]|$)| · [\d.,]+ tokens/s| · by the server's clock: [^·\]]*`,
  'g',
)
/** The footer of an answer that is whole; one that was cut off, stopped or failed is always kept. */
const WHOLE = / · (?:finished|asks for tools|asks for a function)(?: ·|\]|$)/

/** Markdown of an answer, without its times. */
export function settleMarkdown(text: string, footers: Footers): string {
  return settle(text, MARKDOWN_FOOTER, footers)
}

/** Plain text of an answer or a request, without its times. */
export function settlePlain(text: string, footers: Footers): string {
  if (footers !== 'keep' && REQUEST.test(text.trim())) return text.replace(TIME, '')
  return settle(text, PLAIN_FOOTER, footers)
}

function settle(text: string, pattern: RegExp, footers: Footers): string {
  const found = footers === 'keep' ? null : pattern.exec(text)
  if (found === null) return text
  if (footers === 'drop' && WHOLE.test(found[1]!)) return text.slice(0, found.index)
  return text.slice(0, found.index) + found[0].replace(TIME, '')
}
