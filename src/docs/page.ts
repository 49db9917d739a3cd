/**
 * A page: what a notebook says, in the form in which any target can print it. Types only.
 */
import type { SnippetRequest } from '../snippets/request'

/** A notebook as a page. */
export interface Page {
  /** From the front matter, the first heading or the file's name. */
  readonly title: string
  /** Lines of the notebook's own front matter, as they stand; empty when it has none. */
  readonly frontMatter: string
  /** Names of the fields in it. */
  readonly fields: ReadonlySet<string>
  readonly cells: readonly PageCell[]
}

/** A cell, or what is left of it. */
export type PageCell = ProseCell | CodeCell

interface CellPlace {
  /** Number in the notebook, from 1. */
  readonly number: number
  /** Its id, fit for a file's name, and no other cell's. */
  readonly id: string
}

/** A Markdown cell. */
export interface ProseCell extends CellPlace {
  readonly kind: 'prose'
  readonly source: string
  /** Pictures that are kept in the cell, by name. */
  readonly attachments: ReadonlyMap<string, Picture>
}

/** A code cell. */
export interface CodeCell extends CellPlace {
  readonly kind: 'code'
  /** What a reader would copy; `undefined` when it is not shown. */
  readonly code: CodeText | undefined
  readonly isCodeFolded: boolean
  readonly outputs: readonly Output[]
  readonly areOutputsFolded: boolean
  /** Requests that its outputs hold. */
  readonly requests: readonly SnippetRequest[]
  /** Whether its author wants none of the tabs. */
  readonly hasNoTabs: boolean
  /** Each request in several languages; only where they are wanted. */
  readonly tabs?: readonly (readonly Tab[])[]
  /** Whether the code is one of the tabs. */
  readonly isCodeInTabs?: boolean
}

/** One of several ways to say the same in code. */
export interface Tab extends CodeText {
  /** What the reader's choice is kept as. */
  readonly id: string
  readonly label: string
}

/** Code and the word for its fence. */
export interface CodeText {
  readonly language: string
  readonly text: string
}

/** One output of a cell. */
export type Output =
  /** Text for a fence, in which nothing is markup. */
  | { readonly kind: 'text'; readonly language: string; readonly text: string; readonly isError?: true }
  /** An answer in Markdown; it came from outside. */
  | { readonly kind: 'answer'; readonly text: string }
  /** A picture. */
  | { readonly kind: 'picture'; readonly picture: Picture; readonly alt: string }

/** A picture's file. */
export interface Picture {
  /** Of the file's name, with its dot. */
  readonly extension: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}
