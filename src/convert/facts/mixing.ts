/**
 * Numbers in values that have several names. A list keeps no types here: who puts an int among floats by one name
 * changes what is shown by another. Where that happens, all numbers in lists and dicts of the notebook are told apart
 * when they are shown: a whole one could be either.
 */
import type { Expression } from '../python/ast'
import type { Statement } from '../python/statements'
import { listOf, MURKY, NUMBER, type Type } from './types'
import { boundNames, walk } from './walk'

/** What was put among others by another name: an int among floats, or a float among what held none. */
export type Mixing = 'none' | 'ints' | 'floats'

/** Values that nobody else holds. */
const FRESH =
  /^(?:Constant|JoinedStr|List|Dict|Set|Tuple|ListComp|DictComp|SetComp|GeneratorExp|BinOp|Compare|Lambda)$/
const READERS =
  /^(?:print|len|str|repr|sum|min|max|sorted|any|all|enumerate|zip|range|isinstance|list|dict|set|tuple|dumps|int|float|join)$/
const MAKERS = /^(?:list|dict|set|sorted|tuple|defaultdict|Counter|copy|deepcopy|loads|load|split)$/

const calledName = (node: Expression): string =>
  node.type === 'Name' ? node.id : node.type === 'Attribute' ? node.attr : ''

/** Names whose value may have another name, or be part of another value. */
export function sharedNames(bodies: readonly (readonly Statement[])[]): Set<string> {
  const shared = new Set<string>()
  const add = (node: Expression | null | undefined) => {
    if (node?.type === 'Name') shared.add(node.id)
    if (node?.type === 'Starred') add(node.value)
  }
  const bind = (target: Expression) => boundNames(target).forEach((name) => shared.add(name))
  walk(bodies, (node) => {
    switch (node.type) {
      case 'Assign':
      case 'AnnAssign': {
        add(node.value)
        const isMade = node.value?.type === 'Call' && MAKERS.test(calledName(node.value.func))
        const targets = node.type === 'Assign' ? node.targets : [node.target]
        if (!node.value || (FRESH.test(node.value.type) && targets.length === 1) || isMade) break
        targets.forEach(bind)
        break
      }
      case 'For':
      case 'AsyncFor':
        bind(node.target)
        break
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'Lambda':
        for (const arg of [...node.args.args, ...node.args.kwonlyargs, ...node.args.posonlyargs])
          shared.add(arg.arg)
        break
      case 'List':
      case 'Tuple':
      case 'Set':
        node.elts.forEach(add)
        break
      case 'Dict':
        node.values.forEach(add)
        break
      case 'Call':
        if (READERS.test(calledName(node.func))) break
        node.args.forEach(add)
        for (const { value } of node.keywords) add(value)
        break
      case 'Return':
        add(node.value)
        break
      case 'NamedExpr':
        shared.add(node.target.id)
    }
    if ('generators' in node) for (const { target } of node.generators) bind(target)
  })
  return shared
}

/** Kinds of numbers that a value holds in any depth. */
function numbersIn(type: Type): Set<string> {
  const found = new Set<string>()
  const visit = (each: Type, depth: number): void => {
    if (depth > 6) return
    if (each.kind === 'int' || each.kind === 'number') found.add(each.kind)
    if (each.kind === 'float') found.add(each.hasFraction ? 'fraction' : 'float')
    innerOf(each).forEach((inner) => visit(inner, depth + 1))
  }
  visit(type, 0)
  return found
}

const innerOf = (type: Type): readonly Type[] =>
  type.kind === 'list' || type.kind === 'set' || type.kind === 'generator'
    ? [type.item]
    : type.kind === 'dict'
      ? [type.value]
      : type.kind === 'map'
        ? [type.key, type.value]
        : type.kind === 'tuple'
          ? type.items
          : type.kind === 'record'
            ? Object.values(type.fields)
            : type.kind === 'optional'
              ? [type.of]
              : []

/** What it means that a value which may have other names now holds more. */
export function mixingOf(held: Type, wider: Type, item?: Type): Mixing {
  const [before, after] = [numbersIn(held), numbersIn(wider)]
  const isOpen = held.kind === 'any'
  if (isOpen && item && numbersIn(item).has('int')) return 'ints'
  const added = [...after].filter((kind) => !before.has(kind))
  if (added.includes('float') || (added.includes('number') && !before.has('float'))) return 'floats'
  return added.length > 0 && (before.has('float') || before.has('number')) ? 'ints' : 'none'
}

/** A type as it is known where numbers are mixed: those in a list or dict may be of either kind. */
export function loosened(type: Type, mixing: Mixing): Type {
  if (mixing === 'none' || innerOf(type).length === 0) return type
  const inner = (each: Type): Type => {
    if (each.kind === 'float') return each.hasFraction && mixing === 'ints' ? each : NUMBER
    if (mixing === 'floats' && each.kind === 'int') return NUMBER
    if (mixing === 'floats' && each.kind === 'never') return MURKY
    return loosened(each, mixing)
  }
  switch (type.kind) {
    case 'list':
      return { ...listOf(inner(type.item)), ...(type.isTuple ? { isTuple: true } : {}) }
    case 'dict':
      return { ...type, value: inner(type.value) }
    case 'map':
      return { ...type, value: inner(type.value) }
    case 'tuple':
      return { ...type, items: type.items.map((each) => loosened(each, mixing)) }
    case 'record':
      return {
        ...type,
        fields: Object.fromEntries(Object.entries(type.fields).map(([key, each]) => [key, inner(each)])),
      }
    case 'optional':
      return { ...type, of: loosened(type.of, mixing) }
    default:
      return type
  }
}
