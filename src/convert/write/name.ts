/** Names as expressions: variables, functions as values, what an import gave. */
import { adviceFor } from '../calls/advice'
import { moduleAttribute } from '../calls/modules'
import { ANY, present, STR } from '../facts/types'
import type { Name, NamedExpr } from '../python/ast'
import { BINDS, type Code, operation, primary } from './code'
import type { Context } from './context'
import { nameText } from './names'
import { refuse } from './refusal'

/** Writes a name. */
export function name(node: Name, context: Context): Code {
  if (context.files.has(node.id)) refuse('a file that is handed on', node, 'Use node:fs.')
  const type = context.typeOf(node.id)
  if (type?.kind === 'module') {
    const given = moduleAttribute(type.name)
    if (given) return given
    refuse(context.moduleText(`${type.name} as a value`), node, adviceFor(type.name))
  }
  if (type?.kind === 'function') {
    const facts = context.facts.functions.get(type.name)
    if (facts) {
      context.facts.set(facts, 'isValue', true)
      if (facts.isAsync || facts.wrapped?.waits) context.facts.hasAsyncValue = true
      if (context.isOfLaterCell(type.name)) context.missing.add(type.name)
    }
  }
  if (type?.kind === 'class') {
    const facts = context.facts.classes.get(type.name)
    // A type alone would be no value.
    if (facts?.kind === 'model' && !context.isOwner.has(node)) {
      context.facts.use(facts, 'checked')
      if (context.facts.hasModelValues) context.facts.use(facts, 'value')
    }
    if (facts?.isLocal && !context.scopes.some(({ plan }) => plan.assigned.has(type.name)))
      refuse(`${node.id}, a class of another function`, node, 'Define the class in a cell of its own.')
    if (context.isOfLaterCell(type.name)) context.missing.add(type.name)
    return primary(nameText(type.name), type)
  }
  const scope = context.scopes.findLast((each) => each.self === node.id)
  if (scope && type?.kind === 'instance') {
    if (scope !== context.scope)
      refuse(`${node.id} in a function inside of a method`, node, 'Use an arrow function.')
    return primary('this', type)
  }
  if (type === undefined) {
    if (node.id === '__name__') return primary('"__main__"', STR)
    if (BUILTINS.has(node.id)) return builtinValue(node, context)
    if (!context.facts.functions.has(node.id) && !context.restoresAll) context.missing.add(node.id)
  }
  return primary(nameText(node.id), type ?? ANY)
}

const BUILTINS = new Set(
  'int float str len print bool list dict set tuple type object min max sum abs round sorted'.split(' '),
)

/** A builtin as a value: `key=len`. */
function builtinValue(node: Name, context: Context): Code {
  if (node.id === 'str' || node.id === 'len') return primary(context.helper(node.id), ANY)
  return refuse(`${node.id} as a value`, node, 'Write a function.')
}

/** Writes `name := value`. */
export function namedExpression(node: NamedExpr, context: Context): Code {
  const value = context.write(node.value)
  context.assign(node.target.id, value.type)
  // The type of an assignment is that of its value, and those of clients know too little of an answer.
  const isAnswer = present(value.type).kind === 'sdk'
  const text = isAnswer ? `(${value.text}) as any` : value.text
  return operation(`${nameText(node.target.id)} = ${text}`, value.type, BINDS.arrow)
}
