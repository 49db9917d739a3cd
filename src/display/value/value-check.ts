/**
 * Bundles that values make of themselves, checked before they are sent: media types to content that a front end can draw, and
 * nothing that it would run. Owns the shape of the bundle; what may be in it is `value-content`'s business.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#display-data
 */
import type { MimeBundle } from '../../base/mime-bundle'
import { svgBundle } from '../show'
import { checkContent } from './value-content'
import { toPlainJson } from './value-json'
import { cutTwin, printed } from './value-text'

const MEDIA_TYPE = /^[a-z]+\/[a-z0-9][\w.+-]*$/
const MAX_METADATA_CHARS = 100_000

/**
 * Checks a bundle.
 *
 * @param raw - What a display method gave: media types to contents, or `{ data, metadata }`, or `[data, metadata]`.
 * @param value - The value whose bundle it is; printed for the plain twin when the bundle has none.
 * @returns `undefined` when nothing in it can be shown.
 */
export function checkBundle(raw: unknown, value: unknown): MimeBundle | undefined {
  const [contents, hints] = partsOf(raw)
  if (contents === undefined) return undefined
  const data: Record<string, unknown> = {}
  const notes: string[] = []
  for (const [key, content] of Object.entries(contents)) {
    const type = key.replace(/;[^]*/, '').trim().toLowerCase()
    const checked = MEDIA_TYPE.test(type) ? checkContent(type, content) : undefined
    if (checked === undefined) continue
    if ('note' in checked) notes.push(checked.note)
    else data[checked.type ?? type] = checked.content
  }
  const kept = Object.keys(data)
  if (kept.length === 0 && notes.length === 0) return undefined
  addSvgTwin(data)
  const isPlain = kept.every((type) => type === 'text/plain')
  const given = data['text/plain']
  const text = typeof given === 'string' ? given : printed(value)
  const plain = isPlain ? [text, ...notes].join('\n') : cutTwin(text)
  const metadata = metadataOf(hints, data)
  return { data: { ...data, 'text/plain': plain }, ...(metadata === undefined ? {} : { metadata }) }
}

/**
 * The parts of what a display method gave.
 *
 * @param raw - Anything; see {@link checkBundle}.
 * @returns Contents by media type and hints, neither checked; nothing when it is no object.
 */
export function partsOf(raw: unknown): readonly [contents?: object, hints?: unknown] {
  if (typeof raw !== 'object' || raw === null) return []
  const [contents, hints] = Array.isArray(raw)
    ? [raw[0] as unknown, raw[1] as unknown]
    : 'data' in raw
      ? [raw.data, 'metadata' in raw ? raw.metadata : undefined]
      : [raw]
  return typeof contents === 'object' && contents !== null ? [contents, hints] : []
}

/** As `<img>` an SVG is drawn in notebooks that are not trusted as well. */
function addSvgTwin(data: Record<string, unknown>): void {
  const svg = data['image/svg+xml']
  if (typeof svg === 'string' && data['text/html'] === undefined)
    data['text/html'] = svgBundle(svg).data['text/html']
}

/** Hints for the media types that are left. */
function metadataOf(
  hints: unknown,
  data: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const json = toPlainJson(hints, MAX_METADATA_CHARS)?.value
  if (typeof json !== 'object' || json === null) return undefined
  const known = Object.entries(json).filter(([type]) => type in data)
  return known.length === 0 ? undefined : Object.fromEntries(known)
}
