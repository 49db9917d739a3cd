/** Calls of the notebook's own functions: arguments go where the definition has them. */
import type { FunctionFacts } from '../facts/facts'
import { itemOf, join, valueOf } from '../facts/join'
import { ANY, present } from '../facts/types'
import type { Expression } from '../python/ast'
import { BINDS, type Code, list, operand, operation, primary } from '../write/code'
import { nameText } from '../write/names'
import { refuse } from '../write/refusal'
import type { CallParts } from './arguments'
import { begunLater } from './library/asyncio'
import { parametersOf, takesObject, takesPacked, tellsParameters } from './parameters'

/** The call of a function whose definition is known. */
export function ownCall(facts: FunctionFacts, parts: CallParts, called?: string): Code {
  const text = called ?? nameText(parts.node.func.type === 'Name' ? parts.node.func.id : facts.node.name)
  const { node, context } = parts
  const { args } = facts.node
  const params = parametersOf(facts)
  const given = new Map<string, Code>()
  // What a function passes on is known when it has been called itself.
  const within = context.scope.function
  const isKnown =
    !within || within.params.size > 0 || within.isValue || parametersOf(within).length === 0 || context.isLate
  const rest: string[] = []
  /** Entries for `**kwargs`. */
  const more: string[] = []
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
      if (!args.vararg && index < plain.length) {
        spreadArguments(value.value, plain.slice(index), { facts, parts }).forEach((code, at) =>
          given.set(plain[index + at]!.name, code),
        )
        continue
      }
      if (!args.vararg || index < plain.length) refuse(`* in a call of ${facts.node.name}`, value)
      rest.push(`...${operand(context.write(value.value), BINDS.arrow)}`)
    } else if (index < plain.length) give(plain[index]!.name, value)
    else if (args.vararg) {
      const code = context.write(value)
      context.facts.passArgument(facts, `*${args.vararg.arg}`, code.type)
      rest.push(operand(code, BINDS.arrow))
    } else refuse(`too many arguments for ${facts.node.name}`, node)
  }
  for (const { arg, value } of node.keywords) {
    if (arg === null) continue
    if (!params.some(({ name }) => name === arg) && args.kwarg) {
      const code = context.write(value)
      context.facts.passArgument(facts, `**${args.kwarg.arg}`, code.type)
      more.push(entry(arg, code))
      continue
    }
    if (!params.some(({ name }) => name === arg))
      refuse(`${arg}, which ${facts.node.name} does not take`, node)
    give(arg, value)
    if (!facts.named.has(arg)) {
      facts.named.add(arg)
      context.facts.changes++
    }
  }
  if (spread && args.kwarg && params.every(({ name, hasDefault }) => given.has(name) || hasDefault)) {
    // What has been given by position cannot be in it as well.
    const code = context.write(spread.value)
    context.facts.passArgument(facts, `**${args.kwarg.arg}`, valueOf(present(code.type)) ?? ANY)
    more.unshift(`...${operand(code, BINDS.arrow)}`)
    for (const { name } of params)
      if (!given.has(name)) {
        if (facts.isValue && context.facts.isCalledByPosition)
          refuse(`** in a call of ${facts.node.name}, which is called as a value, too`, node)
        context.facts.passArgument(facts, name, ANY)
        if (!facts.named.has(name)) context.facts.changes++
        facts.named.add(name)
      }
  } else if (spread) {
    if (args.vararg) refuse(`** in a call of ${facts.node.name}, which takes *${args.vararg.arg}`, node)
    context.facts.set(facts, 'isSpread', true)
    for (const { name } of params) if (!given.has(name)) context.facts.passArgument(facts, name, ANY)
  }
  for (const { name, hasDefault } of params)
    if (!given.has(name) && !hasDefault && !spread) refuse(`${facts.node.name} without ${name}`, node)
  const isTold = spread && !args.kwarg && tellsParameters(facts, context.facts)
  const texts = takesObject(facts, context.facts)
    ? objectCall(params, given, { spread: spread && operand(context.write(spread.value), BINDS.arrow), more })
    : positionalCall(params, given, {
        optionsFrom: facts.optionsFrom,
        rest: takesPacked(facts) ? [`[${rest.join(', ')}]`] : rest,
        more,
      })
  const isTall = node.endLine > node.line && texts.length > 1
  const code = isTold
    ? `${context.helper('callNamed')}(${text}, [${texts.join(', ')}], ${operand(context.write(spread.value), BINDS.arrow)})`
    : `${text}${list(texts, { open: '(', close: ')', isTall })}`
  if (facts.isGenerator)
    return primary(
      code,
      facts.isAsync ? { kind: 'sdk', of: 'stream' } : { kind: 'generator', item: facts.gives },
    )
  const { wrapped } = facts
  const type = wrapped ? join(facts.returns, wrapped.type) : facts.returns
  if (!facts.isAsync && !wrapped?.waits) return primary(code, type)
  if (facts.node.type === 'AsyncFunctionDef' && !context.isAwaited.has(node)) {
    const promise = primary(code, { kind: 'promise', of: type })
    // What gather begins at once, it begins in turn.
    return context.isBegun.has(node) ? promise : begunLater(promise, node, context)
  }
  return operation(context.wait(code), type, BINDS.unary)
}

