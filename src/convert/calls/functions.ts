/** Calls of the notebook's own functions: arguments go where the definition has them. */
import type { Expression } from '../python/ast'
import type { FunctionFacts } from '../facts/facts'
import { ANY, type Type } from '../facts/types'
import { BINDS, list, operand, operation, primary, type Code } from '../write/code'
import { nameText } from '../write/names'
import { refuse } from '../write/refusal'
import type { CallParts } from './arguments'

/** Parameters of a function in order, with what they are when nothing is given. */
export function parametersOf({ node }: FunctionFacts): {
  name: string
  hasDefault: boolean
  default?: Expression
  isNamedOnly: boolean
  annotation: Expression | null
}[] {
  const { args } = node
  const plain = [...args.posonlyargs, ...args.args]
  const start = plain.length - args.defaults.length
  return [
    ...plain.map((arg, index) => ({
      name: arg.arg,
      hasDefault: index >= start,
      ...(index >= start ? { default: args.defaults[index - start]! } : {}),
      isNamedOnly: false,
      annotation: arg.annotation,
    })),
    ...args.kwonlyargs.map((arg, index) => ({
      name: arg.arg,
      hasDefault: args.kw_defaults[index] != null,
      ...(args.kw_defaults[index] ? { default: args.kw_defaults[index]! } : {}),
      isNamedOnly: true,
      annotation: arg.annotation,
    })),
  ]
}

/** Whether a function takes one object: it is a value somewhere, and such are called by name. */
export const takesObject = (facts: FunctionFacts, isCalledByName: boolean): boolean =>
  (facts.isValue && isCalledByName) || facts.isSpread

/** The call of a function whose definition is known. */
export function ownCall(facts: FunctionFacts, parts: CallParts): Code {
  const text = nameText(parts.node.func.type === 'Name' ? parts.node.func.id : facts.node.name)
  const { node, context } = parts
  const { args } = facts.node
  const params = parametersOf(facts)
  if (args.kwarg) refuse(`a call of ${facts.node.name}, which takes **${args.kwarg.arg}`, node)
  const given = new Map<string, Code>()
  // What a function passes on is known when it has been called itself.
  const within = context.scope.function
  const isKnown =
    !within || within.params.size > 0 || within.isValue || parametersOf(within).length === 0 || context.isLate
  const rest: string[] = []
  const give = (name: string, value: Expression) => {
    if (given.has(name)) refuse(`${name} twice in a call of ${facts.node.name}`, node)
    const code = context.write(value)
    given.set(name, code)
    if (isKnown) context.facts.passArgument(facts, name, code.type)
  }
  const spread = node.keywords.find(({ arg }) => arg === null)
  const plain = params.filter((param) => !param.isNamedOnly)
  for (const [index, value] of node.args.entries()) {
    if (value.type === 'Starred') {
      if (!args.vararg || index < plain.length) refuse(`* in a call of ${facts.node.name}`, value)
      rest.push(`...${operand(context.write(value.value), BINDS.arrow)}`)
    } else if (index < plain.length) give(plain[index]!.name, value)
    else if (args.vararg) rest.push(operand(context.write(value), BINDS.arrow))
    else refuse(`too many arguments for ${facts.node.name}`, node)
  }
  for (const { arg, value } of node.keywords) {
    if (arg === null) continue
    if (!params.some(({ name }) => name === arg))
      refuse(`${arg}, which ${facts.node.name} does not take`, node)
    give(arg, value)
    if (!facts.named.has(arg)) {
      facts.named.add(arg)
      context.facts.changes++
    }
  }
  if (spread) {
    context.facts.set(facts, 'isSpread', true)
    for (const { name } of params) if (!given.has(name)) context.facts.passArgument(facts, name, ANY)
  }
  for (const { name, hasDefault } of params)
    if (!given.has(name) && !hasDefault && !spread) refuse(`${facts.node.name} without ${name}`, node)
  const texts = takesObject(facts, context.facts.isCalledByName)
    ? objectCall(params, given, spread && operand(context.write(spread.value), BINDS.arrow))
    : positionalCall(params, given, { optionsFrom: facts.optionsFrom, rest })
  const isTall = node.endLine > node.line && texts.length > 1
  const code = `${text}${list(texts, { open: '(', close: ')', isTall })}`.replace(/,\n\)$/, ',\n)')
  const type: Type = facts.isGenerator ? { kind: 'sdk', of: 'stream' } : facts.returns
  if (!facts.isAsync || facts.isGenerator) return primary(code, type)
  return operation(context.wait(code), type, BINDS.unary)
}

type Parameters = ReturnType<typeof parametersOf>

const entry = (name: string, code: Code) =>
  code.text === name ? name : `${name}: ${operand(code, BINDS.arrow)}`

function objectCall(
  params: Parameters,
  given: ReadonlyMap<string, Code>,
  spread: string | undefined,
): string[] {
  const parts = params.flatMap(({ name }) => (given.has(name) ? [entry(name, given.get(name)!)] : []))
  if (spread !== undefined && parts.length === 0) return [spread]
  if (spread !== undefined) parts.unshift(`...${spread}`)
  if (parts.length === 0) return params.length === 0 ? [] : ['{}']
  return [list(parts, { open: '{', close: '}', isTall: false })]
}

function positionalCall(
  params: Parameters,
  given: ReadonlyMap<string, Code>,
  { optionsFrom, rest }: { optionsFrom: number; rest: readonly string[] },
): string[] {
  const texts: string[] = []
  let last = 0
  for (const [index, { name }] of params.slice(0, optionsFrom).entries()) {
    const code = given.get(name)
    texts.push(code ? operand(code, BINDS.arrow) : 'undefined')
    if (code) last = index + 1
  }
  const options = params
    .slice(optionsFrom)
    .flatMap(({ name }) => (given.has(name) ? [entry(name, given.get(name)!)] : []))
  if (rest.length > 0) return [...texts, ...rest]
  if (options.length > 0) return [...texts, list(options, { open: '{', close: '}', isTall: false })]
  return texts.slice(0, last)
}

/** Where the object of options begins: at the first parameter with a default that some call names. */
export function optionsStart(facts: FunctionFacts): number {
  const params = parametersOf(facts)
  if (facts.node.args.vararg) return params.filter(({ isNamedOnly }) => !isNamedOnly).length
  const index = params.findIndex(
    ({ name, hasDefault, isNamedOnly }) => isNamedOnly || (hasDefault && facts.named.has(name)),
  )
  // One optional parameter that all give by name, in its place, needs no object.
  return index < 0 ? params.length : index
}
