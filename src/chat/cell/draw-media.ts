/**
 * Pictures and speech of an answer: in words wherever an answer is told, and drawn where a page can show them. What a
 * model sends is data: pictures are told by their bytes, not by their name, and no address is fetched.
 */
import type { AnswerAudio, AnswerChoice, AnswerImage } from '../answer/answer'
import type { MimeBundle } from '../../base/mime-bundle'
import { cutChars } from '../../base/surrogates'
import { html as h } from '../../display/html'
import { formatBytes } from '../../display/one-line'
import { imageBundle, imageType } from '../../display/show'
import type { CellScope } from '../../kernel/scope/cell-scope'

/** Largest picture that is put into the notebook, in bytes. */
const MAX_DRAWN_BYTES = 8 * 1024 * 1024
/** Most pictures of one answer that are drawn; all of them are in its value. */
const MAX_DRAWN = 16
const MAX_ADDRESS_CHARS = 100

/** What of a choice is no text, e.g. `1 picture: image/png, 8 bytes`; empty when there is nothing. */
export function mediaWords({ images, audio }: Pick<AnswerChoice, 'images' | 'audio'>): string {
  return [picturesWords(images), audio ? audioWords(audio) : ''].filter((part) => part !== '').join(', ')
}

function picturesWords(images: readonly AnswerImage[]): string {
  if (images.length === 0) return ''
  const some = images.slice(0, 3).map(imageWords)
  const more = images.length > some.length ? '; …' : ''
  return `${images.length} ${images.length === 1 ? 'picture' : 'pictures'}: ${some.join('; ')}${more}`
}

function imageWords(image: AnswerImage): string {
  const bytes = bytesOf(image)
  if (bytes) return `${imageType(bytes) ?? (image.mediaType || 'unknown type')}, ${sizeWords(bytes.length)}`
  const address = webAddress(image)
  if (address === undefined) return 'at an address that is none of the web'
  return cutChars(`${address.origin}${address.pathname}`, MAX_ADDRESS_CHARS)
}

function audioWords({ data }: AnswerAudio): string {
  return `speech: ${sizeWords(Buffer.byteLength(data, 'base64'))}`
}

function sizeWords(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : formatBytes(bytes)
}

/**
 * Draws the pictures of an answer below it; in a terminal the words under the answer are all there is.
 *
 * @param scope - The cell.
 * @param answer - The answer, or what arrived of it.
 */
export function drawPictures(
  scope: CellScope,
  answer: { readonly choices: readonly Pick<AnswerChoice, 'images'>[] },
): void {
  if (scope.kind === 'terminal') return
  const images = answer.choices.flatMap((choice) => choice.images)
  for (const image of images.slice(0, MAX_DRAWN)) {
    const bundle = pictureBundle(image)
    if (bundle) scope.display(bundle)
  }
}

/** A raster picture as it is, an address as a link; `undefined` for what is neither. */
function pictureBundle(image: AnswerImage): MimeBundle | undefined {
  const plain = `[${picturesWords([image])}]`
  const bytes = bytesOf(image)
  const type = bytes && bytes.length <= MAX_DRAWN_BYTES ? imageType(bytes) : undefined
  if (bytes && type) {
    const { data, metadata } = imageBundle(bytes, type)
    return { data: { ...data, 'text/plain': plain }, ...(metadata ? { metadata } : {}) }
  }
  const address = webAddress(image)
  if (!address) return undefined
  const link = h`<a href="${address.href}" target="_blank" rel="noopener noreferrer">${imageWords(image)}</a>`
  return { data: { 'text/html': String(link), 'text/plain': plain } }
}

function bytesOf({ url }: AnswerImage): Buffer | undefined {
  const head = /^data:[^,]{0,200};base64,/i.exec(url.slice(0, 250))
  return head ? Buffer.from(url.slice(head[0].length), 'base64') : undefined
}

function webAddress({ url }: AnswerImage): URL | undefined {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return undefined
  return new URL(url)
}
