/**
 * The files that exist only here: one for each cell, one for each module, one for the code that is asked about, and one
 * that holds the program together. Owns their names, texts and versions; knows nothing of the disk.
 */
import { posix } from 'node:path'
import type { IScriptSnapshot } from 'typescript'
import {
  cellName,
  exportLine,
  extendScope,
  linkLines,
  linksOf,
  type LinkKind,
  type Scope,
} from './cell-links'
import { readNames, type CellNames } from './cell-names'
import type { TypeScript } from '../load-typescript'
import { closersOf } from './open-brackets'
import type { CellSource, CheckerSettings, ModuleSource } from './protocol'
import { extensionOf, parseCell, type Extension } from './script-kind'

/** A file in memory. */
export interface VirtualFile {
  /** The text: first what the user wrote, then lines of ours. */
  readonly text: string
  /** Characters that the user wrote. */
  readonly codeLength: number
  /** Another one for each text. */
  readonly version: string
  /** The text as TypeScript wants it. */
  readonly snapshot: IScriptSnapshot
}

/** A cell that is there. */
export interface Cell {
  /** Ours: a cell that is run again under its old number is another one. */
  readonly number: number
  readonly path: string
  readonly code: string
  readonly extension: Extension
  readonly names: CellNames
  /** What was visible before it. */
  readonly before: Scope
}

/** Code that is asked about. */
export interface Question {
  readonly path: string
  /** What a name that comes from an earlier cell is there. */
  linkOf(name: string): LinkKind | undefined
}

/** The files of a notebook. */
export class NotebookFiles {
  /** By their absolute path. */
  readonly files = new Map<string, VirtualFile>()
  private readonly cells = new Map<number, Cell>()
  private cellCount = 0
  private readonly modules = new Map<string, string>()
  /** Cells that add to what all files see. */
  private readonly globalCells = new Set<number>()
  /** What cells have imported: also without a name, for a package may add to the types of another one. */
  private readonly specifiers = new Set<string>()
  /** The cell that the program holds for being checked. */
  private checked: number | undefined
  private scope: Scope = new Map()
  private questionPath: string
  private edits = 0

  /**
   * @param ts - TypeScript.
   * @param settings - The notebook.
   */
  constructor(
    private readonly ts: TypeScript,
    private readonly settings: CheckerSettings,
  ) {
    this.questionPath = this.path(`__question__${settings.isJs ? '.js' : '.ts'}`)
    this.write(this.questionPath, '', 'export {}')
    this.addDeclarations(settings.declarations ?? '')
  }

  /** The files that the program starts from; they never change but for JSX in a question. */
  get roots(): string[] {
    return [this.indexPath, this.questionPath]
  }

  /** Names that a new cell sees. */
  get names(): readonly string[] {
    return [...this.scope.keys()]
  }

  /** Adds a cell after those that are there. */
  addCell({ id, code }: CellSource): void {
    const { ts } = this
    const { isJs } = this.settings
    const extension = extensionOf(ts, code, isJs)
    const names = readNames(ts, parseCell(ts, code, extension))
    const links = linkLines(names, this.scope, { isJs, all: false })
    const number = (this.cellCount += 1)
    const path = this.path(cellName(number) + extension)
    this.write(path, code, [exportLine(names), ...links].join('\n'))
    this.cells.set(id, { number, path, code, extension, names, before: this.scope })
    this.remember(number, names)
    // It is checked next, as a rule: so the program changes once.
    this.checked = number
    this.writeIndex()
  }

  /** Adds a module, or another text of it. */
  addModule({ name, code, jsx }: ModuleSource): void {
    const path = this.path(`${name}${this.settings.isJs ? '.js' : '.ts'}${jsx ? 'x' : ''}`)
    this.write(path, code, 'export {}')
    this.modules.set(name, path)
  }

  /** The paths of the modules. */
  get modulePaths(): readonly string[] {
    return [...this.modules.values()]
  }

  /** Tells whether a file is a cell. */
  isCell(path: string): boolean {
    return this.files.has(path) && /\/__\w+__(?:\.d)?\.[tj]sx?$/.test(path)
  }

  /** Has the program hold a module that is to be checked. */
  includeModule(name: string): string | undefined {
    const path = this.modules.get(name)
    if (path !== undefined) this.specifiers.add(`./${name}`)
    this.writeIndex()
    return path
  }

  /** Has the program hold a cell that is to be checked, whatever else it holds. */
  includeCell(id: number): Cell | undefined {
    const cell = this.cells.get(id)
    if (cell === undefined) return undefined
    this.checked = cell.number
    this.writeIndex()
    return cell
  }

  /**
   * Has the program hold code that is asked about, with all the names that it could use.
   *
   * @param code - The text of the cell, half-written.
   * @returns Its file, and the names that come from earlier cells.
   */
  ask(code: string): Question {
    const { ts } = this
    const { isJs } = this.settings
    const { scope } = this
    const extension = extensionOf(ts, code, isJs)
    const names = readNames(ts, parseCell(ts, code, extension))
    const links = linkLines(names, scope, { isJs, all: true })
    this.questionPath = this.path(`__question__${extension}`)
    this.write(this.questionPath, code, [`${closersOf(ts, code)};export {}`, ...links].join('\n'))
    return { path: this.questionPath, linkOf: linksOf(names, scope) }
  }

  private get indexPath(): string {
    return this.path('__notebook__.ts')
  }

  private path(name: string): string {
    return posix.join(this.settings.root.replaceAll('\\', '/'), name)
  }

  private addDeclarations(declarations: string): void {
    const path = this.path(`${cellName(0)}.d.ts`)
    const names = readNames(this.ts, parseCell(this.ts, declarations, '.ts'))
    this.write(path, declarations, exportLine(names))
    this.remember(0, names)
    this.writeIndex()
  }

  private remember(cell: number, names: CellNames): void {
    if (names.isGlobal) this.globalCells.add(cell)
    for (const each of names.specifiers) this.specifiers.add(each)
    this.scope = extendScope(this.scope, { cell, names })
  }

  private writeIndex(): void {
    const cells = new Set(this.globalCells)
    if (this.checked !== undefined) cells.add(this.checked)
    const files = [...cells].map((id) => `./${cellName(id)}`)
    const lines = [...this.specifiers, ...files].map((each) => `import ${JSON.stringify(each)}`)
    this.write(this.indexPath, '', [...lines, 'export {}'].join('\n'))
  }

  private write(path: string, code: string, suffix: string): void {
    const text = `${code}\n${suffix}\n`
    if (this.files.get(path)?.text === text) return
    this.edits += 1
    const snapshot = this.ts.ScriptSnapshot.fromString(text)
    this.files.set(path, { text, codeLength: code.length, version: `edit ${this.edits}`, snapshot })
  }
}
