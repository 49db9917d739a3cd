/** Functions: parameters as the calls need them, the docstring as a comment, `async` where something is waited for. */
import {
  optionsStart,
  parametersOf,
  parametersTold,
  takesObject,
  takesPacked,
  tellsParameters,
} from '../calls/parameters'
import type { FunctionFacts } from '../facts/facts'
import { planScope } from '../facts/scope'
import { join } from '../facts/join'
import { ANY, dictOf, NEVER, NONE, optional, tuplesOf, type Type } from '../facts/types'
import { typeText } from '../facts/type-text'
import type { Expression } from '../python/ast'
import type { FunctionDef, Statement } from '../python/statements'
import { annotated } from './annotations'
import { writeBody } from './body'
import { BINDS, indent, operand } from './code'
import type { Context } from './context'
import { alwaysReturns, factsOf } from './definition'
import { isWorkedOutOnce } from './defaults'
import { decorated, handsOn, renamed, wrapsText } from './decorated'
import { checkManager, isManagerMark } from './managed'
import type { Scope } from './scope'
import { nameText } from './names'
import { Refusal, refuse } from './refusal'
import { told } from './signature'
import { openNumber } from './told'

/** Writes a `def`. */
export function functionDefinition(node: FunctionDef, context: Context): string {
  const facts = factsOf(node, context)
  const wraps = wrapsText(node, context)
  context.facts.functions.set(node.name, facts)
  context.assign(node.name, { kind: 'function', name: node.name })
  const written = functionParts(node, facts, { context })
  if (written === undefined) return ''
  const { params, body, isAsync, before } = written
  const star = facts.isGenerator ? '*' : ''
  const write = (name: string) => `${isAsync ? 'async ' : ''}function${star}${name}(${params}) ${body}`
  const [mark, ...marks] = node.decorator_list
  const isManager = mark !== undefined && marks.length === 0 && isManagerMark(mark)
  if (isManager) checkManager(node)
  const isWrapped = mark !== undefined && wraps === undefined && !isManager
  if (isWrapped && facts.isGenerator) refuse(`the decorator of ${node.name}, a generator`, node)
  const text = `${before}${docComment(node)}${isWrapped ? decorated(node, facts, { context, write }) : write(` ${nameText(node.name)}`) + renamed(node.name, facts, context) + told(facts, context)}${wraps ?? ''}`
  return tellsParameters(facts, context.facts) && !handsOn(node) ? `${text}\n${parametersTold(facts)}` : text
}

/** The parameters and the body of a function or method. */
export function functionParts(
  node: FunctionDef,
  facts: FunctionFacts,
  { context, self }: { context: Context; self?: { readonly name: string; readonly type: Type } },
): { params: string; body: string; isAsync: boolean; before: string } | undefined {
  const params = parametersOf(facts)
  context.facts.set(facts, 'optionsFrom', optionsStart(facts, context.facts))
  const isObject = takesObject(facts, context.facts)
  const key = `${context.cell}.${node.line}.${node.name}`
  const types = new Map<string, Type>(self ? [[self.name, self.type]] : [])
  const before: string[] = []
  const texts = params.map((param) => {
    const given = param.default && context.write(param.default)
    const isKept =
      param.default !== null && param.default !== undefined && isWorkedOutOnce(param.default, node, context)
    if (isKept && self)
      refuse(`a default of ${node.name} that all calls share`, node, 'Set it inside of the function.')
    const keptAs = isKept ? context.fresh(`${nameText(param.name)}Default`) : undefined
    if (keptAs) before.push(`const ${keptAs}${/^[[{]/.test(given!.text) ? ': any' : ''} = ${given!.text}\n`)
    const called = facts.params.get(param.name)
    const isOpen = facts.isValue || called === undefined
    let type = isOpen
      ? (openAnnotation(param.annotation, facts, context) ??
        (given && given.type.kind !== 'none' && !facts.isValue ? given.type : ANY))
      : called
    if (isOpen && called) type = join(type, called)
    if (given) type = given.type.kind === 'none' ? optional(type) : join(type, given.type)
    types.set(param.name, type)
    const name = nameText(param.name)
    // The body may give it a value of another type.
    const later = join(type, context.facts.variable(`${key}.${param.name}`))
    return {
      key: param.name,
      name,
      type: typeText(later) === typeText(type) ? typeText(type) : 'any',
      default: keptAs ?? (given && operand(given, BINDS.arrow)),
      given: given && typeText(given.type),
    }
  })
  const start = isObject ? 0 : Math.min(facts.optionsFrom, params.length)
  const parts = texts.slice(0, start).map((each) => parameterText(each))
  const { vararg } = node.args
  const { kwarg } = node.args
  const isPacked = takesPacked(facts)
  const isHandedOn = handsOn(node)
  if (isPacked && !isHandedOn) parts.push(`${nameText(vararg!.arg)}: any[]`)
  if (!isHandedOn && (kwarg || start < texts.length)) parts.push(optionsText(texts.slice(start), kwarg?.arg))
  if (vararg) {
    types.set(vararg.arg, tuplesOf(facts.params.get(`*${vararg.arg}`) ?? (facts.isValue ? ANY : NEVER)))
    if (!isPacked || isHandedOn) parts.push(`...${nameText(vararg.arg)}: any[]`)
  }
  if (kwarg) types.set(kwarg.arg, dictOf(facts.params.get(`**${kwarg.arg}`) ?? (facts.isValue ? ANY : NEVER)))
  const rest = isDocstring(node.body[0]) ? node.body.slice(1) : node.body
  const scope: Scope = {
    key,
    plan: planScope(rest, { isCell: false, known: new Set(types.keys()) }),
    types,
    isCell: false,
    function: facts,
    ...(self ? { self: self.name } : {}),
    outer: new Set(),
    returns: NEVER,
    waits: false,
    yields: facts.isGenerator,
  }
  const { awaits, tries } = context
  const labels = context.labels.push(undefined) - 1
  context.scopes.push(scope)
  context.tries = 0
  let text
  try {
    text = writeBody(rest, context)
  } catch (error) {
    const names = [...params.map(({ name }) => name), ...(vararg ? [`*${vararg.arg}`] : [])]
    const isUnknown = names.some((name) => !facts.params.has(name))
    // A later pass knows what the calls give.
    if (!(error instanceof Refusal) || context.isLate || !isUnknown) throw error
    return undefined
  } finally {
    context.scopes.pop()
    context.tries = tries
    context.labels.splice(labels)
    // What the body waits for, its callers wait for.
    context.awaits = awaits
  }
  const last = rest.at(-1)
  const isOpenEnded = !alwaysReturns(last)
  const hasValue = scope.returns.kind !== 'never' && scope.returns.kind !== 'none'
  if (isOpenEnded && hasValue && !facts.isGenerator) text += '\nreturn null'
  const returns = isOpenEnded ? join(scope.returns, NONE) : scope.returns
  const isKnown = facts.params.size > 0 || facts.isValue || params.length === 0 || context.isLate
  if (isKnown) context.facts.set(facts, 'returns', join(facts.returns, returns))
  context.facts.set(facts, 'isAsync', scope.waits || node.type === 'AsyncFunctionDef')
  return {
    params: parts.join(', '),
    body: text === '' ? '{}' : `{\n${indent(text)}\n}`,
    isAsync: facts.isAsync,
    before: before.join(''),
  }
}

