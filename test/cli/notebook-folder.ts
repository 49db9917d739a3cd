/**
 * A folder of notebooks for the tests of `check`, made anew for each test.
 */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkCommand, type CheckOptions } from '../../src/cli/check/check'

/** A made-up value of `.env`. */
export const ENV_TOKEN = 'canary-7f3a9b2c4d5e'
/** A made-up key of a known kind. */
export const KEY = `sk-proj-${'abcd1234efgh5678ijkl'}`

/** What matters of a cell. */
export interface CellParts {
  readonly source?: string | readonly string[]
  readonly outputs?: readonly unknown[]
  readonly metadata?: object
  readonly type?: string
}

let folder: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'check-')))
  mkdirSync(join(folder, '.git'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Path of a file in the folder. */
export const pathOf = (name: string): string => join(folder, name)

/** Writes a notebook. Returns its path. */
export function write(name: string, cells: readonly CellParts[], metadata: object = {}): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  const notebook = {
    cells: cells.map(({ source = '', outputs = [], metadata = {}, type = 'code' }) => ({
      cell_type: type,
      execution_count: null,
      id: 'a1b2c3d4',
      metadata,
      outputs,
      source,
    })),
    metadata,
    nbformat: 4,
    nbformat_minor: 5,
  }
  writeFileSync(path, `${JSON.stringify(notebook, null, 1)}\n`)
  return path
}

/** Runs the command in the folder. */
export async function check(
  paths: readonly string[],
  options: CheckOptions = {},
): Promise<{ code: number; out: string; err: string }> {
  const text = { out: '', err: '' }
  const code = await checkCommand(paths, options, {
    cwd: folder,
    env: {},
    out: (piece) => (text.out += piece),
    err: (piece) => (text.err += piece),
  })
  return { code, ...text }
}

/** A stream output. */
export const stream = (text: string | readonly string[]): object => ({
  output_type: 'stream',
  name: 'stdout',
  text,
})

/** A display. */
export const data = (bundle: object): object => ({ output_type: 'display_data', data: bundle, metadata: {} })

/** A notebook as it is now. */
export const saved = (
  name: string,
): { readonly cells: readonly { source: unknown; outputs: unknown[]; metadata: unknown }[] } =>
  JSON.parse(readFileSync(join(folder, name), 'utf8'))
