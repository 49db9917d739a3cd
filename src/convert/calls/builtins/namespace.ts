/** `globals()` and `locals()`, where a function of the notebook is looked up by its name. */
import { ANY, dictOf } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { isWord, list, primary, quoted } from '../../write/code'
import type { Context } from '../../write/context'
import { nameText } from '../../write/names'
import { refuse } from '../../write/refusal'
import type { ModuleCall } from '../arguments'

/** Whether an expression is `globals()`, or `locals()` of a cell. */
export function isNamespace(node: Expression, context: Context): boolean {
  if (node.type !== 'Call' || node.func.type !== 'Name' || context.typeOf(node.func.id)) return false
  return node.func.id === 'globals' || (node.func.id === 'locals' && context.scope.isCell)
}

/** Whether a name is one of a function that is there by now; `undefined` for what may be another value. */
export function isThere(name: string, context: Context): boolean | undefined {
  const cell = context.lookedUp.get(name)
  const isOther = context.globals.has(name) || context.scopes.some(({ plan }) => plan.assigned.has(name))
  return cell === undefined && !isOther ? false : cell !== undefined && cell < context.cell ? true : undefined
}

/** The functions of the notebook that its texts name, as a table. */
const table: ModuleCall = (_args, { context, node }) => {
  if (!context.isTable.has(node))
    return refuse('the names of the notebook as a dict', node, 'Put the functions into an object.')
  context.note('functions alone are looked up by their names, of those that a text of the notebook has')
  const parts = [...context.lookedUp].flatMap(([name, cell]) => {
    if (cell > context.cell && context.scope.isCell) return []
    const { text } = context.write({ ...node, type: 'Name', id: name })
    // It is looked at when it is there.
    if (cell > context.cell) return [`get ${name}() { return ${text} }`]
    const key = isWord(name) ? name : quoted(name)
    return [nameText(name) === name ? key : `${key}: ${text}`]
  })
  return primary(list(parts, { open: '{', close: '}', isTall: false }), dictOf(ANY))
}

export const NAMESPACES: Readonly<Record<string, ModuleCall>> = { globals: table, locals: table }
