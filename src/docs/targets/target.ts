/**
 * What a target is: the rules for its prose, how it folds, where its pages are. One file a target stands beside this one.
 */
import type { Tab } from '../page'
import type { ProseRules } from '../markdown/prose-rules'

/** A generator of documentation sites, or a place that shows Markdown. */
export interface Target {
  /** Word for `--to`. */
  readonly name: string
  /** Ending of its pages, with the dot. */
  readonly extension: string
  readonly rules: ProseRules
  /** Whether a page begins with front matter. */
  readonly hasFrontMatter: boolean
  /** Whether the site prints the title above the page by itself, so that the page leaves it out. */
  readonly showsTitle: boolean
  /** Writes code; absent where that is a fence of Markdown. */
  fence?(language: string, text: string): string
  /** Folds a part of the page, as the file holds it. */
  fold(title: string, body: string): string
  /** Puts the same in several languages side by side. */
  tabs(tabs: readonly Tab[]): string
  /** Lines that a page with tabs begins with, below its front matter. */
  readonly tabImports?: string
  /**
   * The address of another page.
   *
   * @param path - Its path without ending, seen from the page's folder.
   * @param fromRoot - The same, seen from the folder of all pages.
   */
  pageAddress(path: string, fromRoot: string): string
  /** Turns prose that has been made safe into what the file holds; absent where that is Markdown. */
  print?(markdown: string): string
  /** Puts the parts into a document. */
  document?(title: string): { readonly head: string; readonly foot: string }
  /** Whether pictures are inside of the page. */
  readonly inlinesPictures?: boolean
}
