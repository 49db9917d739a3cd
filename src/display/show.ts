/**
 * Drawing by hand: any value as a JSON tree, or one kind of content as it is, always with a plain twin for where
 * that kind cannot be drawn. What is given to `show.html` and its like comes from the user's own cell and is not
 * escaped.
 */
import { UsageError } from '../errors'
import type { MimeBundle } from '../base/mime-bundle'
import { currentScope } from '../kernel/scope/scope'
import { maskForCell } from './mask'
import { type Html, html as h } from './html'
import { jsonBundle, type JsonBundleOptions } from './json-tree'
import { formatBytes, oneLine } from './one-line'

/** Size of a drawn picture, in CSS pixels. */
export interface ImageSize {
  /** Width. @defaultValue the picture's own */
  readonly width?: number
  /** Height. @defaultValue the picture's own */
  readonly height?: number
}

/** Draws a value in the cell that calls it. */
export interface Show {
  /**
   * Draws any value as a JSON tree; the request of a result as curl, TypeScript and Python, in folds.
   * @param value - Anything; huge values are cut in the display only.
   * @param options - Name of the root; whether the levels below it start open.
   */
  (value: unknown, options?: JsonBundleOptions): void
  /** Draws HTML as it is. */
  html(markup: string): void
  /** Draws Markdown as it is. */
  markdown(text: string): void
  /** Draws an SVG picture, as a picture: its scripts do not run. */
  svg(markup: string): void
  /** Draws a formula; `$$` around it may be left out. */
  latex(formula: string): void
  /** Draws plain text, as one output of its own. */
  text(text: string): void
  /**
   * Draws a picture.
   * @param bytes - PNG, JPEG, GIF, WebP, BMP or AVIF.
   * @param mediaType - Its type; recognised from the bytes by default.
   * @param size - Its size on the page; by default its own.
   * @throws UsageError `usage` when the type is not known.
   */
  image(bytes: Uint8Array, mediaType?: string, size?: ImageSize): void
  /** Draws a player for sound, e.g. `audio/wav`. */
  audio(bytes: Uint8Array, mediaType: string): void
  /** Draws a player for a film, e.g. `video/mp4`. */
  video(bytes: Uint8Array, mediaType: string): void
  /** Draws a value in several media types at once; the front end picks the richest. */
  bundle(bundle: MimeBundle): void
}

/** Method of values of this library that `show` draws in a way of their own; it gives their bundle. */
export const DRAW = Symbol.for('tslab-magics.draw')

/**
 * Draws a value as a JSON tree; its methods draw one kind of content each.
 *
 * @example
 * ```ts
 * show({ status: 'ok', items: [1, 2, 3] })
 * show.markdown('**done**')
 * ```
 */
export const show: Show = Object.assign(
  (value: unknown, options?: JsonBundleOptions) => draw(ownBundle(value) ?? jsonBundle(value, options)),
  {
    html: (markup: string) => draw({ data: { 'text/html': markup, 'text/plain': textOf(markup) } }),
    markdown: (text: string) => draw({ data: { 'text/markdown': text, 'text/plain': text } }),
    svg: (markup: string) => draw(svgBundle(markup)),
    latex: (formula: string) => draw(latexBundle(formula)),
    text: (text: string) => draw({ data: { 'text/plain': text } }),
    image: (bytes: Uint8Array, mediaType?: string, size?: ImageSize) =>
      draw(imageBundle(bytes, mediaType, size)),
    audio: (bytes: Uint8Array, mediaType: string) => draw(playerBundle(bytes, { kind: 'audio', mediaType })),
    video: (bytes: Uint8Array, mediaType: string) => draw(playerBundle(bytes, { kind: 'video', mediaType })),
    bundle: (bundle: MimeBundle) => draw(bundle),
  },
)

/**
 * Empties the output of the cell that calls it.
 *
 * @param wait - Whether to wait for the next output, so that nothing flickers.
 * @example
 * ```ts
 * console.log('working')
 * clearOutput()
 * console.log('done')
 * ```
 */
export function clearOutput(wait = false): void {
  currentScope().clearOutput(wait)
}

