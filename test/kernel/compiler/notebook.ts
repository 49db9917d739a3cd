/**
 * A notebook for tests of the compiler: its folder, and cells that are run for real. To be imported before any source, for
 * it gives the sources Node's own module loader, where jest has put one of its own in place.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import vm from 'node:vm'
import { NotebookCompiler } from '../../../src/kernel/compiler/notebook-compiler'
import { TypeScriptError } from '../../../src/kernel/compiler/typescript-error'
import type { TypeScript } from '../../../src/kernel/compiler/load-typescript'

// Scripts run outside of jest's realm, where there is Node's own `process`; so are their errors.
jest.mock('node:module', () => {
  const { runInThisContext } = jest.requireActual<typeof vm>('node:vm')
  return runInThisContext('process.getBuiltinModule("node:module")') as object
})
globalThis.SyntaxError = vm.runInThisContext('SyntaxError') as typeof SyntaxError

/** The folder of this project. */
export const PROJECT = resolve(__dirname, '../../..')

/** Node's own `createRequire`. */
export const { createRequire } = Module

/** The compiler, loaded by Node: once for all test files of a worker. */
export const typescript = createRequire(__filename)('typescript') as TypeScript

const folders: string[] = []
let seconds = 1_700_000_000

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** A new folder without anything in it. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'compiler-')))
  folders.push(folder)
  return folder
}

/** Writes a file below a folder, with a time of its own. */
export function writeIn(folder: string, name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  seconds += 1
  utimesSync(path, seconds, seconds)
  return path
}

/** A notebook whose cells are run one after the other. */
export function notebook({
  isJs = false,
  files = {},
}: { isJs?: boolean; files?: Record<string, string> } = {}) {
  const root = newFolder()
  const write = (name: string, text: string) => writeIn(root, name, text)
  for (const [name, text] of Object.entries(files)) write(name, text)
  const variables: Record<string, unknown> = {}
  const compiler = new NotebookCompiler({
    compiler: () => typescript,
    isJs,
    root,
    variables,
    require: createRequire(join(root, 'notebook.js')),
  })
  let count = 0
  /** Runs cells; gives what the last one shows. */
  const run = async (...cells: string[]): Promise<unknown> => {
    let last: readonly unknown[] | undefined
    for (const cell of cells) last = await compiler.compile(cell, `cell [${++count}]`).run()
    return last?.[0]
  }
  return { root, variables, compiler, write, run }
}

/** Runs cells in a notebook of their own; gives what the last one shows. */
export async function runCells(...cells: string[]): Promise<unknown> {
  return notebook().run(...cells)
}

/** How the last of some cells fails: `Name: message`. */
export async function failureOf(...cells: string[]): Promise<string> {
  const { run } = notebook()
  await run(...cells.slice(0, -1))
  try {
    await run(...cells.slice(-1))
  } catch (error) {
    return String(error)
  }
  return 'no failure'
}

/** What keeps the last of some cells from being run: `line:column - text`, each. */
export async function problemsOf(cells: string[], options: Parameters<typeof notebook>[0] = {}) {
  const { run, compiler } = notebook(options)
  await run(...cells.slice(0, -1))
  try {
    compiler.compile(cells.at(-1) ?? '', 'cell')
  } catch (error) {
    if (error instanceof TypeScriptError) return error.diagnostics
    throw error
  }
  return []
}
