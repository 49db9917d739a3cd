/**
 * A recording as text that people read: a field a line, a frame a line. Pure.
 */
import type { Recording } from './format'

/** Up to this many characters a list of plain values stays on one line; a frame always does. */
const LINE_CHARS = 100

/**
 * Writes a recording down.
 * @returns JSON with a line break at its end.
 */
export function printRecording(recording: Recording): string {
  return `${print(recording, '')}\n`
}

function print(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = value as unknown[]
    if (isPair(items)) return oneLine(items)
    if (items.every(isPlain) && oneLine(items).length <= LINE_CHARS) return oneLine(items)
    return `[\n${items.map((item) => inner + print(item, inner)).join(',\n')}\n${indent}]`
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  if (fields.length === 0) return '{}'
  const lines = fields.map(([name, field]) => `${inner}${JSON.stringify(name)}: ${print(field, inner)}`)
  return `{\n${lines.join(',\n')}\n${indent}}`
}

/** A frame, a header, a field of a query. */
function isPair(items: readonly unknown[]): boolean {
  const [first, second] = items
  return items.length === 2 && isPlain(first) && (isPlain(second) || isBase64(second))
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

function isBase64(value: unknown): boolean {
  return Object.keys(value as object).join() === 'base64'
}

function oneLine(items: readonly unknown[]): string {
  const texts = items.map((item) =>
    isPlain(item)
      ? JSON.stringify(item)
      : `{ "base64": ${JSON.stringify((item as { base64: string }).base64)} }`,
  )
  return `[${texts.join(', ')}]`
}
