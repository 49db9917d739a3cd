/**
 * A tree of nodes as indented JSON, for terminals, screen readers and programs: in the order of the value, with all digits
 * of its numbers. What JSON does not know is a text in brackets, and what was left out is said in its place.
 */
import { isBranch, type JsonNode, leafText, moreText } from './json-nodes'

/**
 * Writes a tree.
 *
 * @param node - From `readNodes`; at most a hundred levels deep.
 * @param indent - Blanks before its further lines.
 */
export function nodeToText(node: JsonNode, indent = ''): string {
  if (!isBranch(node)) return leafText(node)
  const inner = `${indent}  `
  const parts = node.entries.map(({ key, node: part }) => {
    const name = key === undefined ? '' : `${JSON.stringify(key)}: `
    return name + nodeToText(part, inner)
  })
  if (node.total > parts.length) {
    const more = JSON.stringify(moreText(node))
    parts.push(node.kind === 'array' ? more : `"…": ${more}`)
  }
  const [open, close] = node.kind === 'array' ? '[]' : '{}'
  return parts.length === 0
    ? `${open}${close}`
    : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`
}
