/**
 * One cell with its output as text for a documentation page. It is a file of its own in `dist/`, with the pages of all
 * targets, which a notebook reads when a cell is exported.
 */
import { loadMarkdown } from './markdown/parser'
import { readPage } from './notebook/read-page'
import { TARGETS } from './targets/all-targets'
import { writePage } from './write-page'

/** Lines from which on an output is folded. */
const FOLD_LINES = 30

/** A cell, as a notebook file keeps it. */
export interface CellParts {
  readonly source: string
  readonly outputs: readonly object[]
  /** Of its code. */
  readonly language: string
}

/** A cell as text. */
export interface CellText {
  readonly text: string
  /** How many pictures the text names that are files of their own. */
  readonly pictures: number
}

/** Words for a target. */
export const targetNames: readonly string[] = TARGETS.map(({ name }) => name)

/**
 * Writes one cell with its output.
 *
 * @param cell - The cell.
 * @param to - One of {@link targetNames}.
 * @returns The text, without a line break at its end; empty when there is nothing to show.
 */
export async function exportCell({ source, outputs, language }: CellParts, to: string): Promise<CellText> {
  await loadMarkdown()
  const target = TARGETS.find(({ name }) => name === to)
  const notebook = {
    cells: [{ cell_type: 'code', id: 'cell', metadata: {}, source, outputs }],
    metadata: { language_info: { name: language } },
  }
  const read = { name: 'notebook', noOutputs: false, footers: 'drop', answers: 'prose' } as const
  const page = readPage(JSON.stringify(notebook), read)
  if (target === undefined || page === undefined) throw new TypeError(`no target ${to}`)
  const [file, ...pictures] = writePage(page, {
    target,
    page: 'notebook',
    notebook: 'notebook.ipynb',
    pages: new Map(),
    baseUrl: undefined,
    foldLines: FOLD_LINES,
    onlyCell: '1',
    readBeside: () => undefined,
  })
  return { text: String(file!.content).trimEnd(), pictures: pictures.length }
}
