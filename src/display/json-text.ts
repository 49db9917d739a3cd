/**
 * A tree of nodes as indented JSON, for terminals, screen readers and programs: in the order of the value, with all digits
 * of its numbers. What JSON does not know is a text in brackets, and what was left out is said in its place.
 */
import { type BranchNode, isBranch, type JsonNode, leafText, moreText } from './json-nodes'

/** Numbers beyond are a vector, such as an embedding: its first ones are shown, many in a line. */
const VECTOR_NUMBERS = 32
const MAX_VECTOR_NUMBERS = 100
const VECTOR_CHARS = 100

/**
 * Writes a tree.
 *
 * @param node - From `readNodes`; at most a hundred levels deep.
 * @param indent - Blanks before its further lines.
 */
export function nodeToText(node: JsonNode, indent = ''): string {
  if (!isBranch(node)) return leafText(node)
  const inner = `${indent}  `
  const isVector = isNumbers(node)
  const parts = isVector
    ? vectorLines(node.entries.slice(0, MAX_VECTOR_NUMBERS).map(({ node: part }) => nodeToText(part)))
    : node.entries.map(({ key, node: part }) => {
        const name = key === undefined ? '' : `${JSON.stringify(key)}: `
        return name + nodeToText(part, inner)
      })
  const shown = isVector ? Math.min(node.entries.length, MAX_VECTOR_NUMBERS) : parts.length
  if (node.total > shown) {
    const more = JSON.stringify(moreText(node, shown))
    parts.push(node.kind === 'array' ? more : `"…": ${more}`)
  }
  const [open, close] = node.kind === 'array' ? '[]' : '{}'
  return parts.length === 0
    ? `${open}${close}`
    : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`
}

function isNumbers(node: BranchNode): boolean {
  return (
    node.kind === 'array' &&
    node.entries.length > VECTOR_NUMBERS &&
    node.entries.every(({ node: part }) => part.kind === 'number')
  )
}

/** Numbers as lines, without the commas between the lines. */
function vectorLines(numbers: readonly string[]): string[] {
  const lines: string[] = []
  for (const number of numbers) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + number.length + 2 <= VECTOR_CHARS)
      lines[lines.length - 1] = `${last}, ${number}`
    else lines.push(number)
  }
  return lines
}
