/**
 * Places in a text.
 */

/** A place by line and column, both counted from 0. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** The place of an offset. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset)
  const start = before.lastIndexOf('\n') + 1
  let line = 0
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line += 1
  return { line, column: offset - start }
}

/** As people count: `3:9` is line 3, column 9, both from 1. */
export function printPlace({ line, column }: Place): string {
  return `${line + 1}:${column + 1}`
}
