/**
 * What the steps that make a cell's JavaScript the body of a function work on together. Types only.
 */
import type ts from 'typescript'
import type { TypeScript } from '../load-typescript'
import type { CellNames } from './cell-names'
import type { TextEdits } from './text-edits'

/** A cell that is being rewritten. */
export interface Rewriting {
  /** The compiler that parsed it. */
  readonly api: TypeScript
  readonly file: ts.SourceFile
  /** What it declares. */
  readonly names: CellNames
  /** Its changes so far; each step adds its own. */
  readonly edits: TextEdits
}
