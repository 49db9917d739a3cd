/** Classes. */
import type { ClassDef } from '../python/statements'
import type { Context } from './context'
import { refuse } from './refusal'

/** Writes a class. */
export function classDefinition(node: ClassDef, context: Context): string {
  void context
  return refuse(`the class ${node.name}`, node, 'Write it by hand, as a class or as a type.')
}
