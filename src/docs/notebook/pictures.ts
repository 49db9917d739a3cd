/**
 * Pictures in a MIME bundle.
 */
import { stringOf, type JsonObject } from '../../base/unknown'
import type { Picture } from '../page'

/** Media types of pictures that browsers draw, best first, and the ending of their files. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/svg+xml': '.svg',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
  'image/gif': '.gif',
  'image/avif': '.avif',
  'image/bmp': '.bmp',
}

/** The picture of a bundle; `undefined` when it holds none. */
export function pictureOf(data: JsonObject): Picture | undefined {
  for (const [mediaType, extension] of Object.entries(EXTENSIONS)) {
    const value = data[mediaType]
    if (value === undefined) continue
    const text = Array.isArray(value) ? value.map(stringOf).join('') : stringOf(value)
    if (text === '') continue
    const isText = extension === '.svg' && text.includes('<')
    return { extension, mediaType, bytes: isText ? Buffer.from(text) : Buffer.from(text, 'base64') }
  }
  return undefined
}
