/**
 * Numbers in values that have several names. A list keeps no types here: who puts an int among floats by one name
 * changes what is shown by another. Where that happens, all numbers in lists and dicts of the notebook are told apart
 * when they are shown: a whole one could be either.
 */
import type { Expression } from '../python/ast'
import type { Statement } from '../python/statements'
import { isNumeric, isPlain, join, listOf, MURKY, NEVER, NUMBER, type Type, valueOf } from './types'
import { boundNames, walk } from './walk'

/** What values got by another name than the one that shows them. */
export interface Mixing {
  /** An int among floats, or a float among what held none. */
  readonly numbers: 'none' | 'ints' | 'floats'
  /**
   * What else a part may be, by its place and kind: `list:str` for an item of a list of texts, `dict:str` for a value of
   * a dict of texts, `.name` for that key of a dict whose keys are known, `more` for its other keys, `any` for all that
   * is not known.
   */
  readonly others: ReadonlyMap<string, Type>
}

export const UNMIXED: Mixing = { numbers: 'none', others: new Map() }

/** Values that nobody else holds. */
const FRESH =
  /^(?:Constant|JoinedStr|List|Dict|Set|Tuple|ListComp|DictComp|SetComp|GeneratorExp|BinOp|Compare|Lambda)$/
const READERS =
  /^(?:print|len|str|repr|sum|min|max|sorted|any|all|enumerate|zip|range|isinstance|list|dict|set|tuple|dumps|int|float|join)$/
const MAKERS = /^(?:list|dict|set|sorted|tuple|defaultdict|Counter|copy|deepcopy|loads|load|split)$/

const calledName = (node: Expression): string =>
  node.type === 'Name' ? node.id : node.type === 'Attribute' ? node.attr : ''

/** Names whose value may have another name, or be part of another value; `.name` for a field. */
export function sharedNames(bodies: readonly (readonly Statement[])[]): Set<string> {
  const shared = new Set<string>()
  const add = (node: Expression | null | undefined) => {
    if (node?.type === 'Name') shared.add(node.id)
    if (node?.type === 'Attribute') shared.add(`.${node.attr}`)
    if (node?.type === 'Starred') add(node.value)
  }
  const bind = (target: Expression) => {
    boundNames(target).forEach((name) => shared.add(name))
    if (target.type === 'Attribute') shared.add(`.${target.attr}`)
  }
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
      case 'ClassDef':
        // What an object is made of comes from outside.
        for (const each of node.body)
          if (each.type === 'AnnAssign' || each.type === 'Assign') {
            const targets = each.type === 'Assign' ? each.targets : [each.target]
            if (!each.value || !FRESH.test(each.value.type))
              for (const name of targets.flatMap(boundNames)) shared.add(`.${name}`)
          }
        break
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
  return { numbers: mixedNumbers(held, wider, item), others: otherParts(held, wider, item) }
}

function mixedNumbers(held: Type, wider: Type, item: Type | undefined): Mixing['numbers'] {
  const [before, after] = [numbersIn(held), numbersIn(wider)]
  const given = item && held.kind === 'any' ? numbersIn(item) : new Set()
  if (given.has('float') || given.has('number')) return 'floats'
  if (given.has('int')) return 'ints'
  const added = [...after].filter((kind) => !before.has(kind))
  if (added.includes('float') || (added.includes('number') && !before.has('float'))) return 'floats'
  return added.length > 0 && (before.has('float') || before.has('number')) ? 'ints' : 'none'
}

