/**
 * What the writers of one notebook share: facts, the types of names as they are at this place, comments that still wait
 * for theirs, and what the text needs of helpers and imports.
 */
import { type ClassFacts, type Facts, type FunctionFacts, isParameter } from '../facts/facts'
import { fieldOf } from '../facts/fields'
import { loosened, mixingOf } from '../facts/mixing'
import { join } from '../facts/join'
import { ANY, isPlain, NEVER, present, type Type } from '../facts/types'
import type { Expression } from '../python/ast'
import type { FunctionDef, Statement } from '../python/statements'
import type { Code } from './code'
import type { Scope } from './scope'
import { State } from './state'

/** The writers, which know each other only through the context. */
export interface Writers {
  expression(node: Expression, context: Context): Code
  statement(node: Statement, context: Context): string
}

export class Context extends State {
  /** Facts of functions by their definition: a later cell may define the name anew. */
  readonly definitions: Map<FunctionDef, FunctionFacts>

  constructor(
    readonly facts: Facts,
    definitions: Map<FunctionDef, FunctionFacts>,
    private readonly writers: Writers,
  ) {
    super()
    this.definitions = definitions
  }

  /** Writes an expression. What it has just made has no other name. */
  write(node: Expression): Code {
    const code = this.writers.expression(node, this)
    if (code.text === '{}' || code.text === '[]') return code
    return { ...code, type: loosened(code.type, this.facts.mixing) }
  }

  /** Writes a statement. */
  statement(node: Statement): string {
    return this.writers.statement(node, this)
  }

  /** How a refusal calls a name of a module. */
  moduleText(name: string): string {
    const [root] = name.split('.')
    return this.unknownPackages.has(root!)
      ? `the Python package ${root}, which has no counterpart here`
      : name
  }

  get scope(): Scope {
    return this.scopes.at(-1)!
  }

  /** Takes a helper of helpers/python. */
  helper(name: string): string {
    this.helpers.add(name)
    return name
  }

  /** Takes a name of tslab-magics. */
  magic(name: string): string {
    this.magics.add(name)
    return name
  }

  /** Takes a name of a package. `* as x` and `default as x` are forms of names. */
  import(name: string, from: string): string {
    this.imports.set(from, (this.imports.get(from) ?? new Set()).add(name))
    return name.replace(/^.* as /, '')
  }

