/** Fields of objects of the notebook's classes. */
import type { Attribute } from '../python/ast'
import { ownerOf } from './classes'
import type { ClassFacts, Facts } from './facts'
import type { Type } from './types'

/** What a class knows of the field `value.name`: one of its objects, or its own. */
export interface Field {
  readonly facts: ClassFacts
  readonly ofObjects: Type | undefined
  readonly ofClass: Type | undefined
}

/** The field `name` of a value, where the value's type is that of a class of the notebook. */
export function fieldOf(
  owner: Type | undefined,
  { target: { attr }, facts: { classes } }: { target: Attribute; facts: Facts },
): Field | undefined {
  const isKnown = owner?.kind === 'instance' || owner?.kind === 'class'
  const known = isKnown ? classes.get(owner.name) : undefined
  const facts = known && ownerOf(known, attr)
  const [ofObjects, ofClass] = [facts?.fields.get(attr)?.type, facts?.statics.get(attr)]
  return facts && (ofObjects || ofClass) ? { facts, ofObjects, ofClass } : undefined
}
