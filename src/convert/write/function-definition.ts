/** Functions: parameters as the calls need them, the docstring as a comment, `async` where something is waited for. */
import type { Expression } from '../python/ast'
import type { FunctionDef, Statement } from '../python/statements'
import type { FunctionFacts } from '../facts/facts'
import { planScope } from '../facts/scope'
import { ANY, join, NEVER, NONE, optional, typeText, type Type } from '../facts/types'
import { walk } from '../facts/walk'
import { optionsStart, parametersOf, takesObject } from '../calls/functions'
import { annotated } from './annotations'
import { BINDS, indent, operand } from './code'
import type { Context, Scope } from './context'
import { nameText } from './names'
import { refuse } from './refusal'
import { writeBody } from './body'

/** What is known of a function's definition. */
function factsOf(node: FunctionDef, context: Context): FunctionFacts {
  const known = context.definitions.get(node)
  if (known) return known
  const facts: FunctionFacts = {
    node,
    params: new Map(),
    returns: NEVER,
    isAsync: node.type === 'AsyncFunctionDef',
    isGenerator: hasYield(node.body),
    isValue: false,
    optionsFrom: Infinity,
    named: new Set(),
    isSpread: false,
  }
  context.definitions.set(node, facts)
  return facts
}

function hasYield(body: readonly Statement[]): boolean {
  let found = false
  walk(body, (node) => {
    if (node.type === 'Yield' || node.type === 'YieldFrom') found = true
    return node.type !== 'FunctionDef' && node.type !== 'AsyncFunctionDef' && node.type !== 'Lambda'
  })
  return found
}

/** Writes a `def`. */
export function functionDefinition(node: FunctionDef, context: Context): string {
  if (node.decorator_list.length > 0) refuse(`the decorator of ${node.name}`, node)
  const facts = factsOf(node, context)
  context.facts.functions.set(node.name, facts)
  context.assign(node.name, { kind: 'function', name: node.name })
  const { params, body, isAsync } = functionParts(node, facts, context)
  const star = facts.isGenerator ? '*' : ''
  return `${docComment(node)}${isAsync ? 'async ' : ''}function${star} ${nameText(node.name)}(${params}) ${body}`
}

/** The parameters and the body of a function or method. */
function functionParts(
  node: FunctionDef,
  facts: FunctionFacts,
  context: Context,
): { params: string; body: string; isAsync: boolean } {
  const params = parametersOf(facts)
  context.facts.set(facts, 'optionsFrom', optionsStart(facts))
  const isObject = takesObject(facts, context.facts.isCalledByName)
  const types = new Map<string, Type>()
  const texts = params.map((param) => {
    const given = param.default && context.write(param.default)
    if (param.default) checkDefault(param.default, node, context)
    const called = facts.params.get(param.name)
    const isOpen = facts.isValue || called === undefined
    let type = isOpen
      ? (annotated(param.annotation, context) ??
        (given && given.type.kind !== 'none' && !facts.isValue ? given.type : ANY))
      : called
    if (isOpen && called) type = join(type, called)
    if (given) type = given.type.kind === 'none' ? optional(type) : join(type, given.type)
    types.set(param.name, type)
    const name = nameText(param.name)
    return {
      name,
      type: typeText(type),
      default: given && operand(given, BINDS.arrow),
      given: given && typeText(given.type),
    }
  })
  const start = isObject ? 0 : Math.min(facts.optionsFrom, params.length)
  const parts = texts.slice(0, start).map((each) => parameterText(each))
  const { vararg } = node.args
  if (start < texts.length) parts.push(optionsText(texts.slice(start)))
  if (vararg) {
    if (start < texts.length) refuse('*args before parameters that are given by name', node)
    types.set(vararg.arg, { kind: 'list', item: ANY })
    parts.push(`...${nameText(vararg.arg)}: any[]`)
  }
  if (node.args.kwarg) {
    types.set(node.args.kwarg.arg, { kind: 'dict', value: ANY })
    refuse(`**${node.args.kwarg.arg} of ${node.name}`, node, 'Take one object of options.')
  }
  const rest = isDocstring(node.body[0]) ? node.body.slice(1) : node.body
  const scope: Scope = {
    key: `${context.cell}.${node.line}.${node.name}`,
    plan: planScope(rest, { isCell: false, known: new Set(types.keys()) }),
    types,
    isCell: false,
    function: facts,
    outer: new Set(),
    returns: NEVER,
    waits: false,
    yields: facts.isGenerator,
  }
  const { awaits, tries } = context
  context.scopes.push(scope)
  context.tries = 0
  let text
  try {
    text = writeBody(rest, context)
  } finally {
    context.scopes.pop()
    context.tries = tries
  }
  // What the body waits for, its callers wait for.
  context.awaits = awaits
  const last = rest.at(-1)
  const isOpenEnded = last?.type !== 'Return' && last?.type !== 'Raise'
  const hasValue = scope.returns.kind !== 'never' && scope.returns.kind !== 'none'
  if (isOpenEnded && hasValue && !facts.isGenerator) text += '\nreturn null'
  const returns = isOpenEnded ? join(scope.returns, NONE) : scope.returns
  const isKnown = facts.params.size > 0 || facts.isValue || params.length === 0 || context.isLate
  if (isKnown)
    context.facts.set(
      facts,
      'returns',
      join(facts.returns, hasValue && isOpenEnded && alwaysReturns(last) ? scope.returns : returns),
    )
  context.facts.set(facts, 'isAsync', scope.waits || node.type === 'AsyncFunctionDef')
  return {
    params: parts.join(', '),
    body: text === '' ? '{}' : `{\n${indent(text)}\n}`,
    isAsync: facts.isAsync,
  }
}

