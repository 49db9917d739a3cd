/** Annotations of parameters: what Python does not check, but says. */
import { instanceOf } from '../facts/classes'
import { ANY, BOOL, dictOf, INT, listOf, NUMBER, optional, STR, type Type } from '../facts/types'
import type { Expression } from '../python/ast'
import type { Context } from './context'

/** The type that an annotation says; `undefined` for none. `float` may hold an int. */
export function annotated(node: Expression | null, context: Context): Type | undefined {
  if (node === null) return undefined
  switch (node.type) {
    case 'Name':
      return byName(node.id) ?? classType(node.id, context)
    case 'Attribute':
      return byName(node.attr) ?? ANY
    case 'Subscript': {
      const name =
        node.value.type === 'Name' ? node.value.id : node.value.type === 'Attribute' ? node.value.attr : ''
      const inner = annotated(node.slice, context) ?? ANY
      if (name === 'list' || name === 'List') return listOf(inner)
      if (name === 'Optional') return optional(inner)
      if (name === 'dict' || name === 'Dict')
        return node.slice.type === 'Tuple'
          ? dictOf(annotated(node.slice.elts[1] ?? null, context) ?? ANY)
          : dictOf(ANY)
      return ANY
    }
    case 'BinOp': {
      const [left, right] = [annotated(node.left, context), annotated(node.right, context)]
      return right?.kind === 'none' ? optional(left ?? ANY) : ANY
    }
    case 'Constant':
      if (node.kind === 'str') return byName(String(node.value)) ?? classType(String(node.value), context)
      return node.kind === 'none' ? { kind: 'none' } : ANY
    default:
      return ANY
  }
}

function byName(name: string): Type | undefined {
  return {
    str: STR,
    int: INT,
    float: NUMBER,
    bool: BOOL,
    list: listOf(ANY),
    List: listOf(ANY),
    dict: dictOf(ANY),
    Dict: dictOf(ANY),
  }[name]
}

/** An object of a class of the notebook; one of a `TypedDict` is a dict. */
function classType(name: string, context: Context): Type {
  const facts = context.facts.classes.get(name)
  if (!facts) return ANY
  if (facts.kind !== 'typed') return instanceOf(facts)
  return {
    kind: 'record',
    fields: Object.fromEntries([...facts.fields].map(([field, { type }]) => [field, type])),
  }
}
