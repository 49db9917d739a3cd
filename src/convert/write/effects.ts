/** Whether an expression may do more than give a value, so that it matters when and how often it is worked out. */
import { boundNames, walk } from '../facts/walk'
import type { Call, Expression } from '../python/ast'
import type { FunctionDef, Statement } from '../python/statements'
import type { Context } from './context'

/** Methods that change what they are called on. */
export const CHANGES =
  /^(?:pop|append|appendleft|add|extend|insert|update|setdefault|remove|clear|sort|reverse|write)$/

/** Whether an expression gives a name a value. */
export function givesName(node: Expression): boolean {
  let found = false
  walk(node, (each) => {
    if (each.type === 'NamedExpr') found = true
  })
  return found
}

/** Whether an expression gives the same twice, and does nothing else. */
export function isRepeatable(node: Expression, context: Context): boolean {
  let isPure = true
  walk(node, (each) => {
    if (each.type === 'NamedExpr' || each.type === 'Await') isPure = false
    if (each.type !== 'Call') return
    const isOwn = each.func.type === 'Name' && PURE.has(each.func.id) && !context.typeOf(each.func.id)
    if (!isOwn && !isLookUp(each, context)) isPure = false
  })
  return isPure
}

const PURE = new Set(['len', 'abs', 'int', 'float', 'ord', 'round', 'min', 'max', 'sum'])

/** `settings.get("a")`, which is no request. */
function isLookUp({ func }: Call, context: Context): boolean {
  if (func.type !== 'Attribute' || func.attr !== 'get') return false
  const { value } = func
  if (value.type === 'Subscript') return true
  return value.type === 'Name' && DICTS.has(context.typeOf(value.id)?.kind ?? 'any')
}

const DICTS = new Set(['record', 'dict', 'map', 'any'])

/** Whether an expression calls a function of the notebook that changes what it has not made itself. */
export function changesValues(node: Expression, context: Context): boolean {
  let found = false
  walk(node, (each) => {
    if (each.type !== 'Call' || each.func.type !== 'Name') return
    const body = context.facts.functions.get(each.func.id)?.node.body
    if (body) found ||= changesOthers(body)
  })
  return found
}

function changesOthers(body: readonly Statement[]): boolean {
  const own = new Set<string>()
  const changed: Expression[] = []
  walk(body, (each) => {
    if (each.type === 'Assign') {
      for (const name of each.targets.flatMap(boundNames)) own.add(name)
      for (const target of each.targets)
        if (target.type === 'Subscript' || target.type === 'Attribute') changed.push(target.value)
    }
    if (each.type === 'Attribute' && CHANGES.test(each.attr)) changed.push(each.value)
  })
  return changed.some((each) => each.type !== 'Name' || !own.has(each.id))
}

/** Whether an expression may do more than give a value: it prints, changes something, or calls what may. */
export const doesMore = (node: Expression, context: Context): boolean => isBusy(node, context, new Set())

/** Whether a function that is called for each item of something may do more than give a value. */
export function callsMore(func: Expression, context: Context): boolean {
  if (func.type === 'Lambda') return doesMore(func.body, context)
  return func.type === 'Name' && isBusyName(func.id, context, new Set())
}

function isBusy(node: unknown, context: Context, seen: Set<FunctionDef>): boolean {
  let found = false
  walk(node, (each) => {
    if (found) return false
    if (/^(?:NamedExpr|Global|Nonlocal|Raise)$/.test(each.type)) found = true
    if (each.type === 'Call' && isBusyCall(each, context, seen)) found = true
    return !found
  })
  return found
}

function isBusyCall({ func }: Call, context: Context, seen: Set<FunctionDef>): boolean {
  if (func.type === 'Name') return isBusyName(func.id, context, seen)
  if (func.type !== 'Attribute') return true
  if (CHANGES.test(func.attr)) return true
  return func.value.type === 'Name' && context.typeOf(func.value.id)?.kind === 'instance'
}

function isBusyName(name: string, context: Context, seen: Set<FunctionDef>): boolean {
  const type = context.typeOf(name)
  if (type === undefined)
    return ['print', 'input', 'next', 'exec'].includes(name) || isOwnBusy(name, context, seen)
  if (type.kind === 'class' || type.kind === 'module') return false
  return type.kind !== 'function' || isOwnBusy(name, context, seen)
}

function isOwnBusy(name: string, context: Context, seen: Set<FunctionDef>): boolean {
  const facts = context.facts.functions.get(name)
  if (!facts || seen.has(facts.node)) return false
  seen.add(facts.node)
  return isBusy(facts.node.body, context, seen)
}
