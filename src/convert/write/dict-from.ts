/** Dicts that are made of pairs: objects for texts as keys, maps for ints and tuples. */
import { typeText } from '../facts/type-text'
import { valueOf } from '../facts/join'
import { dictOf, mapOf, NEVER, present, STR, type Type } from '../facts/types'
import type { Expression } from '../python/ast'
import { BINDS, type Code, operand, primary } from './code'
import type { Context } from './context'
import { refuse } from './refusal'

/** A dict of a list of pairs. */
export function dictFrom(
  pairs: string,
  { key, value, context, node }: { key: Type; value: Type; context: Context; node: Expression },
): Code {
  const { kind } = present(key)
  if (key.kind === 'sdk' && key.of === 'type') return primary(`new Map(${pairs})`, mapOf(key, value))
  if (kind === 'str' || kind === 'any' || kind === 'sdk' || kind === 'never')
    return primary(`${context.helper('fromEntries')}(${pairs})`, dictOf(value))
  return primary(`${newMap(key, { context, node })}(${pairs})`, mapOf(key, value))
}

/** The keys and values of a dict, as what is spread into a list. */
export function pairsOf(
  code: Code,
  { context, node }: { context: Context; node: Expression },
): { text: string; key: Type; value: Type } {
  const type = present(code.type)
  if (type.kind === 'map') return { text: operand(code, BINDS.arrow), key: type.key, value: type.value }
  const value = valueOf(type) ?? (type.kind === 'any' ? type : refuse(`** of a ${type.kind}`, node))
  // Of an empty dict nothing is known.
  if (value.kind === 'never')
    return { text: `${context.helper('entriesOf')}(${code.text})`, key: NEVER, value }
  return { text: entriesText(code, context), key: STR, value }
}

/** `Object.entries` of a dict; one of which nothing is known may be a Map. */
export const entriesText = (code: Code, context: Context): string =>
  code.type.kind === 'any' && code.type.isMurky
    ? `${context.helper('entriesOf')}(${code.text})`
    : `Object.entries<any>(${code.text})`

/** `new Map` for keys of a type: equal tuples are one key. */
export function newMap(key: Type, { context, node }: { context: Context; node: Expression }): string {
  const isMixed = [...context.facts.mixing.others.keys()].some((place) => place.startsWith('map:'))
  if (key.kind === 'int' || key.kind === 'bool') return isMixed ? 'new Map<any, any>' : 'new Map'
  if (key.kind === 'promise') return 'new Map'
  const isSimple = (type: Type) => ['int', 'str', 'bool'].includes(type.kind)
  if (key.kind === 'tuple' && key.items.every(isSimple)) return `new ${context.helper('TupleMap')}`
  return refuse(
    `a dict whose keys are ${key.kind === 'float' ? 'floats' : 'no texts, ints or tuples of them'}`,
    node,
    'Use a Map.',
  )
}

/** `new Set` of a value, whose items TypeScript may not know. */
export const newSet = (item: Type, text: string): string => {
  if (text.startsWith('[') && !text.includes('...')) return 'new Set'
  // The keys of a Map of what is not known are not known either, and an empty list may be one of anything.
  return `new Set<${/new Map\(|\[\]/.test(text) ? 'any' : typeText(item)}>`
}