/** `f(*values)`: as many as the parameters that are left. */
function spreadArguments(
  value: Expression,
  params: Parameters,
  { facts, parts: { context, node } }: { facts: FunctionFacts; parts: CallParts },
): Code[] {
  const code = context.write(value)
  const needed = params.filter(({ hasDefault }) => !hasDefault)
  const isLast =
    node.args.at(-1)?.type === 'Starred' && node.args.filter((each) => each.type === 'Starred').length === 1
  if (!/^[\w.]+$/.test(code.text) || !isLast || needed.length !== params.length)
    refuse(`* in a call of ${facts.node.name}`, value)
  if (code.type.kind === 'tuple' && code.type.items.length !== needed.length)
    refuse(`* of another length in a call of ${facts.node.name}`, value)
  if (code.type.kind !== 'tuple' && code.type.kind !== 'list') refuse(`* of a ${code.type.kind}`, value)
  return params.map(({ name }, index) => {
    const type = code.type.kind === 'tuple' ? code.type.items[index]! : itemOf(code.type)
    context.facts.passArgument(facts, name, type)
    const text =
      code.type.kind === 'tuple'
        ? `${code.text}[${index}]`
        : `${context.helper('item')}(${code.text}, ${index})`
    return primary(text, type)
  })
}

type Parameters = ReturnType<typeof parametersOf>

const entry = (name: string, code: Code) =>
  code.text === name ? name : `${name}: ${operand(code, BINDS.arrow)}`

function objectCall(
  params: Parameters,
  given: ReadonlyMap<string, Code>,
  { spread, more }: { spread: string | undefined; more: readonly string[] },
): string[] {
  const parts = params.flatMap(({ name }) => (given.has(name) ? [entry(name, given.get(name)!)] : []))
  parts.push(...more)
  if (spread !== undefined && parts.length === 0) return [spread]
  if (spread !== undefined) parts.unshift(`...${spread}`)
  if (parts.length === 0) return params.length === 0 ? [] : ['{}']
  return [list(parts, { open: '{', close: '}', isTall: false })]
}

function positionalCall(
  params: Parameters,
  given: ReadonlyMap<string, Code>,
  { optionsFrom, rest, more }: { optionsFrom: number; rest: readonly string[]; more: readonly string[] },
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
  options.push(...more)
  if (rest.length > 0 && options.length > 0)
    return [...texts, ...rest, list(options, { open: '{', close: '}', isTall: false })]
  if (rest.length > 0) return [...texts, ...rest]
  if (options.length > 0) return [...texts, list(options, { open: '{', close: '}', isTall: false })]
  return texts.slice(0, last)
}
