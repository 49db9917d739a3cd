/** Calls: finds out what is called and hands it to the writer that knows it. */
import { ANY, MURKY, present } from '../facts/types'
import type { Call, Expression, Wrapped } from '../python/ast'
import { BINDS, type Code, operand, operation, primary } from '../write/code'
import type { Context } from '../write/context'
import { isHandOver } from '../write/decorated'
import { moduleOf, nameText } from '../write/names'
import { errorValue } from '../write/raise'
import { refuse } from '../write/refusal'
import { Arguments, type CallParts } from './arguments'
import { builtin, isBuiltin } from './builtins/builtin'
import { isNamespace } from './builtins/namespace'
import { construct, instanceCall } from './classes'
import { callOfMissing, dynamicCall } from './dynamic-call'
import { ownCall } from './functions'
import { fileMethod } from './library/file-methods'
import { fileOf } from './library/open'
import { method } from './methods'
import { adapterCall } from './models'
import { isModelValue, modelValueCall } from './model-values'
import { moduleCall } from './modules'
import { clientCall } from './sdk/client-call'
import { genaiCall } from './sdk/genai'
import { isSuper, superCall } from './super-call'

/** Writes a call: with `await`, or as a promise where it is only begun. */
export function call(node: Call, context: Context): Code {
  const code = called(node, context)
  if (!context.isBegun.has(node) || !code.text.startsWith('await ')) return code
  context.awaits--
  return primary(code.text.slice('await '.length), { kind: 'promise', of: code.type })
}

function called(node: Call, context: Context): Code {
  const { func } = node
  if (isHandOver(node, context)) {
    const [rest] = node.args
    const text = `${operand(context.write(func), BINDS.call)}(${rest ? `...${context.write((rest as Wrapped).value).text}` : ''})`
    return context.facts.hasAsyncValue
      ? operation(context.wait(text), MURKY, BINDS.unary)
      : primary(text, MURKY)
  }
  const module = moduleOf(func, context)
  const parts: CallParts = { node, context, name: module ?? nameOf(func) }
  if (module !== undefined) return moduleCall(module, parts)
  if (func.type === 'Name') {
    const type = context.typeOf(func.id)
    if (func.id === '__magic__') return magicCall(node, context)
    if (type === undefined && isBuiltin(func.id)) return builtin(func.id, parts)
    const error = errorValue(node, context)
    if (error) return error
    if (type?.kind === 'class') return construct(type.name, parts)
    if (type?.kind === 'instance') return callOf(context.write(func), func, parts)
    if (isModelValue(type && present(type))) return modelValueCall(context.write(func), parts)
    const facts =
      type?.kind === 'function' || type === undefined ? context.facts.functions.get(func.id) : undefined
    if (facts && (type === undefined || type.kind === 'function')) {
      if (context.isOfLaterCell(func.id)) context.missing.add(func.id)
      return ownCall(facts, parts)
    }
    if (type === undefined) context.missing.add(func.id)
    const isMissing = type === undefined || context.lost.has(func.id)
    if (type !== undefined && type.kind !== 'any' && type.kind !== 'function')
      refuse(`a call of a ${type.kind}`, node)
    const target = primary(nameText(func.id), ANY)
    return isMissing ? callOfMissing(target, parts) : dynamicCall(target, parts)
  }
  if (func.type === 'Attribute') {
    const file = fileOf(func.value, context)
    if (file) {
      const args = new Arguments({ ...parts, name: `.${func.attr}` })
      const code = fileMethod(file, args, parts)
      args.end()
      return code
    }
    if (isSuper(func.value)) return superCall(parts)
    const adapted = adapterCall(parts)
    if (adapted) return adapted
    context.isOwner.add(func.value)
    if (func.attr === 'get' && isNamespace(func.value, context)) context.isTable.add(func.value)
    const target = context.write(func.value)
    const type = present(target.type)
    if (type.kind === 'sdk' && type.of === 'client') return clientCall(target, parts)
    if (type.kind === 'sdk' && type.of === 'genai') return genaiCall(target, parts)
    return method(target, parts)
  }
  const target = context.write(func)
  if (isModelValue(present(target.type))) return modelValueCall(target, parts)
  return target.type.kind === 'instance' ? callOf(target, func, parts) : dynamicCall(target, parts)
}

/** `object(…)`, which is its method `__call__`. */
function callOf(target: Code, func: Expression, parts: CallParts): Code {
  const { node } = parts
  const named: Expression = { ...node, type: 'Attribute', value: func, attr: '__call__' }
  return instanceCall(target, { ...parts, name: '.__call__', node: { ...node, func: named } })
}

function nameOf(node: Expression): string {
  if (node.type === 'Name') return node.id
  if (node.type === 'Attribute') return `.${node.attr}`
  return 'a value'
}

/** A line magic, which stands in the source as a call with its number. */
function magicCall(node: Call, context: Context): Code {
  const [argument] = node.args
  const line = context.magicLines[Number((argument as { value: unknown }).value)]
  const [, restored] = /^%store\s+-r\b\s*(.*)$/.exec(line ?? '') ?? []
  if (restored === '') context.restoresAll = true
  for (const name of restored?.match(/\w+/g) ?? []) context.assign(name, ANY)
  return primary(line ?? refuse('a magic in an expression', node), ANY)
}
