/**
 * A notebook for tests of the checker: its folder, its cells, and questions with the cursor drawn as `|`.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import ts from 'typescript'
import { Checker } from '../../../../src/kernel/compiler/checker/checker'
import type { ServiceParts } from '../../../../src/kernel/compiler/checker/notebook-service'
import type { Note } from '../../../../src/kernel/compiler/checker/protocol'

/** The folder of this project. */
export const PROJECT = resolve(__dirname, '../../../..')

/** How a test's notebook differs from an empty TypeScript one. */
export interface NotebookOptions extends ServiceParts {
  readonly isJs?: boolean
  readonly declarations?: string
  /** An existing folder instead of a new one. */
  readonly root?: string
  /** A folder of `@types`; none by default, for speed. */
  readonly types?: string
}

/** Files that are parsed once for all notebooks of a test file. */
const registry = ts.createDocumentRegistry(true, '/')
const folders: string[] = []
let seconds = 1_700_000_000

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** A new folder without anything in it. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'checker-')))
  folders.push(folder)
  return folder
}

/** A notebook whose cells are run one after the other. */
export function notebook(options: NotebookOptions = {}) {
  const root = options.root ?? newFolder()
  const settings = {
    root,
    isJs: options.isJs ?? false,
    tslabFolder: join(PROJECT, 'node_modules/tslab'),
    fallbackTypeRoots: options.types ?? join(root, 'no-types'),
    declarations: options.declarations,
  }
  const checker = new Checker(ts, settings, { registry, ...options })
  let id = 0
  const at = (drawn: string) => ({ code: drawn.replace('|', ''), offset: drawn.indexOf('|') })
  return {
    root,
    checker,
    /** Runs a cell. */
    run: (code: string): readonly Note[] => {
      id += 1
      checker.addCell({ id, code })
      return checker.check({ cell: id })
    },
    /** Writes a file beside the notebook, with a time of its own. */
    write: (name: string, text: string) => {
      const path = join(root, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
      seconds += 1
      utimesSync(path, seconds, seconds)
    },
    complete: (drawn: string) => checker.complete(at(drawn)),
    /** What a completion makes of the code, for each match. */
    completed: (drawn: string) => {
      const { start, end, matches } = checker.complete(at(drawn))
      const { code } = at(drawn)
      return matches.map(({ text }) => code.slice(0, start) + text + code.slice(end))
    },
    matches: (drawn: string) => checker.complete(at(drawn)).matches.map(({ text }) => text),
    inspect: (drawn: string) => checker.inspect(at(drawn)).text,
  }
}

/** Notes in short: `line:column TScode`. */
export function short(notes: readonly Note[]): string[] {
  return notes.map(({ file, line, column, code }) => `${file ? `${file}:` : ''}${line}:${column} TS${code}`)
}
