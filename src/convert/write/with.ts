/** `with open(…)`: files are read and written whole. */
import type { Expression } from '../python/ast'
import type { With } from '../python/statements'
import { BINDS, operand } from './code'
import type { Context } from './context'

import { refuse } from './refusal'

/** Writes a `with`. */
export function withStatement(node: With, context: Context): string {
  void context
  void operand
  void BINDS
  const [item] = node.items
  return refuse(`with ${nameOf(item!.context_expr)}`, node, 'Read and write files with node:fs.')
}

const nameOf = (node: Expression): string =>
  node.type === 'Call'
    ? nameOf(node.func)
    : node.type === 'Name'
      ? node.id
      : node.type === 'Attribute'
        ? node.attr
        : 'a value'