/**
 * The bundle of a picture.
 *
 * @param bytes - The file's content.
 * @param mediaType - Its type; recognised from the bytes by default.
 * @param size - Size on the page.
 * @throws UsageError `usage` when the type is not known.
 */
export function imageBundle(
  bytes: Uint8Array,
  mediaType = imageType(bytes),
  size: ImageSize = {},
): MimeBundle {
  if (mediaType === undefined)
    throw new UsageError(
      'show.image does not know this kind of picture: pass its media type, e.g. "image/png".',
    )
  if (mediaType === 'image/svg+xml') return svgBundle(Buffer.from(bytes).toString('utf8'))
  return {
    data: { [mediaType]: base64(bytes), 'text/plain': `[${mediaType}, ${formatBytes(bytes.byteLength)}]` },
    metadata: { [mediaType]: { ...size } },
  }
}

/** The media type of a picture, from its first bytes; `undefined` when it is none that front ends draw. */
export function imageType(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(head)) return 'image/gif'
  if (/^RIFF.{4}WEBP/s.test(head)) return 'image/webp'
  if (/^.{4}ftypavif/s.test(head)) return 'image/avif'
  return /^BM.{4}\0\0\0\0/s.test(head) ? 'image/bmp' : undefined
}

/**
 * The bundle of an SVG picture. As `<img>` it survives untrusted notebooks, and nothing in it can run.
 *
 * @param markup - The SVG document.
 */
export function svgBundle(markup: string): MimeBundle {
  // Masked before it is encoded beyond recognition.
  const clean = maskForCell(markup, 'markup')
  const title = titleOf(clean)
  return {
    data: {
      'text/html': String(svgImage(clean)),
      'image/svg+xml': clean,
      'text/plain': `[${title && `${title}, `}image/svg+xml, ${formatBytes(Buffer.byteLength(markup))}]`,
    },
  }
}

/**
 * An SVG document as an `<img>`.
 *
 * @param clean - The document, already masked: nobody recognises a secret in it afterwards.
 */
export function svgImage(clean: string): Html {
  const source = `data:image/svg+xml;base64,${base64(Buffer.from(clean, 'utf8'))}`
  return h`<img alt="${titleOf(clean) || 'SVG picture'}" src="${source}">`
}

/** What a picture says of itself, for those who do not see it; empty when it says nothing. */
function titleOf(svg: string): string {
  return oneLine(textOf(/<title\b[^>]*>([^<]{1,300})<\/title\s*>/i.exec(svg)?.[1] ?? ''))
}

/**
 * The bundle of a player. Viewers that have none show its type and size.
 *
 * @param bytes - The file's content.
 * @param media - Sound or a film, and its type.
 */
export function playerBundle(
  bytes: Uint8Array,
  { kind, mediaType }: { readonly kind: 'audio' | 'video'; readonly mediaType: string },
): MimeBundle {
  const source = `data:${mediaType};base64,${base64(bytes)}`
  const plain = `[${mediaType}, ${formatBytes(bytes.byteLength)}]`
  const player =
    kind === 'audio'
      ? h`<audio controls title="${mediaType}" src="${source}">${plain}</audio>`
      : h`<video controls title="${mediaType}" src="${source}">${plain}</video>`
  return { data: { 'text/html': String(player), 'text/plain': plain } }
}

function latexBundle(formula: string): MimeBundle {
  const isDelimited = /^\s*(?:\$|\\\[|\\\(|\\begin\b)/.test(formula)
  return { data: { 'text/latex': isDelimited ? formula : `$$${formula}$$`, 'text/plain': formula } }
}

function ownBundle(value: unknown): MimeBundle | undefined {
  const own: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, DRAW) : undefined
  return typeof own === 'function' ? (Reflect.apply(own, value, []) as MimeBundle) : undefined
}

function draw(bundle: MimeBundle): void {
  currentScope().display(bundle)
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
}

/**
 * The words of a piece of HTML, for where it cannot be drawn.
 *
 * @param markup - HTML without `style` and `script` that do not end.
 */
export function textOf(markup: string): string {
  return markup
    .replace(/<(style|script)\b[^]*?<\/\1\s*>/gi, '')
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6])\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (entity: string, name: string) => NAMED[name] ?? entity)
    .replace(/\n\s*\n+/g, '\n')
    .trim()
}
