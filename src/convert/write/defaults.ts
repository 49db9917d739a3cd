/** Defaults of parameters, which Python works out once, when the function is defined, and JavaScript at each call. */
import { parameterNames, walk } from '../facts/walk'
import type { Expression } from '../python/ast'
import type { FunctionDef } from '../python/statements'
import type { Context } from './context'
import { CHANGES } from './effects'

/** Whether a default that is worked out at each call would be another than the one that all calls share in Python. */
export function isWorkedOutOnce(value: Expression, node: FunctionDef, context: Context): boolean {
  if (value.type === 'Constant' || (value.type === 'UnaryOp' && value.operand.type === 'Constant'))
    return false
  const params = new Set(parameterNames(node))
  const isSetAgain = (name: string) =>
    context.reassigned.has(name) || (!context.scope.isCell && context.scope.plan.assigned.has(name))
  let isOther = false
  walk(value, (each) => {
    if (each.type === 'Name' && (params.has(each.id) || isSetAgain(each.id))) isOther = true
  })
  if (value.type === 'Name' || isOther) return isOther
  const isEmpty =
    value.type === 'Call' &&
    value.func.type === 'Name' &&
    /^(?:dict|list)$/.test(value.func.id) &&
    value.args.length + value.keywords.length === 0
  return !(isEmpty || ['List', 'Dict'].includes(value.type)) || isChanged(node, params, context)
}

/** Whether a function changes anything, or gives a parameter to what may. */
function isChanged(node: FunctionDef, params: ReadonlySet<string>, context: Context): boolean {
  const isParameter = (value: Expression | null) => value?.type === 'Name' && params.has(value.id)
  let found = false
  walk(node.body, (each) => {
    if (each.type === 'Attribute' && CHANGES.test(each.attr)) found = true
    if (each.type === 'AugAssign' || each.type === 'Delete') found = true
    if (each.type === 'Assign')
      found ||= isParameter(each.value) || each.targets.some(({ type }) => type === 'Subscript')
    if (each.type === 'Return' || each.type === 'Yield') found ||= isParameter(each.value)
    if (each.type === 'Call' && each.func.type === 'Name' && context.facts.functions.has(each.func.id))
      found ||= each.args.some(isParameter) || each.keywords.some(({ value }) => isParameter(value))
  })
  return found
}
