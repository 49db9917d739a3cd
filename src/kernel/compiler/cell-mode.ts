/**
 * What a comment at the top of a cell says of it: a module of its own, code for the browser, elements.
 * @see https://github.com/yunabe/tslab (`@module`, `@browser`, `@jsx`)
 */

/** How a cell is to be taken. */
export interface CellMode {
  /** The cell is a module of this name, which other cells import as `./name`. */
  readonly module?: string
  /** tslab keeps such cells for later, and runs nothing. */
  readonly isBrowser: boolean
  readonly isJsx: boolean
}

/** Reads the comments that a cell begins with. */
export function readCellMode(source: string): CellMode {
  const comments = /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*/.exec(source)?.[0] ?? ''
  const documented = [...comments.matchAll(/\/\*\*[^]*?\*\//g)].map(([text]) => text).join('\n')
  const module = /@module\s+([\w./-]+)/.exec(documented)?.[1]
  return {
    ...(module !== undefined && { module }),
    isBrowser: /@browser\b/.test(documented),
    isJsx: /@jsx\b/.test(documented),
  }
}
