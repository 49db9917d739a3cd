/** Programs by Python and, converted, by Node: what each prints, side by side. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { convertNotebook } from '../../../src/convert/convert-notebook'
import type { Parsed } from '../../../src/convert/python/parsed'
import { splitCell } from '../../../src/convert/source/split-magics'

/** Compiled, this file stands elsewhere. */
function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(join(folder, '..'))
}

const root = findRoot(__dirname)

/** What became of a program. */
export interface Compared {
  readonly python: string
  readonly text: string
  readonly outcome: 'same' | 'refused' | 'differs'
  readonly reason?: string
}

interface Ran {
  /** `null` for more than is compared. */
  readonly out: string | null
  readonly failed: string | null
}

const inPython = <T>(python: string, script: string, input: unknown): T =>
  JSON.parse(
    execFileSync(python, ['-B', script], {
      input: JSON.stringify(input),
      maxBuffer: 1 << 30,
      encoding: 'utf8',
    }),
  ) as T

/** Parses sources as the command does. */
const parse = (python: string, sources: readonly string[]): Parsed[] =>
  inPython(python, join(root, 'src/cli/convert/parse-python.py'), sources)

/** Converts sources, each a notebook of one cell. */
export function convertSources(
  python: string,
  sources: readonly string[],
): { text: string; head: string; refusal?: string }[] {
  const folder = join(root, 'src/convert/helpers/python')
  const helpers = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
  const splits = sources.map((source) => splitCell(source))
  const parsed = parse(
    python,
    splits.map((split) => (split.kind === 'python' ? split.source : '')),
  )
  return sources.map((source, index) => {
    const notebook = { cells: [{ cell_type: 'code' as const, metadata: {}, source }], nbformat: 4 }
    const { notebook: converted, cells } = convertNotebook(notebook, [parsed[index]!], {
      style: 'magics',
      name: 'program',
      helpers,
    })
    const [head, text] = converted.cells.slice(1).map((cell) => String(cell.source))
    const refusal = cells[0]?.outcome === 'refused' ? cells[0].reason : undefined
    return { head: head!, text: text!, ...(refusal === undefined ? {} : { refusal }) }
  })
}

/** Runs programs in both languages and compares what they print; a program that fails must fail in both. */
export async function comparePrograms(python: string, sources: readonly string[]): Promise<Compared[]> {
  const expected = inPython<Ran[]>(python, join(root, 'test/convert/support/run_programs.py'), sources)
  const converted = convertSources(python, sources)
  const results: Compared[] = []
  for (const [index, source] of sources.entries()) {
    const { text, head, refusal } = converted[index]!
    if (refusal !== undefined) {
      results.push({ python: source, text, outcome: 'refused', reason: refusal })
      continue
    }
    const wanted = expected[index]!
    if (wanted.out === null) continue
    const got = await runText(`${head}\n${text}`)
    // What Python does not mind and is not known here stops with one line: that is a refusal, while it runs.
    const isStopped = got.failed !== null && wanted.failed === null && RUN_TIME.test(got.failed)
    if (isStopped && wanted.out.startsWith(got.out ?? ''))
      results.push({ python: source, text, outcome: 'refused', reason: got.failed! })
    else if (got.out === wanted.out && (got.failed === null) === (wanted.failed === null))
      results.push({ python: source, text, outcome: 'same' })
    else
      results.push({
        python: source,
        text,
        outcome: 'differs',
        reason: `python: ${JSON.stringify(wanted)}\nnode:   ${JSON.stringify(got)}`,
      })
  }
  return results
}

const RUN_TIME = /^NotConverted: /

async function runText(text: string): Promise<Ran> {
  const script = ts.transpile(text.replace(/^import .*$/gm, ''), {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.None,
  })
  const out: string[] = []
  const console = { log: (...values: unknown[]) => void out.push(`${values.join(' ')}\n`) }
  const process = { env: {}, stdout: { write: (piece: string) => void out.push(piece) } }
  try {
    const AsyncFunction = (async () => {}).constructor as new (
      ...args: string[]
    ) => (...values: unknown[]) => Promise<void>
    await new AsyncFunction('console', 'process', script)(console, process)
    return { out: out.join(''), failed: null }
  } catch (error) {
    return {
      out: out.join(''),
      failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    }
  }
}
