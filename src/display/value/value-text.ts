/**
 * Plain twins of values that are drawn: what Node prints, cut, or one line about it. Nothing here throws, whatever the value is.
 */
import { inspect } from 'node:util'
import type { MimeBundle } from '../../base/mime-bundle'
import { formatBytes, oneLine } from '../one-line'
import { cutChars } from '../../base/surrogates'

/** Most characters of a plain twin. */
const MAX_TWIN_CHARS = 4000

/**
 * A value as Node prints it, cut to a sane length.
 *
 * @param value - Anything, also a revoked proxy or an object whose own `inspect` throws.
 */
export function printed(value: unknown): string {
  try {
    return cutTwin(inspect(value, { maxArrayLength: 50, maxStringLength: 1000 }))
  } catch {
    return '[object]'
  }
}

/** Cuts a plain twin to a sane length. */
export function cutTwin(text: string): string {
  return text.length > MAX_TWIN_CHARS ? `${cutChars(text, MAX_TWIN_CHARS)}…` : text
}

/** Says that something is there and why it is not drawn, e.g. `[image/png, 12 MB: too large to draw]`. */
export function tooLarge(mediaType: string, bytes: number): string {
  return `[${mediaType}, ${formatBytes(bytes)}: too large to draw]`
}

/** A bundle of nothing but text. */
export function textBundle(text: string): MimeBundle {
  return { data: { 'text/plain': text } }
}

/**
 * The value as Node prints it, and why its own display is not seen.
 *
 * @param value - The value whose method failed.
 * @param failure - `method`: its name; `error`: what it threw.
 */
export function failedDisplay(value: unknown, failure: { method: string; error: unknown }): MimeBundle {
  const { method, error } = failure
  return textBundle(`${printed(value)}\n[${method} failed: ${errorLine(error)}]`)
}

function errorLine(error: unknown): string {
  try {
    return oneLine(String(error))
  } catch {
    return 'an error that cannot be printed'
  }
}
