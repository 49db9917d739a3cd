/**
 * Elements of a document as values: of jsdom, linkedom or a browser's, what Observable Plot and D3 make of them, and canvases.
 * An element is told by its `nodeType` and a text in `outerHTML`, for each document has classes of its own.
 */
import type { MimeBundle } from '../../base/mime-bundle'
import { imageBundle } from '../show'
import { drawSvg, MAX_PICTURE_BYTES } from './value-bytes'
import { drawHtml } from './value-html'
import { textBundle, tooLarge } from './value-text'

/** What is read of an object; any of it may be missing. */
interface ElementLike {
  readonly nodeType?: unknown
  readonly nodeName?: unknown
  readonly outerHTML?: unknown
  readonly getContext?: unknown
  readonly toDataURL?: unknown
}

const PICTURE_URL = /^data:(image\/(?:png|jpeg|webp));base64,/

/**
 * Draws an element.
 *
 * @param value - Any object.
 * @returns An `svg` element and a canvas as a picture, others as HTML; `undefined` for what is none or shows nothing.
 */
export function drawElement(value: object): MimeBundle | undefined {
  const element: ElementLike = value
  if (typeof element.toDataURL === 'function' && typeof element.getContext === 'function') {
    const picture = pictureOf(Reflect.apply(element.toDataURL, value, []))
    if (picture !== undefined) return picture
  }
  if (typeof element.nodeType !== 'number') return undefined
  const { nodeName, outerHTML } = element
  if (typeof outerHTML !== 'string') return undefined
  return typeof nodeName === 'string' && nodeName.toLowerCase() === 'svg'
    ? drawSvg(outerHTML)
    : drawHtml(outerHTML)
}

function pictureOf(url: unknown): MimeBundle | undefined {
  if (typeof url !== 'string') return undefined
  const [start, type] = PICTURE_URL.exec(url.slice(0, 40)) ?? []
  if (start === undefined) return undefined
  const bytes = Buffer.from(url.slice(start.length), 'base64')
  if (bytes.byteLength > MAX_PICTURE_BYTES) return textBundle(tooLarge(`${type}`, bytes.byteLength))
  return imageBundle(bytes, type)
}
