/** The parameters of the notebook's functions: by position, as one object, as options behind others. */
import type { Facts, FunctionFacts } from '../facts/facts'
import type { Expression } from '../python/ast'
import { quoted } from '../write/code'
import { nameText } from '../write/names'
import { refuse } from '../write/refusal'

/** Parameters of a function in order, with what they are when nothing is given. */
export function parametersOf({ node }: FunctionFacts): {
  name: string
  hasDefault: boolean
  default?: Expression
  isNamedOnly: boolean
  annotation: Expression | null
}[] {
  const { args } = node
  const plain = [...args.posonlyargs, ...args.args]
  const start = plain.length - args.defaults.length
  return [
    ...plain.map((arg, index) => ({
      name: arg.arg,
      hasDefault: index >= start,
      ...(index >= start ? { default: args.defaults[index - start]! } : {}),
      isNamedOnly: false,
      annotation: arg.annotation,
    })),
    ...args.kwonlyargs.map((arg, index) => ({
      name: arg.arg,
      hasDefault: args.kw_defaults[index] != null,
      ...(args.kw_defaults[index] ? { default: args.kw_defaults[index]! } : {}),
      isNamedOnly: true,
      annotation: arg.annotation,
    })),
  ]
}

/** Whether `*args` is one array: a rest parameter can have nothing behind it. */
export const takesPacked = ({ node: { args } }: FunctionFacts): boolean =>
  args.vararg !== null && (args.kwonlyargs.length > 0 || args.kwarg !== null)

/** Whether a function takes one object: it is a value somewhere, and such are all called by name. */
export const takesObject = (facts: FunctionFacts, all: Facts): boolean =>
  facts.isValue ? all.isCalledByName && !all.isCalledByPosition : facts.isSpread

/** Whether a function takes all by position and tells its parameters: it is called by name as well. */
export const tellsParameters = (facts: FunctionFacts, all: Facts): boolean =>
  facts.isValue && !takesObject(facts, all) && (all.isCalledByName || facts.isSpread)

/** What `callNamed` reads. */
export function parametersTold(facts: FunctionFacts): string {
  const { node } = facts
  const { vararg, kwarg, kwonlyargs } = node.args
  if (vararg || kwarg || kwonlyargs.length > 0)
    refuse(`${node.name} as a value that is called by name and by position`, node, 'Call it in one way.')
  const names = parametersOf(facts).map(({ name }) => quoted(name))
  return `${nameText(node.name)}.parameters = [${names.join(', ')}]`
}

/** Where the object of options begins: at the first parameter with a default that some call names. */
export function optionsStart(facts: FunctionFacts, all: Facts): number {
  const params = parametersOf(facts)
  // A value is called by position, where there is no object.
  const isByPosition = facts.isValue && (all.isCalledByPosition || tellsParameters(facts, all))
  if (facts.node.args.vararg || isByPosition) return params.filter(({ isNamedOnly }) => !isNamedOnly).length
  const index = params.findIndex(
    ({ name, hasDefault, isNamedOnly }) => isNamedOnly || (hasDefault && facts.named.has(name)),
  )
  // One optional parameter that all give by name, in its place, needs no object.
  return index < 0 ? params.length : index
}
