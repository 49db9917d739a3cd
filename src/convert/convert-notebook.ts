/**
 * A notebook of Python as one of TypeScript: cells keep their ids, Markdown stays, what is not converted stands there as
 * a comment and says why. Pure: what reads Python is handed in.
 */
import { convertCell, type CellResult } from './convert-cell'
import {
  assignedTwice,
  globalNames,
  namedFunctions,
  raisedNames,
  readsField,
  soleFunctions,
} from './facts/assigned'
import { Facts, type FunctionFacts } from './facts/facts'
import { sharedNames } from './facts/shared'
import type { Parsed } from './python/parsed'
import type { FunctionDef } from './python/statements'
import { namesRead } from './facts/uses'
import { importsOf, pickHelpers } from './helpers/pick'
import type { Cell, Notebook } from './source/notebook'
import { splitCell, type SplitCell } from './source/split-magics'
import { styledCell, styledLine, type Style } from './source/style'
import { Context } from './write/context'
import { writeExpression } from './write/expression'
import { factsOf } from './write/definition'
import { writeStatement } from './write/statement'
import { refusedText } from './refused-text'

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

/** The Python of a notebook, cell by cell, for the parser. */
export function pythonOf(notebook: Notebook): string[] {
  return splitAll(notebook).map((split) => (split?.kind === 'python' ? split.source : ''))
}

function splitAll(notebook: Notebook): (SplitCell | undefined)[] {
  return notebook.cells.map((cell) => (cell.cell_type === 'code' ? splitCell(sourceOf(cell)) : undefined))
}

const sourceOf = (cell: Cell): string =>
  typeof cell.source === 'string' ? cell.source : cell.source.join('')

/** Passes over a notebook until nothing new is found; more would mean that a type grows for ever. */
const MOST_PASSES = 8

/** Converts a notebook whose cells have been parsed. */
export function convertNotebook(
  notebook: Notebook,
  parsed: readonly Parsed[],
  options: ConvertOptions,
): Converted {
  const splits = splitAll(notebook)
  const facts = new Facts()
  const definitions = new Map<FunctionDef, FunctionFacts>()
  const bodies = parsed.map((each) => ('body' in each ? each.body : []))
  const reassigned = assignedTwice(bodies)
  const shared = sharedNames(bodies)
  const ahead = soleFunctions(bodies)
  const raised = raisedNames(bodies)
  const readsNames = readsField(bodies, '__name__')
  const lookedUp = namedFunctions(bodies)
  const reads = bodies.map((body) => new Set(namesRead(body)))
  const readElsewhere = (cell: number) =>
    new Set(reads.flatMap((names, index) => (index === cell ? [] : [...names])))
  let changedElsewhere = new Set(globalNames(bodies))
  let context!: Context
  let results: (CellResult & { magicNotes: readonly string[] })[] = []
  let isLate = false
  // A cell that is refused takes its names with it: later passes would give that for the reason.
  const reasons = new Map<number, CellResult['refusal']>()
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    facts.changes = 0
    facts.functions.clear()
    context = new Context(facts, definitions, { expression: writeExpression, statement: writeStatement })
    for (const each of ahead) facts.functions.set(each.name, factsOf(each, context))
    context.reassigned = reassigned
    context.shared = shared
    context.raised = raised
    context.readsNames = readsNames
    context.lookedUp = lookedUp
    context.isLate = isLate
    results = notebook.cells.map((_cell, index) => {
      const split = splits[index]
      if (split?.kind !== 'python') return { text: '', notes: [], magicNotes: [] }
      context.cell = index
      for (const magic of split.magics) {
        const set = /^%(?:set_env|env)\s+(\w+)/.exec(magic)
        if (set) context.givenEnvironment.add(set[1]!)
      }
      const styled = split.magics.map((magic) => styledLine(magic, options.style))
      for (const { names } of styled) for (const name of names) context.magics.add(name)
      context.magicLines = styled.map(({ text }) => text)
      const { imports } = context
      const before = new Map([...imports].map(([from, names]) => [from, new Set(names)]))
      const result = convertCell(
        { parsed: parsed[index]!, source: split.source },
        { changedElsewhere, readElsewhere: readElsewhere(index) },
        context,
      )
      if (result.text === undefined) {
        putBack(imports, before)
        const refusal = reasons.get(index) ?? result.refusal!
        if (isLate) reasons.set(index, refusal)
        return { ...result, refusal, magicNotes: [] }
      }
      const lines = importLines(imports, before)
      // What it imports is not there for the next cell.
      if (result.stops) putBack(imports, before)
      const text = [split.head, ...lines, result.text]
        .filter((part) => part !== undefined && part !== '')
        .join('\n')
      return { ...result, text, magicNotes: styled.flatMap(({ notes }) => notes) }
    })
    const late = new Set([...changedElsewhere, ...context.late])
    const isSettled = facts.changes === 0 && late.size === changedElsewhere.size
    changedElsewhere = late
    if (isSettled && isLate) break
    // Functions that nobody calls are written without knowing more.
    isLate ||= isSettled || pass === MOST_PASSES - 3
  }
  return assemble(notebook, { splits, results, context, options })
}

function putBack(imports: Map<string, Set<string>>, before: ReadonlyMap<string, Set<string>>): void {
  imports.clear()
  for (const [from, names] of before) imports.set(from, names)
}

function importLines(
  imports: ReadonlyMap<string, ReadonlySet<string>>,
  before: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  return [...imports].flatMap(([from, names]) => {
    const added = [...names].filter((name) => !before.get(from)?.has(name))
    if (added.length === 0) return []
    const [whole] = added.filter((name) => name.startsWith('default as '))
    if (whole) return [`import ${whole.slice('default as '.length)} from "${from}"`]
    return [`import { ${added.join(', ')} } from "${from}"`]
  })
}

interface Assembled {
  readonly splits: readonly (SplitCell | undefined)[]
  readonly results: readonly (CellResult & { magicNotes: readonly string[] })[]
  readonly context: Context
  readonly options: ConvertOptions
}

function assemble(notebook: Notebook, { splits, results, context, options }: Assembled): Converted {
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
