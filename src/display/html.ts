/**
 * HTML from text. Owns escaping: whatever is put into an `html` template is text unless it is HTML made here or
 * marked with `raw`. Knows nothing of bundles or the kernel.
 * @see https://html.spec.whatwg.org/multipage/parsing.html#escapingString
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Markup that may be put into a page as it is. Made by {@link html} and {@link raw} only. */
export class Html {
  /** The markup. */
  readonly markup: string
  /** @param markup - Markup in which every foreign text is already escaped. */
  constructor(markup: string) {
    this.markup = markup
  }
  /** The markup, so that it can be put into a bundle with `String()`. */
  toString(): string {
    return this.markup
  }
}

/** What an {@link html} template takes: markup stays, lists are joined, nothing gives nothing, all else is text. */
export type HtmlPart = Html | string | number | bigint | boolean | null | undefined | readonly HtmlPart[]

/**
 * Escapes a text for use as HTML content or inside a quoted attribute.
 *
 * @param text - Any text.
 * @returns The text without a raw `<`, `>`, `&`, quote or backtick.
 * @example
 * ```ts
 * escapeHtml('<b>') // '&lt;b&gt;'
 * ```
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (char) => ENTITIES[char] ?? char)
}

/**
 * Marks a text as markup that is not to be escaped. For our own constants, never for what came from outside.
 *
 * @param markup - Trusted markup.
 */
export function raw(markup: string): Html {
  return new Html(markup)
}

/**
 * Template tag for markup: interpolated text is escaped, interpolated {@link Html} is not, lists are joined,
 * `false`, `null` and `undefined` give nothing. Import it as `h`: formatters re-indent what is tagged `html`,
 * and white space counts in our `<pre>`.
 *
 * @example
 * ```ts
 * String(html`<b>${'1 < 2'}</b>`) // '<b>1 &lt; 2</b>'
 * ```
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let markup = strings[0] ?? ''
  parts.forEach((part, index) => (markup += markupOf(part) + (strings[index + 1] ?? '')))
  return new Html(markup)
}

function markupOf(part: HtmlPart): string {
  if (part instanceof Html) return part.markup
  if (Array.isArray(part)) return part.map((item: HtmlPart) => markupOf(item)).join('')
  if (part === null || part === undefined || part === false) return ''
  return escapeHtml(String(part))
}
