/** Calls: finds out what is called and hands it to the writer that knows it. */
import { ANY, present } from '../facts/types'
import type { Call, Expression } from '../python/ast'
import { BINDS, type Code, operand, operation, primary } from '../write/code'
import type { Context } from '../write/context'
import { moduleOf, nameText } from '../write/names'
import { refuse } from '../write/refusal'
import { Arguments, type CallParts, entries, objectOf } from './arguments'
import { builtin, isBuiltin } from './builtins/builtin'
import { construct } from './classes'
import { ownCall } from './functions'
import { fileMethod } from './library/file-methods'
import { fileOf } from './library/open'
import { method } from './methods'
import { moduleCall } from './modules'
import { clientCall } from './sdk/client-call'
import { genaiCall } from './sdk/genai'

/** Writes a call: with `await`, or as a promise where it is only begun. */
export function call(node: Call, context: Context): Code {
  const code = called(node, context)
  if (!context.isBegun.has(node) || !code.text.startsWith('await ')) return code
  context.awaits--
  return primary(code.text.slice('await '.length), { kind: 'promise', of: code.type })
}

function called(node: Call, context: Context): Code {
  const { func } = node
  const module = moduleOf(func, context)
  const parts: CallParts = { node, context, name: module ?? nameOf(func) }
  if (module !== undefined) return moduleCall(module, parts)
  if (func.type === 'Name') {
    const type = context.typeOf(func.id)
    if (func.id === '__magic__') return magicCall(node, context)
    if (type === undefined && isBuiltin(func.id)) return builtin(func.id, parts)
    if (type?.kind === 'class') return construct(type.name, parts)
    const facts =
      type?.kind === 'function' || type === undefined ? context.facts.functions.get(func.id) : undefined
    if (facts && (type === undefined || type.kind === 'function')) return ownCall(facts, parts)
    if (type === undefined) context.missing.add(func.id)
    if (type !== undefined && type.kind !== 'any' && type.kind !== 'function')
      refuse(`a call of a ${type.kind}`, node)
    return dynamicCall(primary(nameText(func.id), ANY), parts)
  }
  if (func.type === 'Attribute') {
    const file = fileOf(func.value, context)
    if (file) {
      const args = new Arguments({ ...parts, name: `.${func.attr}` })
      const code = fileMethod(file, args, parts)
      args.end()
      return code
    }
    context.isOwner.add(func.value)
    const target = context.write(func.value)
    const type = present(target.type)
    if (type.kind === 'sdk' && type.of === 'client') return clientCall(target, parts)
    if (type.kind === 'sdk' && type.of === 'genai') return genaiCall(target, parts)
    return method(target, parts)
  }
  return dynamicCall(context.write(func), parts)
}

function nameOf(node: Expression): string {
  if (node.type === 'Name') return node.id
  if (node.type === 'Attribute') return `.${node.attr}`
  return 'a value'
}

/** A call of a value: all functions that are used as values take their arguments alike. */
function dynamicCall(target: Code, parts: CallParts): Code {
  const { node, context } = parts
  const { facts } = context
  const text = operand(target, BINDS.call)
  let args: string
  if (node.keywords.length > 0) {
    if (node.args.length > 0) refuse('a call of a value with arguments by position and by name', node)
    if (!facts.isCalledByName) facts.changes++
    facts.isCalledByName = true
    const spread = node.keywords.filter(({ arg }) => arg === null)
    const named = node.keywords.flatMap(({ arg, value }) =>
      arg === null ? [] : [[arg, value] as [string, Expression]],
    )
    args =
      spread.length === 1 && named.length === 0
        ? context.write(spread[0]!.value).text
        : objectOf(
            [
              ...spread.map(({ value }) => `...${operand(context.write(value), BINDS.arrow)}`),
              ...entries(named, parts),
            ],
            node,
          )
  } else {
    if (node.args.length > 0 && !facts.isCalledByPosition) {
      facts.isCalledByPosition = true
      facts.changes++
    }
    args = node.args
      .map((each) =>
        each.type === 'Starred'
          ? `...${operand(context.write(each.value), BINDS.arrow)}`
          : operand(context.write(each), BINDS.arrow),
      )
      .join(', ')
  }
  if (facts.isCalledByName && facts.isCalledByPosition)
    refuse(
      'functions that are called as values, by name here and by position there',
      node,
      'Call them in one way.',
    )
  const code = `${text}(${args})`
  return facts.hasAsyncValue ? operation(context.wait(code), ANY, BINDS.unary) : primary(code, ANY)
}

/** A line magic, which stands in the source as a call with its number. */
function magicCall(node: Call, context: Context): Code {
  const [argument] = node.args
  const line = context.magicLines[Number((argument as { value: unknown }).value)]
  return primary(line ?? refuse('a magic in an expression', node), ANY)
}