  /** A name that the notebook does not use yet. */
  fresh(base: string): string {
    let name = base
    const isTaken = () =>
      this.made.has(name) || this.globals.has(name) || this.scopes.some(({ plan }) => plan.assigned.has(name))
    for (let index = 2; isTaken(); index++) name = `${base}${index}`
    this.made.add(name)
    return name
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text)
  }

  /** Says that what is written waits. */
  wait(text: string): string {
    this.awaits++
    this.scope.waits = true
    return `await ${text}`
  }

  /** What a name holds here. */
  typeOf(name: string): Type | undefined {
    for (const scope of this.scopes.toReversed()) {
      const isHere = scope === this.scope
      const type = scope.types.get(name)
      if (type === undefined || scope.outer.has(name)) continue
      // A function runs later: by then the variable may hold whatever is ever put in.
      if (isHere) return type
      return scope.isCell
        ? this.globalType(name, type)
        : join(type, this.facts.variable(`${scope.key}.${name}`))
    }
    if (this.scope.isCell) return this.globals.get(name)
    const global = this.globals.get(name)
    const any = this.facts.variable(`.${name}`)
    return global === undefined && any.kind === 'never' ? undefined : this.globalType(name, global ?? NEVER)
  }

  private globalType(name: string, type: Type): Type {
    return join(type, this.facts.variable(`.${name}`))
  }

  /** Notes what is put into a name. */
  assign(name: string, type: Type): void {
    const scope = this.ownerOf(name)
    const key = this.keyOf(name)
    this.facts.widen(key, type)
    const isContainer = ['list', 'dict', 'record', 'set'].includes(type.kind)
    // What a list holds is told by all that is ever put into it.
    scope.types.set(name, isContainer ? join(type, this.facts.variable(key)) : type)
  }

  /** Notes what a name was given as, if it is never given anything else. */
  keepConstant(name: string, value: Expression): void {
    if (value.type === 'Constant' || value.type === 'JoinedStr') this.constants.set(this.keyOf(name), value)
    else this.constants.delete(this.keyOf(name))
  }

  /** The text that a name stands for, as it was written; `undefined` where it may be another by now. */
  constantOf(node: Expression): Expression | undefined {
    if (node.type !== 'Name' || !this.isFixed(node.id)) return undefined
    const value = this.constants.get(this.keyOf(node.id))
    const parts = value?.type === 'JoinedStr' ? value.values : []
    const isKept = parts.every(
      (each) =>
        each.type === 'Constant' ||
        (each.type === 'FormattedValue' && each.value.type === 'Name' && this.isFixed(each.value.id)),
    )
    return isKept ? value : undefined
  }

  /** Whether a name keeps what it holds for as long as it can be seen here. */
  private isFixed(name: string): boolean {
    const { plan, types, isCell, function: facts } = this.ownerOf(name)
    if (plan.changing.has(name) || (this.ownerOf(name) !== this.scope && this.reassigned.has(name)))
      return false
    return isCell || plan.assigned.has(name) ? !isParameter(facts, name) : types.has(name)
  }

  /** Notes that a container which a name holds gets this as well. */
  grow(target: Expression, more: (type: Type) => Type, item?: Type): boolean {
    const isField = target.type === 'Attribute'
    const owner = isField && target.value.type === 'Name' ? this.typeOf(target.value.id) : undefined
    const field = isField ? fieldOf(owner, { target, facts: this.facts }) : undefined
    const name = target.type === 'Name' ? target.id : field && isField ? `.${target.attr}` : undefined
    if (name === undefined || this.shared.has(name)) this.mix(target, more, item)
    if (field && isField) {
      // It is known to all objects of its class.
      const { facts, ofObjects, ofClass } = field
      if (ofObjects) this.widenField(facts, target.attr, more(ofObjects))
      if (ofClass) facts.statics.set(target.attr, join(ofClass, more(ofClass)))
      return true
    }
    if (target.type !== 'Name') return false
    const type = this.typeOf(target.id)
    if (!type) return false
    const wider = more(type)
    this.facts.widen(this.keyOf(target.id), wider)
    this.ownerOf(target.id).types.set(target.id, wider)
    return true
  }

  /** Notes what is put into a value that may have other names. */
  private mix(target: Expression, more: (type: Type) => Type, item: Type | undefined): void {
    const { awaits } = this
    const held = present(this.write(target).type)
    this.awaits = awaits
    // A later pass may know what is not known yet.
    if (held.kind === 'any' && !this.isLate) return
    this.facts.mix(mixingOf(held, more(held), item))
  }

  /** Notes what is put into a field. What is not known in an early pass may be known later. */
  widenField(facts: ClassFacts, name: string, type: Type): void {
    if (type.kind === 'any' && !this.isLate) {
      if (!facts.fields.has(name)) this.facts.widenField(facts, name, NEVER)
    } else this.facts.widenField(facts, name, type)
  }

  keyOf(name: string): string {
    const scope = this.ownerOf(name)
    return scope.isCell ? `.${name}` : `${scope.key}.${name}`
  }

  private ownerOf(name: string): Scope {
    for (const scope of this.scopes.toReversed()) {
      if (scope.outer.has(name)) continue
      if (scope.isCell || scope.plan.assigned.has(name) || scope.types.has(name)) return scope
    }
    return this.scopes[0]!
  }

  /** Whether a name of the notebook is given by a later cell alone. */
  isOfLaterCell(name: string): boolean {
    return !this.globals.has(name) && !this.scopes.some(({ plan }) => plan.assigned.has(name))
  }

  /** Whether a value prints by itself as Python prints it. */
  isPlain(type: Type): boolean {
    return isPlain(type)
  }

  /** Runs `write` with the types of names that a comprehension or lambda binds. */
  withNames<T>(names: Iterable<readonly [string, Type]>, write: () => T): T {
    const { scope } = this
    const before = scope.types
    scope.types = new Map([...before, ...names])
    try {
      return write()
    } finally {
      scope.types = before
    }
  }

  /** Types of a branch that may or may not have been taken. */
  merge(branches: readonly Map<string, Type>[]): void {
    const merged = new Map<string, Type>()
    for (const branch of branches)
      for (const [name, type] of branch) merged.set(name, join(merged.get(name) ?? NEVER, type))
    this.scope.types = merged
  }

  /** Before a loop: what its body assigns may be there already from the round before. */
  widenForLoop(names: Iterable<string>): void {
    for (const name of names) {
      const known = this.facts.variable(this.keyOf(name))
      const type = this.scope.types.get(name) ?? NEVER
      const wider = join(type, known)
      if (wider.kind !== 'never') this.scope.types.set(name, wider)
      else this.scope.types.set(name, ANY)
    }
  }
}
