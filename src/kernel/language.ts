/**
 * The seam through which a cell's text is read before tslab compiles it. Owns the contract only;
 * what counts as a magic is decided above (`magics/`), how a plan is run is decided in the patch.
 */
import type ts from 'typescript'
import { processWide } from '../base/process-wide'

/** What the reader of a cell may know of the notebook. */
export interface NotebookView {
  /** The compiler of the cells: a current one, or tslab's own (4.1 to 5.0). */
  readonly ts: typeof ts
  /** `true` in a JavaScript kernel. */
  readonly isJs: boolean
  /** The notebook's variables by name, live. */
  readonly locals: Readonly<Record<string, unknown>>
}

/** What a whole-cell magic may do. */
export interface CellRun {
  /**
   * Runs TypeScript (or JavaScript) as this cell, magics in it included; its last expression is printed as usual.
   * @throws whatever the code throws; a `TypeScriptError` when it does not compile.
   */
  runCode(code: string): Promise<void>
  /** Makes a notebook variable, visible to later cells; `type` is a TypeScript type, `any` by default. */
  assign(name: string, value: unknown, type?: string): Promise<void>
}

/** How a cell is to be run. */
export type CellPlan =
  /** tslab compiles this text: the cell as it is, or with magics rewritten line for line. */
  | { readonly kind: 'code'; readonly code: string }
  /** The cell never meets the compiler. */
  | { readonly kind: 'magic'; readonly run: (cell: CellRun) => Promise<void> }

/** Answer to a completion request; `passOn` hands a text with the same offsets to tslab's own completion. */
export type Completion =
  | {
      readonly kind: 'matches'
      readonly matches: readonly string[]
      readonly start: number
      readonly end: number
    }
  | { readonly kind: 'passOn'; readonly code: string }

/** Answer to an inspection (Shift-Tab): text, nothing, or a text with the same offsets for tslab. */
export type Inspection =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'passOn'; readonly code: string }

/** Answer to "is this input complete?". */
export type Completeness =
  | { readonly kind: 'complete' }
  | { readonly kind: 'incomplete'; readonly indent: string }
  | { readonly kind: 'passOn'; readonly code: string }

/** A reader of cells: what their text means besides TypeScript. */
export interface CellLanguage {
  /** Called once per cell, before anything of it runs. May throw: the cell fails with that error. */
  plan(code: string, notebook: NotebookView): CellPlan
  complete(code: string, cursor: number, notebook: NotebookView): Completion
  inspect(code: string, cursor: number, notebook: NotebookView): Inspection
  isComplete(code: string, notebook: NotebookView): Completeness
  /** One line of advice about a cell that does not compile, from what the compiler said of it. */
  advise(code: string, problems: readonly string[]): string | undefined
}

const shared = processWide<CellLanguage>('language')

/** Sets the reader that the kernel patch asks; a later call replaces it. */
export function setCellLanguage(language: CellLanguage): void {
  shared.value = language
}

/** The reader in force; `undefined` while cells are plain TypeScript. */
export function cellLanguage(): CellLanguage | undefined {
  return shared.value
}
