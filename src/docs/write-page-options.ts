/**
 * What a page is written with, and what comes of it. Types only.
 */
import type { Target } from './targets/target'

/** A page among the others of a run. */
export interface PagePlace {
  readonly target: Target
  /** Path of the page without its ending, from the folder of all pages, with `/`. */
  readonly page: string
  /** Path of the notebook, from the folder of all notebooks, with `/`. */
  readonly notebook: string
  /** Paths of all notebooks to those of their pages. */
  readonly pages: ReadonlyMap<string, string>
  /** What addresses of pages and pictures begin with. */
  readonly baseUrl: string | undefined
  /** Outputs of more lines than this are folded. */
  readonly foldLines: number
  /** Number or id of the only cell that is written. */
  readonly onlyCell: string | undefined
  /** Reads a picture beside the notebook; `undefined` when there is none that may be read. */
  readBeside(path: string): Uint8Array | undefined
}

/** A file of a page. */
export interface PageFile {
  /** Path from the folder of all pages, with `/`. */
  readonly path: string
  readonly content: string | Uint8Array
  /** Of the cell that it belongs to. */
  readonly id?: string
  /** Of a page: what leads nowhere, a line each. */
  readonly notes?: readonly string[]
  /** Of a page: where the text of each cell begins. */
  readonly cells?: readonly { readonly start: number; readonly cell: number }[]
}
