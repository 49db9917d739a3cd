/**
 * Looks at the types of a notebook: what is wrong with a cell, what can be written at a place, what is known of it.
 * Puts the parts together; knows nothing of workers and messages.
 */
import { Checks } from './checks'
import { complete } from './completion'
import { inspect } from './inspection'
import type { TypeScript } from '../load-typescript'
import { NotebookFiles } from './notebook-files'
import { NotebookService, type ServiceParts } from './notebook-service'
import type {
  CellSource,
  CheckerSettings,
  CheckTarget,
  Completion,
  Inspection,
  ModuleSource,
  Note,
  Place,
} from './protocol'

/** The types of one notebook. */
export class Checker {
  private readonly root: string
  private readonly notebook: NotebookFiles
  private readonly service: NotebookService
  private readonly checks: Checks

  /**
   * @param ts - TypeScript.
   * @param settings - The notebook.
   * @param parts - `cancellation` of checks; a `registry` of parsed files that is shared.
   */
  constructor(ts: TypeScript, settings: CheckerSettings, parts: ServiceParts = {}) {
    // As TypeScript names files: with slashes, and without links.
    const root = (ts.sys.realpath?.(settings.root) ?? settings.root).replaceAll('\\', '/')
    const own = { ...settings, root }
    this.root = root
    this.notebook = new NotebookFiles(ts, own)
    this.service = new NotebookService(ts, own, this.notebook, parts)
    this.checks = new Checks(ts, { root, notebook: this.notebook, service: this.service })
  }

  /** Names that a new cell sees. */
  get names(): readonly string[] {
    return this.notebook.names
  }

  /** Adds a cell after those that are there. */
  addCell(cell: CellSource): void {
    this.notebook.addCell(cell)
  }

  /** Adds a module, or another text of it. */
  addModule(module: ModuleSource): void {
    this.notebook.addModule(module)
  }

  /** Has everything looked up again that was remembered of packages. */
  invalidate(): void {
    this.service.invalidate()
  }

  /** Reads what every program holds, so that the first question finds it. */
  warm(): void {
    this.service.sync()
  }

  /**
   * Checks a cell or module, and the local files that it leads to.
   *
   * @param target - Which one.
   * @returns Notes; of a local file those that have not been told since it changed.
   * @throws TypeScript's `OperationCanceledException` when the check was given up.
   */
  check(target: CheckTarget): readonly Note[] {
    return this.checks.check(target)
  }

  /**
   * Completes code at the cursor.
   *
   * @param place - Code and cursor.
   */
  complete(place: Place): Completion {
    const question = this.notebook.ask(place.code)
    return complete(this.service.sync(), { ...place, ...question })
  }

  /**
   * Describes what is at the cursor.
   *
   * @param place - Code and cursor.
   */
  inspect(place: Place): Inspection {
    const question = this.notebook.ask(place.code)
    return inspect(this.service.sync(), { ...place, ...question, root: this.root })
  }
}
