/**
 * What is wrong with a cell or a module, and with the local files that it leads to. Owns which files are looked at and
 * what has been told of them.
 */
import type { Diagnostic, LanguageService } from 'typescript'
import { linksOf } from './cell-links'
import { isOfPackage } from './disk-files'
import type { TypeScript } from '../load-typescript'
import type { NotebookFiles } from './notebook-files'
import type { NotebookService } from './notebook-service'
import { toNotes } from './notes'
import type { CheckTarget, Note } from './protocol'
import { syntaxErrors } from './script-kind'
import { ToldNotes } from './told-notes'

/** What {@link Checks} work on. */
export interface ChecksOptions {
  readonly root: string
  readonly notebook: NotebookFiles
  readonly service: NotebookService
}

type Notes = readonly Note[]

/** The checks of a notebook. */
export class Checks {
  private readonly told = new ToldNotes()

  /**
   * @param ts - TypeScript.
   * @param options - What they work on.
   */
  constructor(
    private readonly ts: TypeScript,
    private readonly options: ChecksOptions,
  ) {}

  /**
   * Checks a cell or module, and the local files that it leads to.
   *
   * @param target - Which one.
   * @returns Notes; of a local file those that have not been told since it changed.
   * @throws TypeScript's `OperationCanceledException` when the check was given up.
   */
  check(target: CheckTarget): Notes {
    return 'cell' in target ? this.checkCell(target.cell) : this.checkModule(target.module)
  }

  private checkCell(id: number): Notes {
    const { root, notebook, service } = this.options
    const cell = notebook.includeCell(id)
    if (cell === undefined) return []
    const { path, code, extension, names, before } = cell
    const notes = (diagnostics: readonly Diagnostic[]) =>
      toNotes(this.ts, diagnostics, {
        root,
        isCell: true,
        codeLength: code.length,
        linkOf: linksOf(names, before),
      })
    // Of the text alone, for what is open at its end goes on in the lines after it. What follows from them is noise.
    const broken = notes(syntaxErrors(this.ts, code, extension))
    if (broken.length > 0) return broken
    const ready = service.sync()
    service.throwIfCancelled()
    return [...notes(ready.getSemanticDiagnostics(path)), ...this.checkImports(ready, path)]
  }

  private checkModule(name: string): Notes {
    const { notebook, service } = this.options
    const path = notebook.includeModule(name)
    if (path === undefined) return []
    const ready = service.sync()
    service.throwIfCancelled()
    const all = this.checkFile(ready, path)
    const imported = this.checkImports(ready, path)
    this.tell(path, all)
    return [...all.map(({ file: _, ...note }) => note), ...imported]
  }

  /** Notes of the local files that a file leads to. */
  private checkImports(ready: LanguageService, path: string): Notes {
    const { service } = this.options
    const seen = new Set([path])
    for (const from of seen)
      for (const each of service.importsOf(from)) if (this.isLocalCode(each)) seen.add(each)
    seen.delete(path)
    // First all, then told: a check that is given up between has told nothing.
    const found = [...seen].map((each) => [each, this.checkFile(ready, each)] as const)
    return found.flatMap(([each, notes]) => this.tell(each, notes))
  }

  private isLocalCode(path: string): boolean {
    const isCode = /\.[cm]?[tj]sx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path)
    return isCode && !isOfPackage(path) && !this.options.notebook.isCell(path)
  }

  private checkFile(ready: LanguageService, path: string): Notes {
    const { root, notebook } = this.options
    const broken = ready.getSyntacticDiagnostics(path)
    const diagnostics = broken.length > 0 ? broken : ready.getSemanticDiagnostics(path)
    const codeLength = notebook.files.get(path)?.codeLength
    return toNotes(this.ts, diagnostics, { root, isCell: false, codeLength })
  }

  private tell(path: string, notes: Notes): Notes {
    return this.told.tell(path, this.options.service.versionOf(path), notes)
  }
}
