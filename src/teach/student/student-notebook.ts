/**
 * The version of a notebook that students get: without solutions, hidden tests and outputs. Pure.
 */
import { isObject, stringOf, type JsonObject } from '../../base/unknown'
import { studentText } from './markers'
import { STUB_MESSAGE } from './stub'

/** What stands in the place of a solution, by the language of the cell. The cell fails until something else is there. */
const STUBS = {
  typescript: `// YOUR CODE HERE\nthrow new Error("${STUB_MESSAGE}")`,
  shell: '# YOUR CODE HERE\nfalse',
  python: '# YOUR CODE HERE\nraise NotImplementedError()',
  curl: '# YOUR COMMAND HERE',
  text: 'YOUR ANSWER HERE',
} as const

/** The notebook, or what is wrong with it. */
export type StudentNotebook =
  { readonly json: string; readonly solutions: number } | { readonly problems: readonly string[] }

/**
 * Makes the version for students.
 *
 * @param json - The teacher's notebook.
 * @returns `problems`, a line each, when it is no notebook or its markers do not match.
 */
export function studentNotebook(json: string): StudentNotebook {
  const notebook = parse(json)
  if (!isObject(notebook) || !Array.isArray(notebook['cells']))
    return { problems: ['is not a notebook of format 4'] }
  const problems: string[] = []
  let solutions = 0
  const cells = notebook['cells'].filter(isObject).flatMap((cell, index): JsonObject[] => {
    const source = textOf(cell['source'])
    const found = studentText(source, stubFor(cell, source))
    if (typeof found === 'string') {
      problems.push(`cell ${index + 1}: ${found}`)
      return []
    }
    const isWhole = isSolutionCell(cell) && !found.hadSolution
    const text = isWhole ? stubFor(cell, source) : found.text
    if (isWhole || found.hadSolution) solutions++
    // A cell of hidden tests alone would stand there empty; nbgrader needs those that it grades.
    if (found.hadHiddenPart && text.trim() === '' && !isGradedCell(cell)) return []
    return [cleared({ ...cell, source: linesOf(text) })]
  })
  if (problems.length > 0) return { problems }
  return { json: `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`, solutions }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function stubFor(cell: JsonObject, source: string): string {
  if (cell['cell_type'] !== 'code') return STUBS.text
  const magic = /^\s*%%(\w+)/.exec(source)?.[1] ?? ''
  if (/^(?:bash|sh|script|system)$/.test(magic)) return STUBS.shell
  if (/^python[23]?$/.test(magic)) return STUBS.python
  return magic === 'curl' ? STUBS.curl : STUBS.typescript
}

function nbgraderOf({ metadata }: JsonObject): JsonObject {
  const own = isObject(metadata) ? metadata['nbgrader'] : undefined
  return isObject(own) ? own : {}
}

/** Marked in nbgrader's tool bar: all of it is the solution, unless markers say which part. */
function isSolutionCell(cell: JsonObject): boolean {
  return nbgraderOf(cell)['solution'] === true
}

function isGradedCell(cell: JsonObject): boolean {
  const { grade, locked } = nbgraderOf(cell)
  return grade === true || locked === true
}

function cleared(cell: JsonObject): JsonObject {
  return cell['cell_type'] === 'code' ? { ...cell, outputs: [], execution_count: null } : cell
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(stringOf).join('') : stringOf(value)
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}
