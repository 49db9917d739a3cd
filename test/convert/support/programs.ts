/** Small Python programs of the subset, from a seed: definitions, variables of known kinds, statements that print. */
import { EXPRESSIONS } from './seeds/expressions'
import { LITERALS, type Kind } from './seeds/literals'
import { randomOf, type Random } from './seeds/random'
import { DEFINITIONS, STATEMENTS } from './seeds/statements'

const IMPORTS = [
  'import copy, itertools, json, math, re, sys, textwrap',
  'from collections import Counter, defaultdict',
  'from dataclasses import dataclass',
  'from enum import Enum',
  'def type_name(value):\n    return "int" if isinstance(value, int) else "other"',
]

const KINDS = Object.keys(LITERALS) as Kind[]

/** A program from a seed: the same for the same number. */
export function programOf(seed: number): string {
  const writer = new Writer(randomOf(seed))
  return writer.program()
}

class Writer {
  private readonly variables = new Map<string, Kind>()
  private readonly uses: (readonly [Kind, string])[] = []
  private next = 0

  constructor(private readonly random: Random) {}

  program(): string {
    const { random } = this
    const lines = [...IMPORTS]
    for (const { text, uses } of DEFINITIONS)
      if (random.chance(0.2)) {
        lines.push(text)
        this.uses.push(...uses)
      }
    for (let count = 4 + random.below(7); count > 0; count--) lines.push(this.step())
    return lines.join('\n')
  }

  private step(): string {
    return this.random.chance(0.5) ? this.declaration() : this.statement(0)
  }

  private declaration(): string {
    const { random } = this
    const kind = random.pick(KINDS)
    const known = this.named(kind)
    const isNew = known.length === 0 || random.chance(0.8)
    const name = isNew
      ? `${random.pick(['total', 'name', 'items', 'data'])}${this.next++}`
      : random.pick(known)
    const text = `${name} = ${this.expression(kind, 0)}`
    this.variables.set(name, kind)
    if (kind === 'set') return `${text}\nprint(sorted(${name}))`
    const shown = [name, `"${name}:", ${name}`, ...(kind === 'maybe' ? [] : [`f"{${name}}"`])]
    return `${text}\nprint(${random.pick(shown)})`
  }

  private named(kind: Kind): string[] {
    return [...this.variables].flatMap(([name, each]) => (each === kind ? [name] : []))
  }

  private statement(depth: number): string {
    const { random } = this
    for (;;) {
      const template = random.pick(STATEMENTS)
      const kinds = [...template.matchAll(/#(\w+)/g)].map(([, kind]) => kind as Kind)
      // Its variable may be a list of the loop around it.
      if (kinds.some((kind) => this.named(kind).length === 0) || (depth > 0 && kinds.length > 0)) continue
      if (depth > 1 && template.includes('@block')) continue
      const names = new Map(kinds.map((kind) => [kind, random.pick(this.named(kind))]))
      return this.fill(template, 1)
        .replace(/#(\w+)/g, (_whole, kind: Kind) => names.get(kind)!)
        .replace(/^( *)@block/gm, (_whole, pad: string) => this.statement(depth + 1).replace(/^/gm, pad))
    }
  }

  private expression(kind: Kind, depth: number): string {
    const { random } = this
    if (depth > 2 || random.chance(0.25)) return this.atom(kind)
    const own = this.uses.filter(([each]) => each === kind)
    const template =
      own.length > 0 && random.chance(0.3) ? random.pick(own)[1] : random.pick(EXPRESSIONS[kind])
    return this.fill(template, depth + 1)
  }

  private atom(kind: Kind): string {
    const names = this.named(kind)
    return names.length > 0 && this.random.chance(0.6)
      ? this.random.pick(names)
      : this.random.pick(LITERALS[kind])
  }

  /** Replaces the kinds in a template. */
  private fill(template: string, depth: number): string {
    return template.replace(/\$(\$?)([a-z]+)\b/g, (whole, isSimple: string, name: string) => {
      if (!Object.hasOwn(LITERALS, name)) return whole
      const kind = name as Kind
      if (isSimple === '') {
        const text = this.expression(kind, depth)
        return /^[\w.]+$/.test(text) ? text : `(${text})`
      }
      const names = this.named(kind)
      if (names.length > 0) return this.random.pick(names)
      return (
        { int: '42', float: '2.5', str: 'str(7)', bool: 'True' }[name] ?? this.random.pick(LITERALS[kind])
      )
    })
  }
}
