/** The notebook that cells become: a note and what they need on top, and the line that the report has of each. */
import type { CellResult } from './convert-cell'
import { importsOf, pickHelpers } from './helpers/pick'
import { refusedText } from './refused-text'
import { sourceOf, type Cell, type Notebook } from './source/notebook'
import type { SplitCell } from './source/split-magics'
import { styledCell, type Style } from './source/style'
import type { Context } from './write/context'

/** How a notebook is converted. */
export interface ConvertOptions {
  readonly style: Style
  /** Name of the Python notebook, for the note on top. */
  readonly name: string
  /** Text of the files in helpers/python. */
  readonly helpers: string
}

/** A line of the report. */
export interface CellReport {
  /** Number of the code cell, from 1. */
  readonly cell: number
  readonly id: string | undefined
  readonly outcome: 'converted' | 'kept' | 'refused' | 'partly' | 'empty'
  readonly reason?: string
  /** Line in the cell. */
  readonly line?: number
  readonly advice?: string
  readonly notes: readonly string[]
}

export interface Converted {
  readonly notebook: Notebook
  readonly cells: readonly CellReport[]
}

/** What the cells of a notebook became. */
export interface Assembled {
  readonly splits: readonly (SplitCell | undefined)[]
  readonly results: readonly (CellResult & { magicNotes: readonly string[] })[]
  readonly context: Context
  readonly options: ConvertOptions
}

/** Puts a converted notebook together. */
export function assemble(notebook: Notebook, { splits, results, context, options }: Assembled): Converted {
  const reports: CellReport[] = []
  let number = 0
  const cells = notebook.cells.map((cell, index): Cell => {
    if (cell.cell_type !== 'code') return cell
    number++
    const split = splits[index]!
    const id = cell.id
    const { text, refusal, notes, magicNotes } = results[index]!
    const put = (source: string): Cell => ({ ...cell, source, outputs: [], execution_count: null })
    if (split.kind === 'magic') {
      const styled = styledCell(split.text, options.style)
      for (const name of styled.names) context.magics.add(name)
      reports.push({ cell: number, id, outcome: 'kept', notes: styled.notes })
      return put(styled.text)
    }
    if (sourceOf(cell).trim() === '') {
      reports.push({ cell: number, id, outcome: 'empty', notes: [] })
      return put('')
    }
    if (text === undefined) {
      const { what, line, advice } = refusal!
      reports.push({
        cell: number,
        id,
        outcome: 'refused',
        reason: what,
        line,
        ...(advice === undefined ? {} : { advice }),
        notes: [],
      })
      return put(refusedText(sourceOf(cell), { what, line, advice }))
    }
    reports.push({
      cell: number,
      id,
      outcome: refusal ? 'partly' : 'converted',
      ...(refusal ? { reason: refusal.what, line: refusal.line } : {}),
      ...(refusal?.advice === undefined ? {} : { advice: refusal.advice }),
      notes: [...notes, ...magicNotes],
    })
    return put(text)
  })
  const helpers = pickHelpers(options.helpers, context.helpers)
  const names = [...context.magics].sort()
  const first = [
    [
      names.length > 0 ? `import { ${names.join(', ')} } from "tslab-magics"` : 'import "tslab-magics"',
      ...importsOf(helpers, options.helpers),
    ].join('\n'),
    ...(helpers === '' ? [] : [`// What Python does and JavaScript does otherwise.\n${helpers}`]),
  ].join('\n\n')
  const refused = reports.filter(({ outcome }) => outcome === 'refused' || outcome === 'partly').length
  const note = `> Converted from the Python notebook \`${options.name}\` by \`tslab-magics convert\`.${
    refused > 0
      ? ` ${refused} of ${number} cells could not be converted, or not all of them: they keep the Python as a comment and say why.`
      : ''
  }`
  const { metadata } = notebook
  return {
    cells: reports,
    notebook: {
      ...notebook,
      nbformat: 4,
      nbformat_minor: notebook.nbformat_minor ?? 5,
      metadata: {
        ...Object.fromEntries(
          Object.entries(metadata ?? {}).filter(
            ([key]) => !['language_info', 'colab', 'vscode'].includes(key),
          ),
        ),
        kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
        language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/typescript' },
      },
      cells: [
        { cell_type: 'markdown', id: 'converted-from', metadata: {}, source: note },
        {
          cell_type: 'code',
          id: 'converted-import',
          metadata: {},
          source: first,
          outputs: [],
          execution_count: null,
        },
        ...cells,
      ],
    },
  }
}
