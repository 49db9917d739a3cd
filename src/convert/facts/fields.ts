/** Fields of objects of the notebook's classes. */
import type { Attribute } from '../python/ast'
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
  const [ofObjects, ofClass] = [known?.fields.get(attr)?.type, known?.statics.get(attr)]
  return known && (ofObjects || ofClass) ? { facts: known, ofObjects, ofClass } : undefined
}
