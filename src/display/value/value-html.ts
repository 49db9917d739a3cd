/**
 * HTML of values as content of a bundle: cleaned, of bounded size, with a line that says when scripts were left out.
 */
import type { MimeBundle } from '../../base/mime-bundle'
import { html as h } from '../html'
import { MUTED } from '../look'
import { textOf } from '../show'
import { cleanHtml } from './value-markup'
import { cutTwin, textBundle, tooLarge } from './value-text'

/** Most characters of HTML that is drawn, and of what cleaning may make of it: escapes and pictures are longer. */
const MAX_HTML_CHARS = 2_000_000
const MAX_CLEAN_CHARS = 4_000_000
/** As much of it is looked through for the words of the plain twin. */
const MAX_WORDS_MARKUP_CHARS = 100_000

const NO_SCRIPTS = 'Scripts of a value are not run. show.html(…) draws markup as it is.'

/**
 * Draws HTML that a value gave.
 *
 * @param markup - HTML from anywhere.
 * @returns The markup without what could run, and its words; only its size when it is too large; `undefined` when there is nothing
 * to see in it.
 */
export function drawHtml(markup: string): MimeBundle | undefined {
  const content = htmlContent(markup)
  if (content === undefined) return undefined
  if ('note' in content) return textBundle(content.note)
  const words = cutTwin(textOf(content.html.slice(0, MAX_WORDS_MARKUP_CHARS)))
  return { data: { 'text/html': content.html, 'text/plain': words === '' ? '[text/html]' : words } }
}

/**
 * The part of HTML that may be drawn.
 *
 * @param markup - HTML from anywhere.
 * @returns The part, or a note that it is too large; `undefined` when there is nothing to see, not even that scripts were left out.
 */
export function htmlContent(
  markup: string,
): { readonly html: string } | { readonly note: string } | undefined {
  if (markup.length > MAX_HTML_CHARS) return { note: tooLarge('text/html', markup.length) }
  const { markup: clean, isVisible, hadScripts } = cleanHtml(markup)
  if (clean.length > MAX_CLEAN_CHARS) return { note: tooLarge('text/html', clean.length) }
  if (hadScripts) return { html: `${clean}${String(h`<p style="${MUTED}">${NO_SCRIPTS}</p>`)}` }
  return isVisible ? { html: clean } : undefined
}
