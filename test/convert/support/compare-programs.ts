/** Programs by Python and, converted, by Node: what each prints, side by side. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { convertNotebook } from '../../../src/convert/convert-notebook'
import type { Parsed } from '../../../src/convert/python/parsed'
import { splitCell } from '../../../src/convert/source/split-magics'
import { compilerOptions } from '../../../src/kernel/compiler/checker/compiler-options'
import type { CheckerSettings } from '../../../src/kernel/compiler/checker/protocol'

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
  readonly err: string
  readonly failed: string | null
}

/** Runs a script on JSON, in a folder of its own for the files of the programs. */
function run<T>(program: string, args: readonly string[], input: unknown): T {
  const cwd = mkdtempSync(join(tmpdir(), 'programs-'))
  try {
    const options = {
      cwd,
      input: JSON.stringify(input),
      maxBuffer: 1 << 30,
      encoding: 'utf8',
    } as const
    return JSON.parse(execFileSync(program, args, options)) as T
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

const inPython = <T>(python: string, script: string, input: unknown): T => run(python, ['-B', script], input)

/** Parses sources as the command does. */
const parse = (python: string, sources: readonly string[]): Parsed[] =>
  inPython(python, join(root, 'src/cli/convert/parse-python.py'), sources)

/** The text of the helpers, as the command reads it. */
export function readHelpers(): string {
  const folder = join(root, 'src/convert/helpers/python')
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
}

/** Converts sources, each a notebook of one cell. */
export function convertSources(
  python: string,
  sources: readonly string[],
): { text: string; head: string; refusal?: string }[] {
  const helpers = readHelpers()
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

const IMPORT = /^import \{ (.*) \} from "(node:\w+)"$/gm

/** A cell without what the cell on top imports: both are one file here. */
function withoutImports(text: string, head: string): string {
  const there = new Set([...head.matchAll(IMPORT)].flatMap(([, names]) => names!.split(', ')))
  return text.replace(IMPORT, (_line, names: string, from: string) => {
    const kept = names.split(', ').filter((name) => !there.has(name))
    return kept.length === 0 ? '' : `import { ${kept.join(', ')} } from "${from}"`
  })
}

/** A program in TypeScript, and what became of it. */
export interface Converted extends Ran {
  readonly text: string
  readonly refusal: string | undefined
  /** What the compiler says of it. */
  readonly problem: string | undefined
}

/** Converts programs and runs them. */
export function runConverted(python: string, sources: readonly string[]): Converted[] {
  const converted = convertSources(python, sources)
  const texts = converted.map(({ head, text, refusal }) =>
    refusal === undefined
      ? `${head}\n${withoutImports(text, head)}`.replace(/^import .*"tslab-magics"$/gm, '')
      : '',
  )
  const runner = join(root, 'test/convert/support/run-programs.cjs')
  const ran = run<Ran[]>(process.execPath, [runner], texts.map(scriptOf))
  const problems = typeProblems(texts)
  return converted.map(({ text, refusal }, index) => ({
    ...ran[index]!,
    text,
    refusal,
    problem: problems[index],
  }))
}

/**
 * Runs programs in both languages and compares what they print; a program that fails must fail in both, and none may
 * have errors of types.
 */
export async function comparePrograms(python: string, sources: readonly string[]): Promise<Compared[]> {
  const expected = inPython<Ran[]>(python, join(root, 'test/convert/support/run_programs.py'), sources)
  const converted = runConverted(python, sources)
  return sources.flatMap((source, index): Compared[] => {
    const [wanted, got] = [expected[index]!, converted[index]!]
    const compared = { python: source, text: got.text }
    if (got.refusal !== undefined) return [{ ...compared, outcome: 'refused', reason: got.refusal }]
    if (wanted.out === null) return []
    if (got.problem !== undefined) return [{ ...compared, outcome: 'differs', reason: got.problem }]
    // What Python does not mind and is not known here stops with one line: that is a refusal, while it runs.
    const isStopped = got.failed !== null && RUN_TIME.test(got.failed)
    if (isStopped && isBegun(got.out ?? '', wanted.out, source))
      return [{ ...compared, outcome: 'refused', reason: got.failed! }]
    const isSame =
      got.out === wanted.out && got.err === wanted.err && (got.failed === null) === (wanted.failed === null)
    if (isSame) return [{ ...compared, outcome: 'same' }]
    const shown = ({ out, err, failed }: Ran) => JSON.stringify({ out, err, failed })
    return [{ ...compared, outcome: 'differs', reason: `python: ${shown(wanted)}\nnode:   ${shown(got)}` }]
  })
}

/** Whether a program printed what Python prints, up to where it stopped; a `finally` is run after that. */
function isBegun(got: string, wanted: string, source: string): boolean {
  if (wanted.startsWith(got)) return true
  const rest = wanted.split('\n')
  const isNext = (line: string) => rest.splice(0, rest.indexOf(line) + 1).length > 0
  return source.includes('finally:') && got.split('\n').every(isNext)
}

const RUN_TIME = /^NotConverted: /

/** A program as the kernel would run it. */
const scriptOf = (text: string): string =>
  ts.transpile(text, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
  })

/** What the compiler says of conditions between literals, which only programs from seeds have. */
const OF_LITERALS = new Set([2367, 2839, 2869, 2870, 2871, 2872, 2873])

/** What the compiler of the kernel says of programs, by its options for cells. */
function typeProblems(texts: readonly string[]): (string | undefined)[] {
  const options: ts.CompilerOptions = {
    ...compilerOptions(ts, { root, fallbackTypeRoots: '' } as CheckerSettings),
    types: ['node'],
  }
  const host = ts.createCompilerHost(options)
  const files = new Map(texts.map((text, index) => [join(root, `program-${index}.ts`), text]))
  const [readFile, fileExists] = [host.readFile.bind(host), host.fileExists.bind(host)]
  host.readFile = (name) => files.get(name) ?? readFile(name)
  host.fileExists = (name) => files.has(name) || fileExists(name)
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files.keys()].map((name, index) => {
    const file = program.getSourceFile(name)
    const all = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    const first = all.find(({ code }) => !OF_LITERALS.has(code))
    if (first === undefined) return undefined
    const line = texts[index]!.slice(0, first.start).split('\n').length - 1
    return `types: ${ts.flattenDiagnosticMessageText(first.messageText, '\n')}: ${texts[index]!.split('\n')[line]}`
  })
}
