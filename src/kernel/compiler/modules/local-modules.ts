/**
 * Files that belong to a notebook, `import { f } from "./helper"`: compiled and run as CommonJS, kept while they and all that
 * they import stay as they are, and read again when one of them has changed.
 */
import { readFileSync, statSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { compileLocal, type LocalCode, type LocalContext } from './local-code'

interface LocalModule extends LocalCode {
  readonly file: string
  readonly version: string
  /** What the local files that it uses were when it was run. */
  readonly used: Map<string, LocalModule>
  readonly module: { exports: unknown }
  state: 'new' | 'running' | 'done'
  /** While it is being loaded by `import`: its end, and whose end it waits for. */
  loading?: Promise<unknown>
  waitsFor?: LocalModule | undefined
}

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
      const result = module.run(module.module)
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
    if (known !== undefined && this.isCurrent(known, new Set())) return known
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
    const isText = extname(file) !== '.node'
    const text = this.virtual.get(file)?.text ?? (isText ? readFileSync(file, 'utf8') : '')
    const code = compileLocal(file, text, this.context)
    return { ...code, file, version, module: { exports: {} }, state: 'new', used: new Map() }
  }
}

/** Whether to wait for a module would mean to wait for one of those that wait for it. */
function leadsTo(module: LocalModule, chain: readonly LocalModule[]): boolean {
  for (let at: LocalModule | undefined = module; at !== undefined; at = at.waitsFor)
    if (chain.includes(at)) return true
  return false
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown> | undefined)?.then === 'function'
}