/** What a parameter is said to be; a caller that does not know the function gives an int for a float as well. */
const openAnnotation = (node: Expression | null, { isValue }: FunctionFacts, context: Context) =>
  isValue ? openNumber(annotated(node, context), context) : annotated(node, context)

interface ParameterText {
  /** As it is called in Python, and by the calls. */
  readonly key: string
  readonly name: string
  readonly type: string
  readonly default: string | undefined
  readonly given: string | undefined
}

function parameterText({ name, type, default: value, given }: ParameterText): string {
  const isSaid =
    type === 'any' || type === given
      ? ''
      : `: ${type.includes('any') || type.startsWith('Record') ? 'any' : type}`
  if (value === undefined) return `${name}${isSaid}`
  return type === 'any' && given !== 'any' ? `${name}: any = ${value}` : `${name}${isSaid} = ${value}`
}

/** A parameter as a part of an object of options. */
const bound = ({ key, name, default: value }: ParameterText) =>
  `${key === name ? name : `${key}: ${name}`}${value === undefined ? '' : ` = ${value}`}`

function optionsText(params: readonly ParameterText[], kwarg?: string): string {
  if (kwarg !== undefined) {
    return params.length === 0
      ? `${nameText(kwarg)}: Record<string, any> = {}`
      : `{ ${[...params.map(bound), `...${nameText(kwarg)}`].join(', ')} }: any = {}`
  }
  const names = params.map(bound)
  const types = params.map(
    ({ key, type, default: value }) => `${key}${value === undefined ? '' : '?'}: ${type}`,
  )
  const isOptional = params.every(({ default: value }) => value !== undefined)
  return `{ ${names.join(', ')} }: { ${types.join('; ')} }${isOptional ? ' = {}' : ''}`
}

export const isDocstring = (node: Statement | undefined) =>
  node?.type === 'Expr' && node.value.type === 'Constant' && node.value.kind === 'str'

/** The docstring as a comment. */
export function docComment(node: { body: readonly Statement[] }): string {
  const [first] = node.body
  if (first?.type !== 'Expr' || first.value.type !== 'Constant' || first.value.kind !== 'str') return ''
  return asComment(String(first.value.value))
}

/** A text as a comment, with the end of its line. */
export function asComment(text: string): string {
  const lines = text.trim().replaceAll('*/', '* /').split('\n')
  if (lines.length === 1) return `/** ${lines[0]} */\n`
  const rest = lines.slice(1)
  const pads = rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const pad = Math.min(...pads)
  const body = [lines[0]!, ...rest.map((line) => line.slice(pad))].map((line) => ` * ${line}`.trimEnd())
  return `/**\n${body.join('\n')}\n */\n`
}
