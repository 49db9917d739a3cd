/**
 * Lists as Python-Markdown reads them: each level indented by the same number of columns, whatever its marker.
 * @see https://python-markdown.github.io/#differences
 */
import type { Nodes } from 'mdast'
import { markdown } from './parser'

/**
 * Indents what is inside of lists.
 *
 * @param source - Markdown.
 * @param columns - For each level.
 */
export function indentLists(source: string, columns: number): string {
  const lines = source.split('\n')
  /** Column to cut and depth to indent by, for each line that begins inside of a list item. */
  const levels = new Map<number, { cut: number; depth: number }>()
  collect(markdown().parseMarkdown(source), 0, levels)
  return lines
    .map((line, index) => {
      const level = levels.get(index + 1)
      if (!level || line.trim() === '') return line
      const lead = /^[ \t]*/.exec(line)![0].length
      return ' '.repeat(level.depth * columns) + line.slice(Math.min(level.cut, lead))
    })
    .join('\n')
}

function collect(node: Nodes, depth: number, levels: Map<number, { cut: number; depth: number }>): void {
  if (node.type === 'blockquote') return // Quote marks stand in front: left as they are.
  if (!('children' in node)) return
  for (const child of node.children) {
    if (child.type === 'list')
      for (const item of child.children) {
        const { start, end } = item.position!
        const content = (item.children[0]?.position?.start.column ?? start.column + 2) - 1
        levels.set(start.line, { cut: start.column - 1, depth })
        // Lines of a quotation beside the marker are read before the item's indentation is taken off.
        const first = item.children[0]
        const quoted = first?.type === 'blockquote' ? first.position!.end.line : 0
        for (let line = start.line + 1; line <= end.line; line++)
          levels.set(line, { cut: content, depth: line <= quoted ? depth : depth + 1 })
        collect(item, depth + 1, levels)
      }
    else collect(child, depth, levels)
  }
}
