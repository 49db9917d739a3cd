/**
 * Bytes that are a picture: PNG, JPEG, GIF, WebP by their first bytes, SVG by its text. A string of SVG is a string.
 * Other bytes are left to Node, and so are the formats that JupyterLab does not draw.
 */
import { types } from 'node:util'
import type { MimeBundle } from '../../base/mime-bundle'
import { imageBundle, imageType, svgBundle } from '../show'
import { cleanSvg } from './value-svg'
import { textBundle, tooLarge } from './value-text'

/** Most bytes of a picture that is drawn: it is saved in the notebook, a third longer. */
export const MAX_PICTURE_BYTES = 10_000_000
/** Most characters of an SVG or another text: it is cleaned, searched for secrets and, as a picture, saved twice. */
export const MAX_TEXT_CHARS = 4_000_000

/** Of a picture in text form as much as its start may take. */
const HEAD_BYTES = 1000
const SVG_HEAD =
  /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*|<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>\s*)*<svg[\s>]/i
const DRAWN = /^image\/(?:png|jpeg|gif|webp)$/

/** The part of a `Blob` that is used. */
interface BlobLike {
  readonly size: number
  readonly type: string
  slice(start: number, end: number): BlobLike
  arrayBuffer(): Promise<ArrayBuffer>
}

/**
 * Draws bytes that are a picture.
 *
 * @param value - Any object; `Uint8Array`, `Buffer`, `ArrayBuffer` and `Blob` are looked at.
 * @returns The picture, a promise of it for a `Blob`, and `undefined` for everything else.
 */
export function drawBytes(value: object): MimeBundle | undefined | Promise<MimeBundle | undefined> {
  if (types.isUint8Array(value)) return pictureOf(value)
  if (types.isAnyArrayBuffer(value)) return pictureOf(new Uint8Array(value))
  return isBlob(value) ? pictureOfBlob(value) : undefined
}

/**
 * Draws an SVG.
 *
 * @param markup - The document, or the markup of an `svg` element.
 * @returns The picture and its source; only its size when it is too large; `undefined` when it holds no `svg`.
 */
export function drawSvg(markup: string): MimeBundle | undefined {
  if (markup.length > MAX_TEXT_CHARS) return textBundle(tooLarge('image/svg+xml', markup.length))
  const clean = cleanSvg(markup)
  return clean === undefined ? undefined : svgBundle(clean)
}

function pictureOf(bytes: Uint8Array): MimeBundle | undefined {
  const type = pictureType(bytes)
  if (type === undefined) return undefined
  if (bytes.byteLength > MAX_PICTURE_BYTES) return textBundle(tooLarge(type, bytes.byteLength))
  return type === 'image/svg+xml' ? drawSvg(Buffer.from(bytes).toString('utf8')) : imageBundle(bytes, type)
}

function pictureType(bytes: Uint8Array): string | undefined {
  const type = imageType(bytes)
  if (type !== undefined) return DRAWN.test(type) ? type : undefined
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1')
  return SVG_HEAD.test(head) ? 'image/svg+xml' : undefined
}

function isBlob(value: object): value is BlobLike {
  const tag = (value as Record<symbol, unknown>)[Symbol.toStringTag]
  if (tag !== 'Blob' && tag !== 'File') return false
  const { size, type, slice, arrayBuffer } = value as Partial<BlobLike>
  return (
    typeof size === 'number' &&
    typeof type === 'string' &&
    typeof slice === 'function' &&
    typeof arrayBuffer === 'function'
  )
}

async function pictureOfBlob(blob: BlobLike): Promise<MimeBundle | undefined> {
  try {
    const head = new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer())
    const type = pictureType(head)
    if (type === undefined) return undefined
    if (blob.size > MAX_PICTURE_BYTES) return textBundle(tooLarge(type, blob.size))
    return pictureOf(new Uint8Array(await blob.arrayBuffer()))
  } catch {
    // A file behind a blob may be gone: Node prints what it is.
    return undefined
  }
}
