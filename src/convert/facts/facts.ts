/**
 * What the passes over a notebook learn of it: each pass reads what the last one found, until nothing new is found.
 * Knows nothing of how TypeScript is written.
 */
import type { Expression } from '../python/ast'
import type { ClassDef, FunctionDef } from '../python/statements'
import { mixed, type Mixing, UNMIXED } from './mixing'
import { join } from './join'
import { isPlain, NEVER, type Type } from './types'

/** A function of the notebook. */
export interface FunctionFacts {
  node: FunctionDef
  /** By name of the parameter: what the calls pass. */
  params: Map<string, Type>
  returns: Type
  /** What a generator gives. */
  gives: Type
  isAsync: boolean
  isGenerator: boolean
  /** Whether it is also used without being called: in a table of tools, as an argument. */
  isValue: boolean
  /** First parameter that goes into an object of options. */
  optionsFrom: number
  /** Parameters that some call names. */
  named: Set<string>
  /** Whether some call leaves the order of its arguments to a dict. */
  isSpread: boolean
  /** What decorators make of it: what they give besides, and whether they wait. */
  wrapped?: { readonly type: Type; readonly waits: boolean }
}

/** A field of a class. */
export interface Field {
  type: Type
  readonly annotation: Expression | null
  readonly default: Expression | null
}

/** What a class is written as. */
export type ClassKind = 'plain' | 'dataclass' | 'model' | 'enum' | 'typed' | 'error'

/** A class of the notebook. */
export interface ClassFacts {
  readonly node: ClassDef
  readonly kind: ClassKind
  /** The class of the notebook that it inherits from. */
  readonly base?: ClassFacts
  /** Whether it stands in a function, so that others do not see it. */
  readonly isLocal: boolean
  readonly fields: Map<string, Field>
  /** Methods without `self`. */
  readonly methods: Map<string, FunctionFacts>
  /** Fields that belong to the class itself. */
  readonly statics: Map<string, Type>
  /** Whether objects of it are shown, made or checked, whether its schema is asked for, and it is a value itself. */
  readonly uses: Set<'shown' | 'checked' | 'schema' | 'value'>
}

/** Whether a name is a parameter of a function. */
export function isParameter(facts: FunctionFacts | undefined, name: string): boolean {
  const { args = [], kwonlyargs = [], posonlyargs = [] } = facts?.node.args ?? {}
  return [...args, ...kwonlyargs, ...posonlyargs].some(({ arg }) => arg === name)
}

export class Facts {
  readonly functions = new Map<string, FunctionFacts>()
  readonly classes = new Map<string, ClassFacts>()
  /** By their definitions: a later cell may define the name anew. */
  readonly classDefinitions = new Map<ClassDef, ClassFacts>()
  /** What variables hold, by scope and name. */
  private readonly variables = new Map<string, Type>()
  /** Whether a function whose name is not known at the call is called with names: all such take one object. */
  isCalledByName = false
  /** Whether such a call gives arguments by position. */
  isCalledByPosition = false
  /** Whether some function that is used as a value waits. */
  hasAsyncValue = false
  /** Whether a whole float may stand among values of unknown type, as an object that tells so. */
  hasTold = false
  /** Whether one may stand there that does not. */
  hasUntold = false
  /** Whether values that may hold objects are compared. */
  comparesObjects = false
  /** Whether the notebook asks for the arguments of an error. */
  asksArguments = false
  /** Whether functions are asked for their parameters, and for their docstrings. */
  hasSignatures = false
  hasDocs = false
  /** Whether classes of models are used as values, and their schemas as formats of answers. */
  hasModelValues = false
  hasModelFormats = false
  /** Whether an answer becomes a dict whose empty fields are not there. */
  hasDumps = false
  /** Dicts with known keys whose values are looked at by other ways than these, though ints and floats are among them. */
  readonly viewed = new Set<string>()
  /** What is put into values that have several names. */
  mixing = UNMIXED
  changes = 0

  variable(key: string): Type {
    return this.variables.get(key) ?? NEVER
  }

  /** Adds what a variable may hold. */
  widen(key: string, type: Type): void {
    const known = this.variable(key)
    const wider = join(known, type)
    if (JSON.stringify(wider, bits) === JSON.stringify(known, bits)) return
    this.variables.set(key, wider)
    this.changes++
  }

  /** Notes what a pass found out. */
  note(
    what:
      | 'hasTold'
      | 'hasUntold'
      | 'hasSignatures'
      | 'hasDocs'
      | 'hasModelValues'
      | 'hasModelFormats'
      | 'hasDumps',
  ): void {
    if (this[what]) return
    this[what] = true
    this.changes++
  }

  /** Sets a field of a function and notes whether that is new. */
  set<Key extends 'returns' | 'gives' | 'isAsync' | 'isValue' | 'isGenerator' | 'optionsFrom' | 'isSpread'>(
    facts: FunctionFacts,
    key: Key,
    value: FunctionFacts[Key],
  ): void {
    if (JSON.stringify(facts[key], bits) === JSON.stringify(value, bits)) return
    facts[key] = value
    this.changes++
  }

  /** Notes what decorators make of a function. */
  wrap(facts: FunctionFacts, wrapped: { readonly type: Type; readonly waits: boolean }): void {
    if (JSON.stringify(facts.wrapped, bits) === JSON.stringify(wrapped, bits)) return
    facts.wrapped = wrapped
    this.changes++
  }

  /** Notes what is done with a class. */
  use(facts: ClassFacts, how: 'shown' | 'checked' | 'schema' | 'value'): void {
    if (facts.uses.has(how)) return
    facts.uses.add(how)
    this.changes++
  }

  /** Adds what a field of a class may hold. */
  widenField(facts: ClassFacts, name: string, type: Type): void {
    const known = facts.fields.get(name)
    const wider = join(known?.type ?? NEVER, type)
    if (known && JSON.stringify(wider, bits) === JSON.stringify(known.type, bits)) return
    facts.fields.set(name, { annotation: null, default: null, ...known, type: wider })
    this.changes++
  }

  /** Notes what is compared: an object may be in what does not tell. */
  compare(...types: readonly Type[]): void {
    if (this.comparesObjects || types.every((type) => isPlain(type))) return
    this.comparesObjects = true
    this.changes++
  }

  /** Notes a dict of {@link viewed}, by its keys. */
  view(keys: string): void {
    if (this.viewed.has(keys)) return
    this.viewed.add(keys)
    this.changes++
  }

  /** Notes that the arguments of errors are asked for. */
  askArguments(): void {
    if (!this.asksArguments) this.changes++
    this.asksArguments = true
  }

  /** Notes what was put into a value by another of its names. */
  mix(how: Mixing): void {
    const all = mixed(this.mixing, how)
    if (all === this.mixing) return
    this.mixing = all
    this.changes++
  }

  passArgument(facts: FunctionFacts, name: string, type: Type): void {
    const known = facts.params.get(name) ?? NEVER
    const wider = join(known, type)
    if (JSON.stringify(wider, bits) === JSON.stringify(known, bits)) return
    facts.params.set(name, wider)
    this.changes++
  }
}

/** JSON has no infinity. */
const bits = (_key: string, value: unknown) => (value === Infinity ? 'any' : value)
