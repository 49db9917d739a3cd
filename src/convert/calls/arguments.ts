/** The arguments of a call: by position, by name, spread. */
import type { Call, Expression } from '../python/ast'
import { BINDS, type Code, keyText, list, operand } from '../write/code'
import { commentsBefore } from '../write/comments'
import type { Context } from '../write/context'
import { refuse } from '../write/refusal'

/** What a writer of calls works with. */
export interface CallParts {
  readonly node: Call
  readonly context: Context
  /** Full name of what is called, for messages. */
  readonly name: string
}

/** Arguments that were taken by name or place. */
export class Arguments {
  private readonly positions: Expression[]
  private readonly names = new Map<string, Expression>()
  readonly spreads: Expression[] = []

  constructor(readonly parts: CallParts) {
    this.positions = [...parts.node.args]
    for (const { arg, value } of parts.node.keywords)
      if (arg === null) this.spreads.push(value)
      else this.names.set(arg, value)
  }

  /** The number of arguments by position that are left. */
  get count(): number {
    return this.positions.length
  }

  /** Gives an argument by position back. */
  put(node: Expression): void {
    this.positions.unshift(node)
  }

  /** Takes all arguments by position, which may be spread. */
  all(): Expression[] {
    return this.positions.splice(0)
  }

  /** Takes an argument: the first by position, or by name. */
  take(name: string): Expression | undefined {
    const [first] = this.positions
    if (first?.type === 'Starred') refuse(`* in a call of ${this.parts.name}`, first)
    return this.positions.shift() ?? this.named(name)
  }

  /** Takes an argument that can only be named. */
  named(name: string): Expression | undefined {
    const value = this.names.get(name)
    this.names.delete(name)
    return value
  }

  /** Takes and writes an argument. */
  code(name: string): Code | undefined {
    const node = this.take(name)
    return node && this.parts.context.write(node)
  }

  /** An argument that must be there. */
  need(name: string): Code {
    return this.code(name) ?? refuse(`${this.parts.name} without ${name}`, this.parts.node)
  }

  /** Names of the arguments by name that are left, in the order of the source. */
  get rest(): [string, Expression][] {
    return [...this.names]
  }

  /** Refuses what is left. */
  end(): void {
    const [name] = this.names.keys()
    if (name !== undefined) refuse(`${name} of ${this.parts.name}`, this.parts.node)
    if (this.positions.length > 0) refuse(`so many arguments of ${this.parts.name}`, this.parts.node)
    if (this.spreads.length > 0) refuse(`** in a call of ${this.parts.name}`, this.parts.node)
  }
}

/** Named arguments as the entries of an object. */
export function entries(all: readonly [string, Expression][], { context }: CallParts): string[] {
  return all.map(([name, value]) => {
    const before = commentsBefore(value, context)
    const code = context.write(value)
    const key = keyText(name)
    return before + (code.text === key ? key : `${key}: ${operand(code, BINDS.arrow)}`)
  })
}

/** Whether an argument is written as `True`. */
export const isTrue = (node: Expression): boolean => node.type === 'Constant' && node.value === true

/** An object of entries, tall where the call was. */
export function objectOf(parts: readonly string[], node: Call): string {
  return list(parts, { open: '{', close: '}', isTall: node.endLine > node.line })
}

/** What writes a method: the value it is called on, and the arguments. */
export type Method = (target: Code, args: Arguments, parts: CallParts) => Code

/** What writes a function of a module, or one of Python's own. */
export type ModuleCall = (args: Arguments, parts: CallParts) => Code
