/**
 * TypeScript's language service over a notebook. Owns when its program is brought up to date, and what is remembered of
 * files and packages between programs.
 */
import type { DocumentRegistry, HostCancellationToken, LanguageService, Program } from 'typescript'
import { compilerOptions } from './compiler-options'
import { DiskFiles } from './disk-files'
import type { TypeScript } from '../load-typescript'
import { ModuleLookup } from './module-lookup'
import type { NotebookFiles } from './notebook-files'
import type { CheckerSettings } from './protocol'
import { createServiceHost } from './service-host'

/** What a {@link NotebookService} may be given. */
export interface ServiceParts {
  /** Tells whether a check is to be given up. */
  readonly cancellation?: HostCancellationToken
  /** Parsed files, when others have them, too. */
  readonly registry?: DocumentRegistry
}

const NEVER: HostCancellationToken = { isCancellationRequested: () => false }

/** A language service. */
export class NotebookService {
  private readonly disk: DiskFiles
  private readonly registry: DocumentRegistry
  private readonly cancellation: HostCancellationToken
  private lookup!: ModuleLookup
  private service: LanguageService
  private program: Program | undefined
  private isOutdated = false

  /**
   * @param ts - TypeScript.
   * @param settings - The notebook.
   * @param notebook - Its files.
   * @param parts - What it may be given.
   */
  constructor(
    private readonly ts: TypeScript,
    private readonly settings: CheckerSettings,
    private readonly notebook: NotebookFiles,
    parts: ServiceParts,
  ) {
    this.disk = new DiskFiles(ts)
    this.registry = parts.registry ?? ts.createDocumentRegistry(true, settings.root)
    this.cancellation = parts.cancellation ?? NEVER
    this.service = this.create()
  }

  /** Has everything looked up again that was remembered of packages. */
  invalidate(): void {
    this.isOutdated = true
  }

  /**
   * Brings the program up to date with cells and disk.
   *
   * @returns The service, until the next call.
   */
  sync(): LanguageService {
    const old = this.isOutdated ? this.service : undefined
    if (old !== undefined) {
      this.isOutdated = false
      this.disk.forgetPackages()
      this.service = this.create()
    }
    this.lookup.refresh((path) => this.program?.getSourceFile(path) !== undefined)
    this.program = this.service.getProgram()
    this.lookup.settle()
    // Only now: files that have not changed stay parsed as long as somebody holds them.
    old?.dispose()
    return this.service
  }

  /**
   * Gives up when somebody waits for an answer: TypeScript asks only at declarations.
   *
   * @throws TypeScript's `OperationCanceledException`.
   */
  throwIfCancelled(): void {
    if (this.cancellation.isCancellationRequested()) throw new this.ts.OperationCanceledException()
  }

  /**
   * Paths that a file imports.
   *
   * @param path - Of a file that is no package's.
   */
  importsOf(path: string): readonly string[] {
    return this.lookup.importsOf(path)
  }

  /**
   * The state of a file.
   *
   * @param path - Its path.
   */
  versionOf(path: string): string {
    return this.notebook.files.get(path)?.version ?? this.disk.version(path) ?? ''
  }

  private create(): LanguageService {
    const { ts, settings, notebook, disk, cancellation } = this
    const { root, tslabFolder } = settings
    const options = compilerOptions(ts, settings)
    const parts = { root, compilerOptions: options, notebook, disk, cancellation }
    const host = createServiceHost(ts, { ...parts, lookup: () => lookup })
    const lookup = new ModuleLookup(ts, { host, compilerOptions: options, root, tslabFolder })
    this.lookup = lookup
    return ts.createLanguageService(host, this.registry)
  }
}
