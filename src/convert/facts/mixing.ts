/**
 * Values that have several names. A list keeps no types here: who puts an int among floats by one name changes what is
 * shown by another. Where that happens, the parts of the same place and kind are told apart when they are shown.
 */
import { join, valueOf } from './join'
import { isNumeric, isPlain, MURKY, NEVER, NUMBER, record, recordsOf, type Type } from './types'

/** What values got by another name than the one that shows them. */
export interface Mixing {
  /** What was put into a value that is not known: an int, which may stand among floats, or a float. */
  readonly numbers: 'none' | 'ints' | 'floats'
  /**
   * What else a part may be, by its place and kind: `list:str` for an item of a list of texts, `dict:str` for a value of
   * a dict of texts, `any` for all that is not known. Of dicts whose keys `a,b` are known: `a,b.a` for a key of them,
   * `new:a,b` for other keys, `put:a,b` for any of both, `view:a,b` for a value where the keys are not told apart.
   */
  readonly others: ReadonlyMap<string, Type>
}

export const UNMIXED: Mixing = { numbers: 'none', others: new Map() }

/** Kinds of numbers that a value holds in any depth, which could be of another kind. */
function numbersIn(type: Type, depth = 0): string[] {
  if (depth > 6) return []
  if (type.kind === 'float' && type.hasFraction) return []
  return isNumeric(type) ? [type.kind] : innerOf(type).flatMap((inner) => numbersIn(inner, depth + 1))
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
  const given = item && held.kind === 'any' ? numbersIn(item) : []
  const isFloat = given.includes('float') || given.includes('number')
  const numbers = isFloat ? 'floats' : given.includes('int') ? 'ints' : 'none'
  return { numbers, others: otherParts(held, wider, item) }
}

/** A kind of parts; dicts with other keys are another. */
const kindOf = (type: Type): string => (type.kind === 'record' ? `record(${recordsOf(type)[0]})` : type.kind)

/** Parts of a value that turn out to be of more than one kind. */
function otherParts(held: Type, wider: Type, item: Type | undefined): Map<string, Type> {
  const found = new Map<string, Type>()
  const add = (place: string, type: Type) => void found.set(place, join(found.get(place) ?? NEVER, type))
  const part = (before: Type, after: Type, places: readonly string[]): void => {
    if (innerOf(before).length > 0 && kindOf(before) === kindOf(after)) compare(before, after)
    else if (before.kind === 'any' ? !tellsItself(item ?? after) : changes(before, after))
      for (const place of places) add(place, before.kind === 'any' ? MURKY : after)
  }
  const compare = (before: Type, after: Type): void => {
    if (before.kind === 'optional' && after.kind === 'optional') compare(before.of, after.of)
    else if (before.kind === 'list' && after.kind === 'list')
      part(before.item, after.item, [`list:${kindOf(before.item)}`])
    else if (before.kind === 'map' && after.kind === 'map')
      part(before.value, after.value, [`map:${kindOf(before.value)}`])
    else if (before.kind === 'record' && after.kind === 'record') {
      const [keys] = recordsOf(before)
      for (const [key, type] of Object.entries(before.fields))
        part(type, after.fields[key]!, [`${keys}.${key}`, `view:${keys}`])
      if (after.more) for (const place of ['new', 'view']) add(`${place}:${keys}`, after.more)
    } else {
      const [one, other] = [valueOf(before), valueOf(after)]
      if (!one || !other) return
      for (const keys of recordsOf(before)) add(`put:${keys}`, item ?? other)
      if (before.kind === 'dict') part(one, other, [`dict:${kindOf(one)}`])
    }
  }
  compare(held, wider)
  // It may be any value that is not known, or one that is still empty.
  if (held.kind === 'any' && item && !tellsItself(item))
    for (const place of ['any', 'new', 'list:never', 'dict:never', 'map:never']) add(place, MURKY)
  return found
}

/** Whether what a part was is too little to show what it is now. */
function changes(before: Type, after: Type): boolean {
  if (before.kind === 'sdk') return false
  if (before.kind === 'float' && after.kind === 'float') return before.hasFraction && !after.hasFraction
  return kindOf(before) !== kindOf(after) || before.kind === 'list' || before.kind === 'tuple'
}

/** Whether a value tells by itself how Python shows it. */
export const tellsItself = (type: Type): boolean =>
  isPlain(type) ||
  ['sdk', 'instance', 'function'].includes(type.kind) ||
  (['list', 'dict', 'record', 'optional'].includes(type.kind) &&
    !('isTuple' in type || 'isDeque' in type) &&
    innerOf(type).length > 0 &&
    innerOf(type).every(tellsItself))

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
  if (type.kind === 'any') return others.has('any') || (type.isFloat && numbers === 'ints') ? MURKY : type
  if ((numbers === 'none' && others.size === 0) || innerOf(type).length === 0) return type
  const number = (each: Type): Type => {
    if (each.kind === 'float' && numbers !== 'none')
      return each.hasFraction && numbers === 'ints' ? each : NUMBER
    if (each.kind === 'number' && numbers !== 'none') return NUMBER
    if (numbers === 'floats' && each.kind === 'int') return NUMBER
    if (numbers === 'floats' && each.kind === 'never') return MURKY
    return loosened(each, mixing)
  }
  const inner = (each: Type, place: string): Type => {
    const other = others.get(`${place}:${kindOf(each)}`)
    const wider = other ? join(number(each), other) : number(each)
    // What it may be instead may be something else in turn.
    return wider.kind === each.kind || wider.kind === 'any' ? wider : inner(wider, place)
  }
  const besides = (each: Type, places: readonly string[]) =>
    places.reduce((all, place) => join(all, others.get(place) ?? NEVER), each)
  switch (type.kind) {
    case 'list':
      return { ...type, item: inner(type.item, 'list') }
    case 'dict': {
      const views = recordsOf(type).flatMap((keys) => [`view:${keys}`, `put:${keys}`])
      return { ...type, value: besides(inner(type.value, 'dict'), views) }
    }
    case 'map':
      return { ...type, value: inner(type.value, 'map') }
    case 'tuple':
      return { ...type, items: type.items.map((each) => loosened(each, mixing)) }
    case 'record': {
      const [keys] = recordsOf(type)
      const fields = Object.entries(type.fields).map(([key, each]) => [
        key,
        besides(number(each), [`${keys}.${key}`, `put:${keys}`]),
      ])
      const more = besides(type.more ?? NEVER, ['new', `new:${keys}`, `put:${keys}`])
      return record(Object.fromEntries(fields) as Record<string, Type>, more)
    }
    case 'optional':
      return { ...type, of: loosened(type.of, mixing) }
    default:
      return type
  }
}
