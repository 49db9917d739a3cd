/**
 * The last value of a cell as something to look at, when it is a picture, a chart, a table, an element of a document, or says
 * itself how it is drawn. Everything else is printed by Node. Owns the order in which a value is asked.
 *
 * The value is the user's, what is in it often is not. So the bundle is data: no JavaScript in any form (`value-check`,
 * `value-markup`), no chart that was not checked (`value-vega`), always a plain twin. Masking is the exit's, except in what is
 * encoded beyond recognition on the way.
 */
import { types } from 'node:util'
import type { MimeBundle } from '../../base/mime-bundle'
import { drawBytes } from './value-bytes'
import { drawElement } from './value-element'
import { answersToAll, drawItself } from './value-protocols'
import { drawTable } from './value-table'
import { drawChart } from './value-vega'

const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/**
 * Draws the last value of a cell.
 *
 * @param value - Anything, also proxies, values of other realms, and objects whose getters throw.
 * @returns A bundle, or a promise of one or of `undefined` for a `Blob` and an asynchronous display method (it never rejects, and takes
 * as long as that method does); `undefined` when Node should print the value, e.g. errors, maps, class instances, functions,
 * text, and results of this library, which print as one line. Never throws.
 * @example
 * ```ts
 * const drawn = drawValue(new Uint8Array([1, 2, 3])) // undefined: no picture
 * ```
 */
export function drawValue(value: unknown): MimeBundle | undefined | Promise<MimeBundle | undefined> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  try {
    const own = drawItself(value)
    if (own !== undefined || typeof value === 'function' || isForNode(value)) return own
    return drawBytes(value) ?? drawElement(value) ?? drawChart(value) ?? drawTable(value)
  } catch {
    // A getter or a trap that throws: Node knows how to print such an object without calling it.
    return undefined
  }
}

/** Lists, errors, objects that answer to every name, and those that print as a line of their own, as all results of this library do. */
function isForNode(value: object): boolean {
  if (Array.isArray(value) || types.isNativeError(value) || value instanceof Error || answersToAll(value))
    return true
  const line = Object.getOwnPropertyDescriptor(value, INSPECT)
  return line !== undefined && !line.enumerable
}
