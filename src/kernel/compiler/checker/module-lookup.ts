/**
 * Which file an import means. Owns what is remembered of that: what a package imports for good, what a cell imports as
 * long as it is there; what was not found is looked for at every question.
 */
import { dirname, posix } from 'node:path'
import type {
  CompilerOptions,
  ModuleResolutionCache,
  ModuleResolutionHost,
  ResolutionMode,
  ResolvedModuleWithFailedLookupLocations,
  SourceFile,
  StringLiteralLike,
} from 'typescript'
import { isOfPackage } from './disk-files'
import type { TypeScript } from '../load-typescript'

type Resolved = ResolvedModuleWithFailedLookupLocations

/** An import of a file that is no package's. */
interface Import {
  readonly name: string
  readonly mode: ResolutionMode
  readonly path: string | undefined
}

/** What {@link ModuleLookup} needs to know. */
export interface ModuleLookupOptions {
  readonly host: ModuleResolutionHost
  readonly compilerOptions: CompilerOptions
  readonly root: string
  readonly tslabFolder: string
}

/** Looks up imports. */
export class ModuleLookup {
  private readonly remembered = new Map<string, Resolved>()
  /** By the path of the importing file. */
  private readonly imports = new Map<string, readonly Import[]>()
  private readonly stale = new Set<string>()
  /** What TypeScript itself remembers, mostly of package.json files. */
  private packages: ModuleResolutionCache | undefined

  /**
   * @param ts - TypeScript.
   * @param options - The notebook.
   */
  constructor(
    private readonly ts: TypeScript,
    private readonly options: ModuleLookupOptions,
  ) {}

  /** What is remembered of packages. */
  get cache(): ModuleResolutionCache {
    const { root, compilerOptions } = this.options
    return (this.packages ??= this.ts.createModuleResolutionCache(root, (path) => path, compilerOptions))
  }

  /**
   * Looks up all imports of a file.
   *
   * @param literals - The specifiers.
   * @param file - The file.
   */
  resolveAll(literals: readonly StringLiteralLike[], file: SourceFile): readonly Resolved[] {
    const { compilerOptions } = this.options
    const from = file.fileName
    const imports: Import[] = []
    const results = literals.map((literal) => {
      const mode = this.ts.getModeForUsageLocation(file, literal, compilerOptions)
      const result = this.resolve(literal.text, from, mode)
      imports.push({ name: literal.text, mode, path: result.resolvedModule?.resolvedFileName })
      return result
    })
    if (!isOfPackage(from)) this.imports.set(from, imports)
    return results
  }

  /**
   * Paths that a file imports.
   *
   * @param path - Of a file that is no package's.
   */
  importsOf(path: string): readonly string[] {
    return (this.imports.get(path) ?? []).flatMap((each) => each.path ?? [])
  }

  /**
   * Looks for files that have appeared or are gone. What is to be looked up again is told by {@link isStale}
   * until {@link settle}.
   *
   * @param isInProgram - Whether a file is still of interest.
   */
  refresh(isInProgram: (path: string) => boolean): void {
    for (const [from, imports] of this.imports) {
      if (!isInProgram(from)) this.imports.delete(from)
      else if (imports.some((each) => this.hasChanged(each, from))) this.stale.add(from)
    }
    if (this.stale.size === 0) return
    // A package may have come with the packages that it imports.
    this.packages = undefined
    for (const [key, { resolvedModule }] of this.remembered)
      if (resolvedModule === undefined) this.remembered.delete(key)
  }

  /** To be called when everything has been looked up again. */
  settle(): void {
    this.stale.clear()
  }

  /** Tells whether the imports of a file have to be looked up again. */
  isStale(path: string): boolean {
    return this.stale.has(path)
  }

  private hasChanged({ name, mode, path }: Import, from: string): boolean {
    if (path === undefined) return this.lookUp(name, from, mode, undefined).resolvedModule !== undefined
    return !isOfPackage(path) && !this.options.host.fileExists(path)
  }

  private resolve(name: string, from: string, mode: ResolutionMode): Resolved {
    const isRemembered = isOfPackage(from) || !/^\.{0,2}\//.test(name)
    if (!isRemembered) return this.lookUp(name, from, mode, undefined)
    const key = [dirname(from), mode, name].join('\n')
    const known = this.remembered.get(key)
    if (known !== undefined) return known
    const found = this.lookUp(name, from, mode, this.cache)
    if (found.resolvedModule !== undefined || isOfPackage(from)) this.remembered.set(key, found)
    return found
  }

  private lookUp(
    name: string,
    from: string,
    mode: ResolutionMode,
    cache: ModuleResolutionCache | undefined,
  ): Resolved {
    const { host, compilerOptions, tslabFolder } = this.options
    const look = (specifier: string) =>
      this.ts.resolveModuleName(specifier, from, compilerOptions, host, cache, undefined, mode)
    // The kernel's own tslab is meant, wherever the notebook lies.
    if (name !== 'tslab' && !name.startsWith('tslab/')) return look(name)
    const own = look(posix.join(tslabFolder.replaceAll('\\', '/'), name.slice('tslab'.length)))
    return own.resolvedModule === undefined ? look(name) : own
  }
}
