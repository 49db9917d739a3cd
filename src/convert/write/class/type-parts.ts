/** Annotations taken apart: a name and what stands in its brackets. */
import type { Expression } from '../../python/ast'
import { refuse } from '../refusal'

/** `Optional[str]` as `Optional` and `str`; `A | B` is a `Union`. */
export function typeParts(node: Expression): [string, ...Expression[]] {
  switch (node.type) {
    case 'Name':
      return [node.id]
    case 'Attribute':
      return [node.attr]
    case 'Constant':
      if (node.kind === 'none') return ['None']
      // A class that is defined later, or at this place.
      return node.kind === 'str' && /^\w+$/.test(String(node.value))
        ? [String(node.value)]
        : refuse('a type that is written as a text', node)
    case 'Subscript':
      return [nameOfType(node.value), ...(node.slice.type === 'Tuple' ? node.slice.elts : [node.slice])]
    case 'BinOp':
      return ['Union', ...members(node)]
    default:
      return refuse('this type of a model', node)
  }
}

const members = (node: Expression): Expression[] =>
  node.type === 'BinOp' && node.op === 'BitOr' ? [...members(node.left), ...members(node.right)] : [node]

/** The name of a type. */
export const nameOfType = (node: Expression): string => typeParts(node)[0]

/** Whether a type is that of `None`. */
export const isNone = (node: Expression): boolean => node.type === 'Constant' && node.kind === 'none'
