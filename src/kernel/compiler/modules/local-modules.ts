/**
 * Files that belong to a notebook, `import { f } from "./helper"`: compiled and run as CommonJS, kept while they and all that
 * they import stay as they are, and read again when one of them has changed.
 */
import { readFileSync, statSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import vm from 'node:vm'
import { emit, IMPORT_NAME, META_NAME, REQUIRE_NAME, type Emitted } from '../emit'
import type { TypeScript } from '../load-typescript'
import { placeAt, printPlace } from '../positions/place'
import { registerSource } from '../positions/sources'
import { mapThrough } from '../positions/source-maps'
import { asUrl } from './as-url'
import { memberOf } from './interop'
import type { ResolvedModule } from './resolve-module'

/** What local modules need of the loader. */
export interface LocalContext {
  compiler(): TypeScript
  resolve(specifier: string, folder: string): ResolvedModule | undefined
  require(specifier: string, folder: string): unknown
  import(specifier: string, folder: string): Promise<{ readonly module: unknown }>
  /** Loads a file of compiled machine code. */
  requireNative(file: string): unknown
  /** What else a `require` has: `cache`, `main`, `extensions`. */
  readonly requireMembers: Partial<NodeJS.Require>
}

interface LocalModule {
  readonly file: string
  readonly version: string
  /** Names of what it imports at its top level, as written. */
  readonly specifiers: readonly string[]
  /** The local files that it uses anywhere. */
  readonly files: readonly string[]
  /** What these were when it was run. */
  readonly used: Map<string, LocalModule>
  readonly module: { exports: unknown }
  /** Evaluates it, once; a promise where the file waits at its top level. */
  readonly run: () => unknown
  state: 'new' | 'running' | 'done'
  /** While it is being loaded by `import`: its end, and whose end it waits for. */
  loading?: Promise<unknown>
  waitsFor?: LocalModule | undefined
}

const PARAMETERS = [
  'exports',
  'require',
  'module',
  '__filename',
  '__dirname',
  REQUIRE_NAME,
  META_NAME,
  IMPORT_NAME,
] as const

/** The local modules of one notebook. */
export class LocalModules {
  /** Modules that exist in memory only, by the path that they would have. */
  readonly virtual = new Map<string, { readonly text: string; readonly version: number }>()
  private readonly modules = new Map<string, LocalModule>()

  constructor(private readonly context: LocalContext) {}

  /** Adds a module in memory, or puts another text in its place. */
  addVirtual(file: string, text: string): void {
    this.virtual.set(file, { text, version: (this.virtual.get(file)?.version ?? 0) + 1 })
  }

  /**
   * Loads a file at once.
   *
   * @throws SyntaxError for a file that does not compile or that has to be waited for; what the file throws.
   */
  require(file: string): unknown {
    const module = this.fresh(file)
    if (module.state === 'new') {
      const result = this.evaluate(module)
      if (isPromise(result)) {
        result.catch(() => {})
        this.modules.delete(file)
        throw new SyntaxError(`${file} waits at its top level: load it by import, not by require.`)
      }
    }
    return module.module.exports
  }

  /**
   * Loads a file, and waits for what it waits for.
   *
   * @returns The module; not what it exports, which might have a `then`.
   * @throws SyntaxError for a file that does not compile; what the file throws.
   */
  async import(file: string): Promise<{ readonly exports: unknown }> {
    return (await this.importFor(file, [])).module
  }

  /** @param chain - The modules that import the file, one the other. */
  private async importFor(file: string, chain: readonly LocalModule[]): Promise<LocalModule> {
    const module = this.fresh(file)
    if (module.state === 'new') {
      module.state = 'running'
      module.loading = this.load(module, [...chain, module])
      module.loading.catch(() => {})
    }
    // In a circle each has what the other one has so far, as CommonJS has it.
    if (module.loading !== undefined && !leadsTo(module, chain)) {
      const importer = chain.at(-1)
      if (importer !== undefined) importer.waitsFor = module
      await module.loading
      if (importer !== undefined) importer.waitsFor = undefined
    }
    return module
  }

  private async load(module: LocalModule, chain: readonly LocalModule[]): Promise<void> {
    const folder = dirname(module.file)
    try {
      // Before the file itself, so that `require` in it finds what only `import()` can load.
      for (const specifier of module.specifiers) {
        const found = this.context.resolve(specifier, folder)
        if (found?.kind === 'local') await this.importFor(found.file, chain)
        else await this.context.import(specifier, folder)
      }
      await this.evaluate(module)
    } catch (error) {
      this.modules.delete(module.file)
      throw error
    } finally {
      delete module.loading
    }
  }

  private evaluate(module: LocalModule): unknown {
    module.state = 'running'
    const end = () => {
      module.state = 'done'
      for (const file of module.files) {
        const used = this.modules.get(file)
        if (used !== undefined) module.used.set(file, used)
      }
    }
    try {
      const result = module.run()
      if (isPromise(result)) return result.then(end)
      end()
      return result
    } catch (error) {
      // The next cell tries again.
      this.modules.delete(module.file)
      throw error
    }
  }

  /** The module of a file as it is now. */
  private fresh(file: string): LocalModule {
    const known = this.modules.get(file)
    if (known !== undefined && (known.state === 'running' || this.isCurrent(known, new Set()))) return known
    const made = this.compile(file)
    this.modules.set(file, made)
    return made
  }

  private isCurrent(module: LocalModule, seen: Set<string>): boolean {
    if (seen.has(module.file)) return true
    seen.add(module.file)
    if (this.versionOf(module.file) !== module.version) return false
    return [...module.used].every(
      ([file, other]) => this.modules.get(file) === other && this.isCurrent(other, seen),
    )
  }

  private versionOf(file: string): string {
    const virtual = this.virtual.get(file)
    if (virtual !== undefined) return `memory ${virtual.version}`
    const stats = statSync(file, { throwIfNoEntry: false })
    return stats === undefined ? 'gone' : `${stats.mtimeMs} ${stats.size}`
  }

  private compile(file: string): LocalModule {
    const version = this.versionOf(file)
    const folder = dirname(file)
    const extension = extname(file)
    const module: { exports: unknown } = { exports: {} }
    const base = { file, version, module, state: 'new' as const, used: new Map<string, LocalModule>() }
    if (extension === '.node')
      return {
        ...base,
        specifiers: [],
        files: [],
        run: () => (module.exports = this.context.requireNative(file)),
      }
    const text = (this.virtual.get(file)?.text ?? readFileSync(file, 'utf8')).replace(/^#!/, '//')
    if (extension === '.json')
      return { ...base, specifiers: [], files: [], run: () => (module.exports = parseJson(text, file)) }

    const api = this.context.compiler()
    // Under `.mjs` and `.cjs` TypeScript would choose the form by itself.
    const fileName = file.replace(/\.[mc]([jt]s)$/, '.$1')
    const emitted = emit(api, text, { fileName, form: 'commonjs' })
    throwFirstProblem(emitted, text, file)
    const required = requiredNames(emitted.code)
    // Imports of types alone are gone from the code.
    const specifiers = emitted.imports.filter((each) => required.includes(each))
    const files = required.flatMap((each) => {
      const found = this.context.resolve(each, folder)
      return found?.kind === 'local' ? [found.file] : []
    })
    registerSource(file, { label: file, text, ...mapThrough(emitted.map, text) })
    const require = Object.assign((specifier: string) => this.context.require(specifier, folder), {
      ...this.context.requireMembers,
      resolve: (specifier: string) => {
        const found = this.context.resolve(specifier, folder)
        return found?.kind === 'local' ? found.file : specifier
      },
    })
    const meta = {
      url: pathToFileURL(file).href,
      filename: file,
      dirname: folder,
      resolve: (specifier: string) => asUrl(require.resolve(specifier)),
    }
    const importHere = async (specifier: string) =>
      memberOf((await this.context.import(specifier, folder)).module, '*')
    return {
      ...base,
      specifiers,
      files,
      run: () => {
        const run = asFunction(emitted, file)
        return run.call(
          module.exports,
          module.exports,
          require,
          module,
          file,
          folder,
          require,
          meta,
          importHere,
        )
      },
    }
  }
}

/** The function of a module; an async one where the text waits. */
function asFunction({ code, awaits }: Emitted, filename: string): (...args: unknown[]) => unknown {
  // On the first line, so that places stay those of the code. Two functions: the file may declare what is a parameter.
  const inner = `(${awaits ? 'async ' : ''}function () { ${code}\n}).call(this)`
  const script = `(function (${PARAMETERS.join(', ')}) { return ${inner} })`
  return new vm.Script(script, { filename }).runInThisContext() as (...args: unknown[]) => unknown
}

/** Whether to wait for a module would mean to wait for one of those that wait for it. */
function leadsTo(module: LocalModule, chain: readonly LocalModule[]): boolean {
  for (let at: LocalModule | undefined = module; at !== undefined; at = at.waitsFor)
    if (chain.includes(at)) return true
  return false
}

/** Names of all that the code loads, by any of the words for it. */
function requiredNames(code: string): string[] {
  const calls = code.matchAll(LOADS)
  return [...new Set([...calls].map(([, , name]) => name as string))]
}

const LOADS = new RegExp(`\\b(?:require|${REQUIRE_NAME}|${IMPORT_NAME})\\(\\s*(["'])([^"'\\n]+)\\1`, 'g')

function throwFirstProblem({ problems }: Emitted, text: string, file: string): void {
  const [first] = problems
  if (first !== undefined)
    throw new SyntaxError(`${file}:${printPlace(placeAt(text, first.start))} - ${first.message}`)
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new SyntaxError(`${file}: ${(error as Error).message}`, { cause: error })
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown> | undefined)?.then === 'function'
}
