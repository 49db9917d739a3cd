/** Where a node stands among those beside it. Pure. */
import type { Node, Nodes, Parent } from 'mdast'

/** Whether a text begins a line of its block. */
export function isLineStart({ type, children }: Parent, index: number): boolean {
  if (index === 0) return type === 'paragraph' || type === 'heading'
  return children[index - 1]?.type === 'break'
}

/** Whether a block is read only below a blank line. */
export function needsBlank(node: Nodes, previous: Nodes): boolean {
  if (node.type === 'listItem')
    return previous.type === 'listItem' && previous.children.length > 1 && previous.children.at(-1)!.type !== 'list' // prettier-ignore
  return /^(?:list|heading|blockquote|code|table|thematicBreak)$/.test(node.type)
}

/** Whether no blank line stands between two nodes. */
export function isAdjacent(before: Node | undefined, after: Node | undefined): boolean {
  if (!before?.position || !after?.position) return false
  return after.position.start.line - before.position.end.line <= 1
}
