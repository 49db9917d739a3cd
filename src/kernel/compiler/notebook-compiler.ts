/**
 * Compiles and runs the cells of one notebook: owns its names, its modules and what its cells are run with. Knows nothing
 * of tslab or of output; who calls it says how code is evaluated.
 */
import vm from 'node:vm'
import { createCellArguments, type CellArguments, type Variables } from './cell-runtime'
import { compileCell, type CellProblem, type CompiledCell } from './transform/compile-cell'
import { TypeScriptError } from './typescript-error'
import type { TypeScript } from './load-typescript'
import { ModuleLoader } from './modules/module-loader'
import { placeAt, printPlace } from './positions/place'
import { registerSource } from './positions/sources'
import { emit } from './emit'
import { join } from 'node:path'

/** What a notebook is compiled with. */
export interface NotebookOptions {
  readonly compiler: () => TypeScript
  readonly isJs: boolean
  /** Folder of the notebook. */
  readonly root: string
  readonly variables: Variables
  /** tslab's `require`. */
  readonly require: NodeJS.Require
}

/** A cell, ready to be run once. */
export interface RunnableCell {
  readonly isAsync: boolean
  /** Runs it. @returns A list of its last expression's value, empty without one; a promise of it for an async cell. */
  run(): LastValue | undefined | Promise<LastValue | undefined>
}

/** The value of a cell's last expression. */
export type LastValue = readonly [value: unknown]

type RunResult = LastValue | undefined | Promise<LastValue | undefined>

/** One run of a cell, as its code sees it. */
interface Run {
  /** Whether it goes on: only then can a variable be used before the cell has come to its declaration. */
  isOn: boolean
}

type CellStart = (run: Run, ...args: CellArguments) => unknown

/** Names that every cell has beside the globals. */
const CELL_NAMES = new Set([
  'require',
  'exports',
  'module',
  'arguments',
  '__filename',
  '__dirname',
  'undefined',
])

/** The compiler of one notebook. */
export class NotebookCompiler {
  readonly loader: ModuleLoader
  private readonly constants = new Set<string>()
  private readonly cellArguments: CellArguments
  private count = 0

  constructor(private readonly options: NotebookOptions) {
    const { root, require, compiler, variables } = options
    this.loader = new ModuleLoader({ root, require, compiler })
    this.cellArguments = createCellArguments({ variables, loader: this.loader, root, liveRequire: require })
  }

  /**
   * Compiles a cell.
   *
   * @param source - The cell, magics rewritten.
   * @param label - What stack traces call it.
   * @throws TypeScriptError `typescript` for what would fail at any rate: syntax, names and modules that there are not.
   */
  compile(source: string, label: string): RunnableCell {
    const cell = compileCell(this.options.compiler(), source, {
      isJs: this.options.isJs,
      notebook: {
        has: (name) => Object.hasOwn(this.options.variables, name),
        isConst: (name) => this.constants.has(name),
        isGlobal: (name) => CELL_NAMES.has(name) || name in globalThis,
      },
      knownNames: () => [...Object.keys(this.options.variables), ...Object.getOwnPropertyNames(globalThis)],
      mayWait: (specifier) => {
        const found = this.loader.resolve(specifier)
        return found?.kind === 'local' || (found?.kind === 'package' && found.mayWait)
      },
    })
    const problems = [...cell.problems, ...this.missingModules(cell)].sort(
      (a, b) => a.place.line - b.place.line || a.place.column - b.place.column,
    )
    if (problems.length > 0) throw new TypeScriptError(problems.map(print))
    const scriptName = `tslab-magics-cell-${++this.count}`
    registerSource(scriptName, { label, text: source, toSource: (place) => cell.toSource(place) })
    const start = this.load(cell, scriptName)
    return {
      isAsync: cell.isAsync,
      run: () => {
        this.remember(cell)
        return runOnce((run) => start(run, ...this.cellArguments) as RunResult)
      },
    }
  }

  /**
   * Adds a cell that is a module of its own, `/** @module name *\/`.
   *
   * @throws TypeScriptError `typescript` when it does not compile.
   */
  addModule(name: string, source: string, isJsx: boolean): void {
    const extension = (this.options.isJs ? '.js' : '.ts') + (isJsx ? 'x' : '')
    const file = join(this.options.root, name + extension)
    const { problems } = emit(this.options.compiler(), source, { fileName: file, form: 'commonjs' })
    if (problems.length > 0)
      throw new TypeScriptError(
        problems.map(({ start, message }) => print({ place: placeAt(source, start), message })),
      )
    this.loader.local.addVirtual(file, source)
  }

  private missingModules({ imports }: CompiledCell): CellProblem[] {
    return imports
      .filter(({ specifier }) => this.loader.resolve(specifier) === undefined)
      .map(({ specifier, place }) => ({ place, message: missingModule(specifier) }))
  }

  private load(cell: CompiledCell, filename: string): CellStart {
    try {
      return new vm.Script(cell.script, { filename }).runInThisContext() as CellStart
    } catch (error) {
      throw asTypeScriptError(error, cell)
    }
  }

  /** From now on these are names of the notebook, whatever becomes of the cell. */
  private remember({ names }: CompiledCell): void {
    for (const [name, kind] of names) {
      if (kind === 'const') this.constants.add(name)
      else if (kind !== 'internal') this.constants.delete(name)
    }
  }
}

/** Runs a cell, and tells its code when it has ended in any way. */
function runOnce(start: (run: Run) => RunResult): RunResult {
  const run = { isOn: true }
  const end = () => {
    run.isOn = false
  }
  let result: RunResult
  try {
    result = start(run)
  } catch (error) {
    end()
    throw error
  }
  if (!(result instanceof Promise)) end()
  else result.then(end, end)
  return result
}

function print({ place, message }: CellProblem): string {
  return `${printPlace(place)} - ${message}`
}

/** The words of TypeScript, and what to do. */
function missingModule(specifier: string): string {
  const message = `Cannot find module '${specifier}' or its corresponding type declarations.`
  const name = /^(?:@[\w.-]+\/)?[\w-][\w.-]*(?=\/|$)/.exec(specifier)?.[0]
  return name === undefined ? message : `${message} To install it: %npm install ${name}`
}

/** What V8 alone refuses, such as a name that is declared twice; its place is above the message. */
function asTypeScriptError(error: unknown, cell: CompiledCell): unknown {
  if (!(error instanceof SyntaxError)) return error
  const [, line, , caret] = /^[^\n]*:(\d+)\n([^\n]*)\n(\s*)\^/.exec(error.stack ?? '') ?? []
  const place =
    line === undefined || caret === undefined
      ? undefined
      : cell.toSource({ line: Number(line) - 1, column: caret.length })
  return new TypeScriptError([place === undefined ? error.message : print({ place, message: error.message })])
}
