/** The notebook file, as far as it is read here. */

export interface Cell {
  readonly cell_type: 'code' | 'markdown' | 'raw'
  readonly id?: string
  readonly metadata: unknown
  readonly source: string | readonly string[]
  readonly outputs?: readonly unknown[]
  readonly execution_count?: number | null
}

export interface Notebook {
  readonly cells: readonly Cell[]
  readonly metadata?: Record<string, unknown>
  readonly nbformat: number
  readonly nbformat_minor?: number
}

/** Whether a parsed JSON is a notebook of format 4. */
export function isIpynb(value: unknown): value is Notebook {
  const notebook = value as Partial<Notebook> | null
  return notebook?.nbformat === 4 && Array.isArray(notebook.cells)
}

/** The text of a cell, whose lines may be apart. */
export const sourceOf = (cell: Cell): string =>
  typeof cell.source === 'string' ? cell.source : cell.source.join('')
