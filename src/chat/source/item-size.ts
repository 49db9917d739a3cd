/**
 * How much an item of a stream counts against `maxBodyBytes`. Bytes and texts count exactly, parsed values about as much as
 * their JSON: they came as JSON, and what is kept of them is not more.
 */

/** A value with more parts than these, or deeper ones, counts as if it had no further ones. */
const MAX_PARTS = 10_000
const MAX_DEPTH = 32
/** What is around the choices of a chunk. */
const ENVELOPE_BYTES = 100

/**
 * The size of an item.
 *
 * @param item - Bytes, a text, or a value.
 * @returns Bytes.
 */
export function itemSize(item: unknown): number {
  if (typeof item === 'string') return Buffer.byteLength(item)
  if (item instanceof Uint8Array) return item.byteLength
  const left = { parts: MAX_PARTS }
  // What a chunk says beside its choices is the same in every chunk: not looking at it saves half of the time.
  const choices =
    typeof item === 'object' && item !== null ? (item as { choices?: unknown }).choices : undefined
  return choices === undefined ? valueSize(item, left, 0) : ENVELOPE_BYTES + valueSize(choices, left, 0)
}

function valueSize(value: unknown, left: { parts: number }, depth: number): number {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return 4
  let size = 2
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length && left.parts-- > 0; at++)
      size += 1 + valueSize(value[at], left, depth + 1)
    return size
  }
  // By `in`, not by `Object.entries`: half the time for the small chunks that streams consist of.
  for (const name in value) {
    if (left.parts-- <= 0) break
    size += name.length + 4 + valueSize((value as Record<string, unknown>)[name], left, depth + 1)
  }
  return size
}

/**
 * The beginning of a text.
 *
 * @param text - The text.
 * @param maxBytes - Most bytes of UTF-8 that are kept; half a character is not.
 */
export function cutText(text: string, maxBytes: number): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(text).subarray(0, maxBytes), {
    stream: true,
  })
}
