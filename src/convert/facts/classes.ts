/** Classes of the notebook that inherit from each other. */
import type { ClassFacts, Facts, Field, FunctionFacts } from './facts'
import type { Type } from './types'

/** A class and those that it inherits from, the nearest first. */
export function lineage(facts: ClassFacts): ClassFacts[] {
  return [facts, ...(facts.base ? lineage(facts.base) : [])]
}

/** The type of the objects of a class. */
export function instanceOf(facts: ClassFacts): Type {
  const [{ node }, ...bases] = lineage(facts) as [ClassFacts, ...ClassFacts[]]
  return {
    kind: 'instance',
    name: node.name,
    ...(bases.length > 0 ? { bases: bases.map((each) => each.node.name) } : {}),
  }
}

/** A method of a class, its own or that of the nearest class above. */
export const methodOf = (facts: ClassFacts, name: string): FunctionFacts | undefined =>
  lineage(facts)
    .find(({ methods }) => methods.has(name))
    ?.methods.get(name)

/** The class that a field or an attribute belongs to; the class itself where none has it. */
export const ownerOf = (facts: ClassFacts, name: string): ClassFacts =>
  lineage(facts).find(({ fields, statics }) => fields.has(name) || statics.has(name)) ?? facts

/** A field of the objects of a class. */
export const fieldIn = (facts: ClassFacts, name: string): Field | undefined =>
  lineage(facts)
    .find(({ fields }) => fields.has(name))
    ?.fields.get(name)

/** What an attribute of a class holds. */
export const staticIn = (facts: ClassFacts, name: string): Type | undefined =>
  lineage(facts)
    .find(({ statics }) => statics.has(name))
    ?.statics.get(name)

/** Classes that inherit from a class, at any distance. */
export const heirsOf = (facts: ClassFacts, { classDefinitions }: Facts): ClassFacts[] =>
  [...classDefinitions.values()].filter((each) => each !== facts && lineage(each).includes(facts))

/** Methods of the heirs of a class, which may be meant where one is called on its objects. */
export const overridesOf = (
  all: Facts,
  { facts, name }: { facts: ClassFacts; name: string },
): FunctionFacts[] => heirsOf(facts, all).flatMap(({ methods }) => methods.get(name) ?? [])
