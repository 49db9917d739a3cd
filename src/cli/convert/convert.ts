/**
 * `tslab-magics convert`: Python notebooks to TypeScript ones. Owns the files and the report; how Python becomes
 * TypeScript is told in `src/convert/`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import { CliError } from '../errors'
import type { CliIo } from '../io'
import { parsePython } from './parse-python'
import type { CellReport } from '../../convert/assemble'
import { convertNotebook, pythonOf } from '../../convert/convert-notebook'
import type { Notebook } from '../../convert/source/notebook'
import { readSource } from '../../convert/source/read-source'

/** Settings of {@link convertCommand}. */
export interface ConvertCommandOptions {
  /** File of the notebook; without it `NAME.ts.ipynb` beside the source. */
  readonly out?: string
  /** Whether magics stay magics or become helpers. */
  readonly style?: string
  /** JSON file of the report. */
  readonly report?: string
}

/** A notebook of the report. */
interface Report {
  readonly notebook: string
  readonly out: string
  readonly cells: readonly CellReport[]
}

/** Outcomes that leave something to do by hand. */
const UNFINISHED = new Set<CellReport['outcome']>(['refused', 'partly'])

const STYLES = ['magics', 'helpers'] as const

/**
 * Converts notebooks, all of them or none.
 *
 * @param paths - `.ipynb`, `.py` with `# %%` lines, or Markdown with fences, relative to the folder of the command.
 * @param options - See {@link ConvertCommandOptions}.
 * @param io - World of the command.
 * @returns 0 when all cells were converted; 1 when some were not, which are named; 2 for wrong use.
 * @throws CliError When a file cannot be read, or there is no Python.
 */
export async function convertCommand(
  paths: readonly string[],
  options: ConvertCommandOptions,
  io: CliIo,
): Promise<number> {
  const style = STYLES.find((each) => each === (options.style ?? 'magics'))
  if (!style) {
    io.err(`error: --style is "magics" or "helpers", not "${options.style}"\n`)
    return 2
  }
  if (options.out !== undefined && paths.length > 1) {
    io.err('error: --out names one file: convert one notebook, or leave it out\n')
    return 2
  }
  const notebooks = paths.map((path) => read(path, io))
  const sources = notebooks.map(({ notebook }) => pythonOf(notebook))
  const parsed = await parsePython(sources.flat(), io)
  const helpers = readHelpers()
  let start = 0
  const reports: Report[] = []
  const files: [string, string][] = []
  for (const [index, { notebook, full }] of notebooks.entries()) {
    const size = sources[index]!.length
    const name = basename(full)
    const converted = convertNotebook(notebook, parsed.slice(start, start + size), { style, name, helpers })
    start += size
    const out = options.out === undefined ? outOf(full) : resolve(io.cwd, options.out)
    if (out === full) throw new CliError(`${name} would be written over. Name another file with --out.`)
    files.push([out, `${JSON.stringify(converted.notebook, null, 1)}\n`])
    reports.push({ notebook: relative(io.cwd, full), out: relative(io.cwd, out), cells: converted.cells })
  }
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  if (options.report !== undefined)
    writeFileSync(resolve(io.cwd, options.report), `${JSON.stringify(reports, null, 2)}\n`)
  for (const report of reports) print(report, io)
  return reports.some(({ cells }) => cells.some(({ outcome }) => UNFINISHED.has(outcome))) ? 1 : 0
}

/** Built, the helpers are beside cli.js; in the sources where they are checked. */
function readHelpers(): string {
  const built = join(__dirname, 'python-helpers')
  const folder = existsSync(built) ? built : join(__dirname, '../../convert/helpers/python')
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
}

const outOf = (full: string) => `${full.slice(0, full.length - extname(full).length)}.ts.ipynb`

function read(path: string, io: CliIo): { notebook: Notebook; full: string } {
  const full = resolve(io.cwd, path)
  if (!existsSync(full)) throw new CliError(`There is no file ${path} in ${io.cwd}.`)
  const notebook = readSource(readFileSync(full, 'utf8'), extname(full))
  if (typeof notebook === 'string') throw new CliError(`${path} ${notebook}`)
  return { notebook, full }
}

function print({ notebook, out, cells }: Report, io: CliIo): void {
  for (const { cell, outcome, reason, line, advice, notes } of cells) {
    if (UNFINISHED.has(outcome))
      io.out(
        `${notebook}: cell ${cell}, line ${line}: ${outcome === 'partly' ? 'a function is ' : ''}not converted: ${reason}.${advice === undefined ? '' : ` ${advice}`}\n`,
      )
    for (const note of notes) io.out(`${notebook}: cell ${cell}: ${note}\n`)
  }
  const counts = (outcome: CellReport['outcome']) => cells.filter((each) => each.outcome === outcome).length
  const more = (count: number, text: string) => (count > 0 ? `, ${count} ${text}` : '')
  io.err(
    `${out}: ${counts('converted')} cells converted, ${counts('kept')} kept as they are${more(counts('partly'), 'in part')}${more(counts('refused'), 'not converted')}\n`,
  )
}