/** Parts of a value that turn out to be of more than one kind. */
function otherParts(held: Type, wider: Type, item: Type | undefined): Map<string, Type> {
  const found = new Map<string, Type>()
  const add = (place: string, type: Type) => void found.set(place, join(found.get(place) ?? NEVER, type))
  const part = (before: Type, after: Type, { place, key }: { place: string; key?: string }): void => {
    if (before.kind === after.kind && innerOf(before).length > 0) compare(before, after)
    else if (changes(before, after)) {
      add(`${place}:${before.kind}`, after)
      if (key !== undefined) add(`.${key}`, after)
      if (before.kind === 'any') add('any', after)
    }
  }
  const compare = (before: Type, after: Type): void => {
    if (before.kind === 'list' && after.kind === 'list') part(before.item, after.item, { place: 'list' })
    else if (before.kind === 'optional' && after.kind === 'optional') compare(before.of, after.of)
    else if (before.kind === 'map' && after.kind === 'map') part(before.value, after.value, { place: 'map' })
    else if (before.kind === 'record' && after.kind === 'record') {
      for (const [key, type] of Object.entries(before.fields))
        if (after.fields[key]) part(type, after.fields[key], { place: 'dict', key })
    } else {
      const [one, other] = [valueOf(before), valueOf(after)]
      if (!one || !other) return
      part(one, other, { place: 'dict' })
      if (item) add('more', item)
    }
  }
  compare(held, wider)
  // It may be any value that is not known, or one that is still empty.
  if (held.kind === 'any' && item && !tellsItself(item))
    for (const place of ['any', 'more', 'list:never', 'dict:never', 'map:never']) add(place, MURKY)
  return found
}

/** Whether what a part was is too little to show what it is now. Numbers alone are {@link Mixing.numbers}. */
function changes(before: Type, after: Type): boolean {
  if (before.kind === 'any') return !tellsItself(after)
  if (before.kind === after.kind) return before.kind === 'list' || before.kind === 'tuple'
  return !(isNumeric(before) && isNumeric(after)) && before.kind !== 'sdk'
}

/** Whether a value tells by itself how Python shows it. */
const tellsItself = (type: Type) =>
  isPlain(type) || type.kind === 'sdk' || type.kind === 'instance' || type.kind === 'function'

/** Both, and whether that says more than the first. */
export function mixed(one: Mixing, other: Mixing): Mixing {
  const ranks = ['none', 'ints', 'floats']
  const numbers = ranks.indexOf(other.numbers) > ranks.indexOf(one.numbers) ? other.numbers : one.numbers
  const others = new Map(one.others)
  for (const [place, type] of other.others) others.set(place, join(others.get(place) ?? NEVER, type))
  const isSame = [...others].every(
    ([place, type]) => JSON.stringify(type) === JSON.stringify(one.others.get(place)),
  )
  return isSame && numbers === one.numbers ? one : { numbers, others }
}

/** A type as it is known where values are mixed: those in a list or dict may be of either kind. */
export function loosened(type: Type, mixing: Mixing): Type {
  const { numbers, others } = mixing
  if (type.kind === 'any') return others.has('any') ? MURKY : type
  if ((numbers === 'none' && others.size === 0) || innerOf(type).length === 0) return type
  const number = (each: Type): Type => {
    if (each.kind === 'float' && numbers !== 'none')
      return each.hasFraction && numbers === 'ints' ? each : NUMBER
    if (numbers === 'floats' && each.kind === 'int') return NUMBER
    if (numbers === 'floats' && each.kind === 'never') return MURKY
    return loosened(each, mixing)
  }
  const inner = (each: Type, place: string): Type => {
    const other = others.get(`${place}:${each.kind}`)
    const wider = other ? join(number(each), other) : number(each)
    // What it may be instead may be something else in turn.
    return wider.kind === each.kind || wider.kind === 'any' ? wider : inner(wider, place)
  }
  switch (type.kind) {
    case 'list':
      return { ...listOf(inner(type.item, 'list')), ...(type.isTuple ? { isTuple: true } : {}) }
    case 'dict':
      return { ...type, value: inner(type.value, 'dict') }
    case 'map':
      return { ...type, value: inner(type.value, 'map') }
    case 'tuple':
      return { ...type, items: type.items.map((each) => loosened(each, mixing)) }
    case 'record': {
      const more = others.get('more')
      const fields = Object.entries(type.fields).map(([key, each]) => {
        const other = others.get(`.${key}`)
        return [key, other ? join(number(each), other) : number(each)]
      })
      return { ...type, fields: Object.fromEntries(fields), ...(more ? { more } : {}) }
    }
    case 'optional':
      return { ...type, of: loosened(type.of, mixing) }
    default:
      return type
  }
}
