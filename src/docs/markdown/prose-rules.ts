/**
 * What a target asks of prose: a table that each target fills in. Knows nothing of how it is carried out.
 */
import type { Definition } from 'mdast'
import type { SourceEdits } from './edits'
import type { PageLabels } from './page-labels'

/** How Markdown is made safe for a target. */
export interface ProseRules {
  /**
   * What becomes of HTML: `jsx` writes all of it anew as JSX; `clean` keeps harmless tags, without styles and handlers;
   * `page` leaves whole blocks as they are and shows tags that are none of HTML's as text.
   */
  readonly html: 'jsx' | 'clean' | 'page'
  /** Matches what is markup to the target and text to Markdown; escapes and references are never matched. */
  readonly special: RegExp
  /** What takes the place of a match. */
  escape(match: string): string
  /** Matches the beginning of a line of text that would begin something else; its first character becomes a reference. */
  readonly lineStart?: RegExp
  /** Math between dollar signs: `keep` it, or show its source as `code`. */
  readonly math: 'keep' | 'code'
  /** `{#id}` at the end of a heading; `label` is MyST's `(id)=` above it. */
  readonly headingId: 'keep' | 'drop' | 'label'
  /** Whether braces in code between backticks are refused too, so that it is written as HTML. */
  readonly bracelessCode?: boolean
  /** Attribute for code between backticks that holds `{{`, where a template would read it. */
  readonly codeAttribute?: string
  /** What a tag around whole blocks needs, so that Markdown is read inside. */
  readonly blockAttribute?: string
  /** Whether `1)` is no list, so that it becomes `1.`. */
  readonly dottedLists?: boolean
  /** What an item of a list holds that has nothing to show, where an empty one is text to the target, or more than it can write. */
  readonly emptyItem?: string
  /** Attribute for a picture's words, where those between brackets are a caption that is shown. */
  readonly altAttribute?: string
  /** Punctuation that a backslash escapes; in Markdown's own rules all of it. */
  readonly escapable?: RegExp
  /** Whether a list or heading needs a blank line above, and a hard break two spaces. */
  readonly strictBlocks?: boolean
  /** Whether `$$` is math only where it begins and ends a line. */
  readonly blockMath?: boolean
  /** Columns by which each level of a list is indented; as it was where it is absent. */
  readonly listIndent?: number
}

/** Prose and where it goes. */
export interface Prose {
  readonly source: string
  readonly rules: ProseRules
  /** Those of the cells above on the page. */
  readonly labels?: PageLabels
  /** Gives the address of a link or picture on the page; empty for a picture that is left out. */
  address(url: string, kind: 'link' | 'picture'): string
}

/** What is at hand while the edits of a source are made. */
export interface ProseEdits {
  readonly edits: SourceEdits
  readonly prose: Prose
  /** Definitions by label. */
  readonly definitions: ReadonlyMap<string, Definition>
  /** Labels that lead elsewhere on the page: their addresses are written where they are used. */
  readonly taken: ReadonlySet<string>
}
