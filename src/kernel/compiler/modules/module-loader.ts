/**
 * Loads what a notebook imports: packages as Node does, files beside the notebook through the compiler. Owns the choice
 * between `require` and `import()`; what a name leads to is found in resolve-module.ts.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { TypeScript } from '../load-typescript'
import { asRequired } from './interop'
import { LocalModules } from './local-modules'
import { nativeImportFrom, type NativeImport } from './native-import'
import { resolveModule, type ResolvedModule } from './resolve-module'

/** What the loader needs. */
export interface LoaderOptions {
  /** Folder of the notebook. */
  readonly root: string
  /** tslab's `require`, which knows of `tslab` itself. */
  readonly require: NodeJS.Require
  readonly compiler: () => TypeScript
}

/** Codes of a module that `require` cannot load, and `import()` can. */
const NEEDS_IMPORT: ReadonlySet<unknown> = new Set([
  'ERR_REQUIRE_ASYNC_MODULE',
  'ERR_REQUIRE_ESM',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
])

/** Node's two ways to load a package, as a file of some folder has them. */
interface PackageLoader {
  readonly require: NodeJS.Require
  readonly import: NativeImport
}

/** The modules of one notebook. */
export class ModuleLoader {
  readonly local: LocalModules
  private readonly loaders = new Map<string, PackageLoader>()
  /** What `import()` has given, for `require` in a file that is loaded after it. */
  private readonly imported = new Map<string, unknown>()

  constructor(private readonly options: LoaderOptions) {
    this.local = new LocalModules({
      compiler: options.compiler,
      resolve: (specifier, folder) => this.resolve(specifier, folder),
      require: (specifier, folder) => asRequired(this.require(specifier, folder)),
      requireNative: (file) => options.require(file) as unknown,
      import: (specifier, folder) => this.import(specifier, folder),
      requireMembers: this.requireMembers,
    })
  }

  /** What every `require` here has beside loading: Node's own cache and the like. */
  get requireMembers(): Pick<NodeJS.Require, 'cache' | 'extensions' | 'main'> {
    const { cache, extensions, main } = this.options.require
    return { cache, extensions, main }
  }

  /** Finds a module; `undefined` when there is none. */
  resolve(specifier: string, folder = this.options.root): ResolvedModule | undefined {
    if (specifier === 'tslab') return { kind: 'package', specifier, mayWait: false }
    return resolveModule(specifier, folder, this.local.virtual)
  }

  /**
   * Loads a module at once.
   *
   * @throws what the module throws; Node's errors for one that is not there, or that has to be waited for.
   */
  require(specifier: string, folder = this.options.root): unknown {
    const found = this.resolve(specifier, folder)
    if (found?.kind === 'types') return {}
    if (found?.kind === 'local') return this.local.require(found.file)
    const name = found?.specifier ?? specifier
    const known = this.imported.get(name)
    return known ?? (this.from(folder).require(name) as unknown)
  }

  /**
   * Loads a module that may have to be waited for.
   *
   * @returns It in a wrapper: as such, one with a `then` would be waited for.
   * @throws what the module throws; Node's errors for one that is not there.
   */
  async import(
    specifier: string,
    folder = this.options.root,
    options?: ImportCallOptions,
  ): Promise<{ readonly module: unknown }> {
    const found = this.resolve(specifier, folder)
    if (found?.kind === 'types') return { module: {} }
    if (found?.kind === 'local') return { module: (await this.local.import(found.file)).exports }
    const name = found?.specifier ?? specifier
    if (this.imported.has(name)) return { module: this.imported.get(name) }
    try {
      return { module: this.from(folder).require(name) as unknown }
    } catch (error) {
      const { code } = (error ?? {}) as { code?: unknown }
      // `data:` and the like are for `import()` alone, too.
      if (!NEEDS_IMPORT.has(code) && !URL.canParse(name)) throw error
    }
    const module = await this.from(folder).import(name, options)
    this.imported.set(name, module)
    return { module }
  }

  private from(folder: string): PackageLoader {
    const known = this.loaders.get(folder)
    if (known !== undefined) return known
    const { root, require } = this.options
    const made = {
      require: folder === root ? require : createRequire(join(folder, 'x.js')),
      import: nativeImportFrom(folder),
    }
    this.loaders.set(folder, made)
    return made
  }
}
