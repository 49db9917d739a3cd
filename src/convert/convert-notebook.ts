/**
 * A notebook of Python as one of TypeScript: cells keep their ids, Markdown stays, what is not converted stands there as
 * a comment and says why. Pure: what reads Python is handed in.
 */
import { assemble, type Converted, type ConvertOptions } from './assemble'
import { withCarriedNotes } from './carried-notes'
import { convertCell, type CellResult } from './convert-cell'
import {
  assignedTwice,
  globalNames,
  namedFunctions,
  raisedNames,
  readsField,
  soleFunctions,
} from './facts/assigned'
import { withoutColab } from './facts/colab'
import { Facts, type FunctionFacts } from './facts/facts'
import { sharedNames } from './facts/shared'
import type { Parsed } from './python/parsed'
import type { FunctionDef } from './python/statements'
import { namesRead } from './facts/uses'
import { sourceOf, type Notebook } from './source/notebook'
import { splitCell, type SplitCell } from './source/split-magics'
import { styledLine } from './source/style'
import { Context } from './write/context'
import { writeExpression } from './write/expression'
import { factsOf } from './write/definition'
import { writeStatement } from './write/statement'

/** The Python of a notebook, cell by cell, for the parser. */
export function pythonOf(notebook: Notebook): string[] {
  return splitAll(notebook).map((split) => (split?.kind === 'python' ? split.source : ''))
}

function splitAll(notebook: Notebook): (SplitCell | undefined)[] {
  return notebook.cells.map((cell) => (cell.cell_type === 'code' ? splitCell(sourceOf(cell)) : undefined))
}

/** Passes over a notebook until nothing new is found; more would mean that a type grows for ever. */
const MOST_PASSES = 8

/** Converts a notebook whose cells have been parsed. */
export function convertNotebook(
  notebook: Notebook,
  given: readonly Parsed[],
  options: ConvertOptions,
): Converted {
  const { parsed, cells: colab } = withoutColab(given)
  const splits = splitAll(notebook)
  const facts = new Facts()
  const definitions = new Map<FunctionDef, FunctionFacts>()
  const bodies = parsed.map((each) => ('body' in each ? each.body : []))
  const reassigned = assignedTwice(bodies)
  const shared = sharedNames(bodies)
  const ahead = soleFunctions(bodies)
  const raised = raisedNames(bodies)
  const readsNames = readsField(bodies, '__name__')
  const readsThoughts = readsField(bodies, 'thinking')
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
    context.readsThoughts = readsThoughts
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
      const magicNotes = [...new Set(styled.flatMap(({ notes }) => notes))]
      if (colab.has(index)) magicNotes.push('what is for Colab alone is left out')
      return { ...result, text, magicNotes }
    })
    const late = new Set([...changedElsewhere, ...context.late])
    const isSettled = facts.changes === 0 && late.size === changedElsewhere.size
    changedElsewhere = late
    if (isSettled && isLate) break
    // Functions that nobody calls are written without knowing more.
    isLate ||= isSettled || pass === MOST_PASSES - 3
  }
  const noted = withCarriedNotes(results, { bodies, reads })
  return assemble(notebook, { splits, results: noted, context, options })
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
