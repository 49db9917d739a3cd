/**
 * What compiles and runs the cells of a kernel in place of tslab's own compiler: found, checked and put in place here, all
 * or nothing. Brings together the compiler of cells, their modules, and the checker beside them.
 */
import { join } from 'node:path'
import type { LiveTslab } from '../tslab-types'
import { readCellMode } from './cell-mode'
import { createChecker, type TypeChecker } from './checker-place'
import { keepCompiledCode } from './code-cache'
import { cachedFile } from './cached-library'
import { emit } from './emit'
import { notebookFolder } from './find-root'
import { findTypeScript, loadTypeScript, type FoundTypeScript, type TypeScript } from './load-typescript'
import { NotebookCompiler, type RunnableCell } from './notebook-compiler'
import { installStackTraces } from './positions/stack-traces'
import { missingForTakeOver, takeOver, type ExecutorInside } from './tslab-compiler'
import { TypeNotes } from './type-notes'

/** What was compiled is written down when a new kernel's first cells are over. */
const KEEP_AFTER_MS = 2_000

const { setTimeout } = globalThis

/** The compiler of a kernel. */
export interface Engine {
  /** The compiler's interface, for whoever reads cells. */
  readonly ts: TypeScript
  readonly checker: TypeChecker
  readonly notes: TypeNotes
  /**
   * Makes a cell ready.
   *
   * @param source - The cell, magics rewritten.
   * @param label - What stack traces call it.
   * @returns The cell and its number for the checker; `undefined` where there is nothing to run.
   * @throws TypeScriptError `typescript` for what would fail at any rate.
   */
  prepare(source: string, label: string): (RunnableCell & { readonly id: number }) | undefined
  /** Tells the checker that packages have come or gone. */
  afterInstall(): void
}

/** Whether this tslab and a TypeScript fit together; the reason why not. */
export type Fit = { readonly typescript: FoundTypeScript } | { readonly reason: string }

/**
 * Looks for a TypeScript, and at tslab's files; changes nothing.
 *
 * @param directory - tslab's `dist` folder.
 */
export function findFit(directory: string): Fit {
  const typescript = findTypeScript([__dirname, process.cwd()])
  if (typescript === undefined)
    return { reason: 'there is no TypeScript from 5.9 on and before 7. Run: npm install typescript@6' }
  const [missing] = missingForTakeOver(directory)
  return missing === undefined ? { typescript } : { reason: `this tslab lacks ${missing}` }
}

/**
 * Loads the compiler and lets it compile something, so that the first cell need not wait for that; then the rest of the
 * library, so that what runs in this process is of one version, also when a cell installs another.
 *
 * @param file - Its main file.
 */
export function warmUp(file: string): void {
  emit(loadTypeScript(file), '1', { fileName: 'cell.ts', form: 'esm' })
  for (const name of ['masks.js', 'chat.js', 'helpers.js', 'later.js']) cachedFile(name)
}

/**
 * Sets tslab's compiler aside, between two cells.
 *
 * @returns `undefined` when tslab hides its parts in another way; nothing has changed then.
 */
export function createEngine(
  executor: ExecutorInside,
  tslab: LiveTslab,
  { typescript, isJs }: { readonly typescript: FoundTypeScript; readonly isJs: boolean },
): Engine | undefined {
  const inherited = takeOver(executor)
  const live = (globalThis as { __tslab__?: { require: NodeJS.Require } }).__tslab__
  if (inherited === undefined || live === undefined) return undefined
  const root = notebookFolder(live.require)
  const compiler = () => loadTypeScript(typescript.file)
  const notebook = new NotebookCompiler({
    compiler,
    isJs,
    root,
    variables: inherited.variables,
    require: live.require,
  })
  const checker = createChecker({
    typescript,
    root,
    isJs,
    tslabDirectory: tslab.directory,
    declarations: inherited.declarations,
  })
  const notes = new TypeNotes(checker, isJs ? 'off' : undefined)
  installStackTraces({ folders: [join(tslab.directory, '/'), join(__dirname, '/')] })
  let count = 0
  setTimeout(() => {
    keepCompiledCode()
    // Also where no cell is checked: its start takes a second or two, and Tab should not wait for that.
    notes.warmUp()
  }, KEEP_AFTER_MS).unref()
  return {
    get ts() {
      return compiler()
    },
    checker,
    notes,
    prepare(source, label) {
      const mode = readCellMode(source)
      if (mode.module !== undefined) {
        notebook.addModule(mode.module, source, mode.isJsx)
        checker.addModule({ name: mode.module, code: source, jsx: mode.isJsx })
        return undefined
      }
      if (mode.isBrowser) return undefined
      const cell = notebook.compile(source, label)
      const id = ++count
      checker.add({ id, code: source })
      return { ...cell, id }
    },
    afterInstall: () => checker.invalidate(),
  }
}
