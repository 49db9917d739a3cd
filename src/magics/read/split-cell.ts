/**
 * Cell magics: a cell whose first line is `%%name`. Owns that split and which cells are never touched; blank lines
 * and comments above the first line do not count.
 */

/** A cell that starts with `%%name`. */
export interface CellMagic {
  readonly name: string
  /** What follows the name on its line. */
  readonly line: string
  /** The text below that line. */
  readonly body: string
  /** Offset of the `%%`. */
  readonly start: number
  /** Offset after the first line, before its line end. */
  readonly headEnd: number
  /** Offset of the body; the length of the cell when there is none. */
  readonly bodyStart: number
}

const HEAD = /^(?:\s*(?:\/\/|#)[^\n]*\n)*\s*%%([A-Za-z_]\w*|!)([^\n]*)/

/** Splits a cell; `undefined` when it starts with anything else. */
export function splitCell(code: string): CellMagic | undefined {
  const match = HEAD.exec(code)
  if (match === null) return undefined
  const [head, name, line] = match as unknown as [string, string, string]
  return {
    // IPython's other name for it.
    name: name === '!' ? 'sx' : name,
    line: line.trim(),
    body: code.slice(head.length + 1),
    start: head.length - line.length - name.length - 2,
    headEnd: head.length,
    bodyStart: Math.min(head.length + 1, code.length),
  }
}

/** The body of a cell magic with blanks for what stands above: positions in errors are those of the cell. */
export function bodyAtItsPlace(code: string, { bodyStart }: CellMagic): string {
  return code.slice(0, bodyStart).replace(/[^\n]/g, ' ') + code.slice(bodyStart)
}

/** Whether tslab takes a cell for a module or for the browser; such a cell cannot wait, so it has no magics. */
export function isModuleCell(code: string): boolean {
  if (!/@(?:module|browser)\b/.test(code)) return false
  const comments = /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*/.exec(code)?.[0] ?? ''
  return /\/\*\*(?:(?!\*\/)[^])*@(?:module|browser)\b/.test(comments)
}
