/**
 * Notebooks for tests: made from a list of cells, run by the command line as a user runs it.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const root = resolve(__dirname, '..', '..')

/** A cell of a notebook file; outputs as nbformat 4 keeps them. */
export interface NotebookCell {
  readonly cell_type: 'code' | 'markdown'
  readonly id?: string
  readonly source: string | readonly string[]
  readonly outputs?: readonly NotebookOutput[]
  readonly metadata?: object
}

/** An output of a cell. */
export interface NotebookOutput {
  readonly output_type: 'stream' | 'display_data' | 'execute_result' | 'error'
  readonly name?: 'stdout' | 'stderr'
  readonly text?: string | readonly string[]
  readonly data?: Readonly<Record<string, unknown>>
  readonly ename?: string
  readonly evalue?: string
}

/** How a command ended. */
export interface CommandEnd {
  readonly exitCode: number | null
  readonly out: string
  readonly err: string
}

/** Text of a notebook field, which is a text or its lines. */
export function joined(text: string | readonly string[] | undefined): string {
  return typeof text === 'string' ? text : (text ?? []).join('')
}

/** The cells of a notebook file. */
export function readCells(path: string): readonly NotebookCell[] {
  return (JSON.parse(readFileSync(path, 'utf8')) as { cells: NotebookCell[] }).cells
}

/** Writes a notebook of code cells for the tslab kernel. */
export function writeNotebook(path: string, cells: readonly string[]): string {
  mkdirSync(dirname(path), { recursive: true })
  const notebook = {
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index + 1}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
    metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
    nbformat: 4,
    nbformat_minor: 5,
  }
  writeFileSync(path, JSON.stringify(notebook))
  return path
}

/** The environment of a user who has no server and no key. */
export function bareEnv(extra: Record<string, string> = {}): Record<string, string | undefined> {
  const unset = JSON.parse(readFileSync(join(root, 'scripts/server-variables.json'), 'utf8')) as string[]
  const env = { ...process.env, ...Object.fromEntries(unset.map((name) => [name, undefined])) }
  return { ...env, ...extra }
}

/**
 * Runs `tslab-magics` from dist/ to its end.
 *
 * @param args - Arguments.
 * @param options - `env`; `onOut`: called with everything written so far, whenever something is.
 */
export function runCli(
  args: readonly string[],
  options: { env?: Record<string, string | undefined>; cwd?: string; onOut?: (out: string) => void } = {},
): Promise<CommandEnd> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), ...args], {
      cwd: options.cwd ?? root,
      env: options.env ?? bareEnv(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      options.onOut?.(out)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (err += text))
    child.once('error', fail)
    child.once('close', (exitCode) => done({ exitCode, out, err }))
  })
}
