/**
 * Tables that offer HTML of themselves, but no display method: arquero's. Any object with their four methods counts.
 * (DataFrames of nodejs-polars have a display method; those of danfo.js have none that draws.)
 * @see https://idl.uw.edu/arquero/api/table#tohtml
 */
import type { MimeBundle } from '../../base/mime-bundle'
import { MUTED } from '../look'
import { formatCount } from '../one-line'
import { htmlContent } from './value-html'
import { cutTwin, textBundle } from './value-text'

/** Most rows that are drawn, and of these in the plain twin. */
const MAX_ROWS = 50
const MAX_PLAIN_ROWS = 20

/** The part of a table that is used. */
interface TableLike {
  numRows(): number
  numCols(): number
  toHTML(options: { readonly limit: number }): string
  toMarkdown(options: { readonly limit: number }): string
}

/**
 * Draws a table.
 *
 * @param value - Any object.
 * @returns Its first rows and its size; `undefined` for what is no table.
 */
export function drawTable(value: object): MimeBundle | undefined {
  if (!isTable(value)) return undefined
  const size = `${formatCount(value.numRows())} rows × ${formatCount(value.numCols())} columns`
  const markup = value.toHTML({ limit: MAX_ROWS })
  const content = htmlContent(`${markup}<p style="${MUTED}">${size}</p>`)
  const plain = `${cutTwin(value.toMarkdown({ limit: MAX_PLAIN_ROWS }).trimEnd())}\n${size}`
  if (content === undefined || 'note' in content) return textBundle(plain)
  return { data: { 'text/html': content.html, 'text/plain': plain } }
}

function isTable(value: object): value is TableLike {
  const { toHTML } = value as Partial<TableLike>
  if (typeof toHTML !== 'function') return false
  const { toMarkdown, numRows, numCols } = value as Partial<TableLike>
  return [toMarkdown, numRows, numCols].every((method) => typeof method === 'function')
}
