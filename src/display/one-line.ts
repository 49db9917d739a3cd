/**
 * Results on one line: how a result object prints as the last expression of a cell, and numbers with units.
 * Knows nothing of what the objects are.
 */
import { maskForCell } from './mask'
import { showHidden, stripControls } from './terminal-text'
import { cutChars } from '../base/surrogates'

const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** Most characters of a printed line. */
const MAX_LINE_CHARS = 200

/**
 * Has an object print as one short line, wherever `console.log` or a notebook would list its fields.
 * The fields stay as they are; only the printed form changes.
 *
 * @param value - The result object; it is changed in place.
 * @param line - Makes the line when it is printed.
 * @returns The same object.
 * @example
 * ```ts
 * console.log(printsAs({ text: 'a long answer' }, () => 'answer, 13 characters'))
 * ```
 */
export function printsAs<T extends object>(value: T, line: () => string): T {
  Object.defineProperty(value, INSPECT, {
    value: () => oneLine(line()),
    enumerable: false,
    configurable: true,
    writable: true,
  })
  return value
}

/**
 * Makes a text safe to print as one line: no secrets, no escapes, no line ends, not longer than the limit.
 *
 * @param text - Any text.
 * @param maxChars - Most characters that are kept.
 * @defaultValue `maxChars` 200
 */
export function oneLine(text: string, maxChars = MAX_LINE_CHARS): string {
  // Bounded first: the line of a huge text must not cost as much as the text; the margin lets a secret be seen whole.
  const bounded = text.length > maxChars * 8 ? text.slice(0, maxChars * 8) : text
  const line = showHidden(maskForCell(stripControls(bounded)).replace(/\s+/g, ' ').trim())
  return line.length > maxChars ? `${cutChars(line, maxChars - 1)}…` : line
}

/**
 * A number of bytes with a decimal unit.
 *
 * @param bytes - Number of bytes.
 * @returns e.g. `0 B`, `999 B`, `1.2 kB`, `34 MB`.
 */
export function formatBytes(bytes: number): string {
  return withUnit(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB'])
}

/**
 * A duration with a fitting unit.
 *
 * @param ms - Milliseconds.
 * @returns e.g. `3 ms`, `1.24 s`, `2 min 5 s`.
 */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return '–'
  if (ms < 999.5) return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/**
 * A count with thin groups of three digits, as in `20 000`; small numbers as they are.
 *
 * @param count - A whole number.
 */
export function formatCount(count: number): string {
  return count < 10_000 ? String(count) : String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}

function withUnit(value: number, step: number, units: readonly string[]): string {
  let rest = value
  let index = 0
  while (rest >= step - step / 2000 && index < units.length - 1) {
    rest /= step
    index++
  }
  return `${index === 0 ? rest : rest < 9.95 ? rest.toFixed(1) : Math.round(rest)} ${units[index]}`
}
