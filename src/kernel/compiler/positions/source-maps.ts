/**
 * The way back from compiled code to the text that it was compiled from.
 */
import { SourceMap, type SourceMapPayload } from 'node:module'
import type { Place } from './place'

/** Leads from a place in compiled code to one in the source; `undefined` where the compiler put code of its own. */
export type ToSource = (place: Place) => Place | undefined

/**
 * Reads a source map, when the first place is asked for.
 *
 * @param map - Source map, version 3, as JSON.
 * @param source - The text it leads back to.
 */
export function mapThrough(map: string, source: string): { readonly toSource: ToSource } {
  let known: SourceMap | undefined
  let lines: number | undefined
  return {
    toSource({ line, column }) {
      known ??= new SourceMap(JSON.parse(map) as SourceMapPayload)
      lines ??= source.split('\n').length
      const entry = known.findEntry(line, column)
      if (!('originalLine' in entry) || entry.originalLine >= lines) return undefined
      return { line: entry.originalLine, column: entry.originalColumn }
    },
  }
}
