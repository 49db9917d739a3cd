/** What is known of a function before it is written. */
import type { FunctionFacts } from '../facts/facts'
import { NEVER } from '../facts/types'
import { hasYield } from '../facts/walk'
import type { FunctionDef, Statement } from '../python/statements'
import type { Context } from './context'

/** What is known of a function's definition. */
export function factsOf(node: FunctionDef, context: Context): FunctionFacts {
  const known = context.definitions.get(node)
  if (known) return known
  const facts: FunctionFacts = {
    node,
    params: new Map(),
    returns: NEVER,
    gives: NEVER,
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

/** Whether a statement never goes on to the next. */
export function alwaysReturns(node: Statement | undefined): boolean {
  if (node?.type === 'Return' || node?.type === 'Raise') return true
  if (node?.type === 'With' || node?.type === 'AsyncWith') return alwaysReturns(node.body.at(-1))
  if (node?.type === 'If') return alwaysReturns(node.body.at(-1)) && alwaysReturns(node.orelse.at(-1))
  if (node?.type === 'Try')
    return (
      alwaysReturns(node.body.at(-1)) && node.handlers.every((handler) => alwaysReturns(handler.body.at(-1)))
    )
  return false
}
