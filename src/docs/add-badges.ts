/**
 * A page with a line of badges below its title. Pure.
 */
import { endOf } from './markdown/edits'
import { markdown } from './markdown/parser'
import type { Page } from './page'

/**
 * Puts a line below the title of a page, or at its begin where it has none.
 *
 * @param page - The page.
 * @param line - Markdown.
 */
export function addBadges(page: Page, line: string): Page {
  const [first, ...others] = page.cells
  const title = first?.kind === 'prose' ? titleEnd(first.source) : 0
  if (first?.kind !== 'prose' || title === 0)
    return {
      ...page,
      cells: [
        { kind: 'prose', number: 0, id: 'badges', source: line, attachments: new Map() },
        ...page.cells,
      ],
    }
  const source = `${first.source.slice(0, title)}\n\n${line}\n\n${first.source.slice(title).trimStart()}`
  return { ...page, cells: [{ ...first, source }, ...others] }
}

/** Where a heading of the first level ends that the text begins with; 0 when it begins with none. */
function titleEnd(source: string): number {
  const first = markdown().parseMarkdown(source).children[0]
  return first?.type === 'heading' && first.depth === 1 ? endOf(first) : 0
}
