/**
 * What a drawn JSON tree shows, read back from its text.
 */

/**
 * The value of a drawn tree.
 *
 * @param data - The content of an output by media type.
 * @returns `undefined` for an output that is no tree.
 */
export function shownJson(data: { readonly [mediaType: string]: unknown } | undefined): unknown {
  const markup = joined(data?.['text/html'])
  return markup.startsWith('<div class="highlight"><pre')
    ? JSON.parse(joined(data?.['text/plain']))
    : undefined
}

/** A saved notebook holds texts as lists of lines. */
function joined(text: unknown): string {
  return Array.isArray(text) ? text.join('') : String(text ?? '')
}
