/**
 * Addresses in markup that comes from values: which may stay. Knows nothing of elements.
 */

const SCHEME = /^([a-z][a-z0-9+.-]*):/i
const LINK_SCHEME = /^(?:https?|mailto)$/i
const MEDIA = /^data:(?:image\/(?:png|jpe?g|gif|webp|bmp|avif|svg\+xml)|audio\/[\w.+-]+|video\/[\w.+-]+)[;,]/i

/**
 * Tells whether an address runs nothing: `javascript:` and its like do.
 *
 * @param url - The decoded value of an attribute.
 * @param use - `picture` and other media may be `data:` addresses, links may not.
 */
export function isSafeUrl(url: string, use: 'link' | 'picture'): boolean {
  // Browsers skip control characters and white space in front of and, some of them, inside of a scheme.
  const plain = url.replace(/[\0-\x20\x7f-\xa0\u2028\u2029\ufeff]/g, '')
  if (use === 'picture' && MEDIA.test(plain)) return true
  const scheme = SCHEME.exec(plain)?.[1]
  return scheme === undefined || LINK_SCHEME.test(scheme)
}