/** Whether a statement never goes on to the next. */
function alwaysReturns(node: Statement | undefined): boolean {
  if (node?.type === 'Return' || node?.type === 'Raise') return true
  if (node?.type === 'If') return alwaysReturns(node.body.at(-1)) && alwaysReturns(node.orelse.at(-1))
  if (node?.type === 'Try')
    return (
      alwaysReturns(node.body.at(-1)) && node.handlers.every((handler) => alwaysReturns(handler.body.at(-1)))
    )
  return false
}

interface ParameterText {
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

function optionsText(params: readonly ParameterText[]): string {
  const names = params.map(({ name, default: value }) => (value === undefined ? name : `${name} = ${value}`))
  const types = params.map(
    ({ name, type, default: value }) => `${name}${value === undefined ? '' : '?'}: ${type}`,
  )
  const isOptional = params.every(({ default: value }) => value !== undefined)
  return `{ ${names.join(', ')} }: { ${types.join('; ')} }${isOptional ? ' = {}' : ''}`
}

/** Refuses a default that Python works out once and all calls share. */
function checkDefault(value: Expression, node: FunctionDef, context: Context): void {
  if (value.type === 'Constant' || (value.type === 'UnaryOp' && value.operand.type === 'Constant')) return
  if (value.type === 'Name' && !context.reassigned.has(value.id)) return
  if (['List', 'Dict'].includes(value.type) && !isChanged(node)) return
  refuse(`a default of ${node.name} that all calls share`, value, 'Set it inside of the function.')
}

/** Whether a function changes or hands out anything. */
function isChanged(node: FunctionDef): boolean {
  let found = false
  walk(node.body, (each) => {
    if (
      each.type === 'Attribute' &&
      /^(append|extend|insert|pop|update|setdefault|clear|remove|sort)$/.test(each.attr)
    )
      found = true
    if (
      each.type === 'AugAssign' ||
      (each.type === 'Assign' && each.targets.some((target) => target.type === 'Subscript'))
    )
      found = true
  })
  return found
}

const isDocstring = (node: Statement | undefined) =>
  node?.type === 'Expr' && node.value.type === 'Constant' && node.value.kind === 'str'

/** The docstring as a comment. */
function docComment(node: { body: readonly Statement[] }): string {
  const [first] = node.body
  if (first?.type !== 'Expr' || first.value.type !== 'Constant' || first.value.kind !== 'str') return ''
  const lines = String(first.value.value).trim().replaceAll('*/', '* /').split('\n')
  if (lines.length === 1) return `/** ${lines[0]} */\n`
  const rest = lines.slice(1)
  const pads = rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const pad = Math.min(...pads)
  const body = [lines[0]!, ...rest.map((line) => line.slice(pad))].map((line) => ` * ${line}`.trimEnd())
  return `/**\n${body.join('\n')}\n */\n`
}
