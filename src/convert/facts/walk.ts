/** Walks through a syntax tree without knowing its nodes. */
import type { Expression, ParameterList } from '../python/ast'
import type { FunctionDef, Import, ImportFrom, Statement } from '../python/statements'

type Node = Expression | Statement

/** Calls `visit` with a node and all below it, in the order of the source; what `visit` answers `false` for is not entered. */
export function walk(node: unknown, visit: (node: Node) => boolean | void): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, visit)
    return
  }
  if (node === null || typeof node !== 'object') return
  if ('type' in node && visit(node as Node) === false) return
  // A list of the values would be made for each of them.
  for (const name in node) {
    const value = (node as Record<string, unknown>)[name]
    if (typeof value === 'object' && value !== null) walk(value, visit)
  }
}

export const isFunction = (node: Statement): node is FunctionDef =>
  node.type === 'FunctionDef' || node.type === 'AsyncFunctionDef'

export const isImport = (node: Statement): node is Import | ImportFrom =>
  node.type === 'Import' || node.type === 'ImportFrom'

/** Names of the parameters of a function, but for `*args` and `**kwargs`. */
export const parameterNames = ({ args }: { readonly args: ParameterList }): string[] =>
  [...args.posonlyargs, ...args.args, ...args.kwonlyargs].map(({ arg }) => arg)

/** Names that a target of an assignment binds. */
export function boundNames(target: Expression): string[] {
  if (target.type === 'Name') return [target.id]
  if (target.type === 'Starred') return boundNames(target.value)
  if (target.type === 'Tuple' || target.type === 'List') return target.elts.flatMap(boundNames)
  return []
}

/** Whether a function is a generator. */
export function hasYield(body: readonly Statement[]): boolean {
  let found = false
  walk(body, (node) => {
    if (node.type === 'Yield' || node.type === 'YieldFrom') found = true
    return node.type !== 'FunctionDef' && node.type !== 'AsyncFunctionDef' && node.type !== 'Lambda'
  })
  return found
}
