/** `__doc__` of a class. */
import type { ClassDef } from '../../python/statements'
import { refuse } from '../refusal'

/** The docstring as it is kept: versions of Python leave the margin of more lines than one, or take it away. */
export function docstringOf(node: ClassDef): string {
  const [first] = node.body
  const text = String((first as { value: { value: unknown } }).value.value)
  return text.includes('\n')
    ? refuse(`the docstring of ${node.name}, which has several lines`, node, 'Write the text again.')
    : text
}
