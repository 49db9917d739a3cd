/** `functools.partial` as a function of the parameters that are left. */
import type { Call, Expression, Lambda, Name } from '../../python/ast'
import type { Context } from '../../write/context'
import { moduleOf } from '../../write/names'

const LAMBDAS = new WeakMap<Call, Lambda>()

/** The function that a call of `partial` makes; `undefined` for what is none, or not known. */
export function partialLambda(node: Expression, context: Context): Lambda | undefined {
  if (node.type !== 'Call' || moduleOf(node.func, context) !== 'functools.partial') return undefined
  const known = LAMBDAS.get(node)
  if (known) return known
  const [func, ...given] = node.args
  const facts = func?.type === 'Name' ? context.facts.functions.get(func.id) : undefined
  if (!func || !facts || given.some((each) => each.type === 'Starred')) return undefined
  const { args: plain, defaults } = facts.node.args
  const names = new Set(node.keywords.map(({ arg }) => arg))
  const open = plain.slice(given.length, plain.length - defaults.length).filter(({ arg }) => !names.has(arg))
  const place = { line: node.line, col: node.col, endLine: node.line, endCol: node.endCol }
  // Behind one that is given by name, the others are as well.
  const isInPlace = (index: number) => plain[given.length + index] === open[index]
  const values = open.map(({ arg }): Name => ({ ...place, type: 'Name', id: arg }))
  const call: Call = {
    ...place,
    type: 'Call',
    func,
    args: [...given, ...values.filter((_, index) => isInPlace(index))],
    keywords: [
      ...node.keywords,
      ...values
        .filter((_, index) => !isInPlace(index))
        .map((value) => ({ ...place, type: 'keyword' as const, arg: value.id, value })),
    ],
  }
  const none = { posonlyargs: [], vararg: null, kwonlyargs: [], kw_defaults: [], kwarg: null, defaults: [] }
  const lambda: Lambda = { ...place, type: 'Lambda', args: { ...none, args: open }, body: call }
  LAMBDAS.set(node, lambda)
  return lambda
}
