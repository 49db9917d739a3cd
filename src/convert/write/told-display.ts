/** Lists and dicts that are written out: where ints and floats are mixed, whole floats tell that they are no ints. */
import { valueOf } from '../facts/join'
import { ANY, present, recordsOf, type Type } from '../facts/types'
import type { Dict, Expression, Sequence } from '../python/ast'
import { type Code, primary } from './code'
import type { Context } from './context'

type Display = Dict | Sequence

const isDisplay = (node: Expression): node is Display => ['List', 'Tuple', 'Set', 'Dict'].includes(node.type)

/** Writes a display, a second time where its numbers would not be known apart. */
export function toldDisplay(context: Context, write: () => Code): Code {
  if (context.tellsFloats) return write()
  const { comments, awaits } = context
  const code = write()
  const isViewed = recordsOf(code.type).some((keys) => context.facts.viewed.has(keys))
  if (!isViewed && !mixesNumbers(code.type)) return code
  Object.assign(context, { comments, awaits, tellsFloats: true })
  try {
    const told = write()
    if (mixesNumbers(told.type)) return code
    context.facts.note('hasTold')
    return told
  } finally {
    context.tellsFloats = false
  }
}

/** Notes that a dict is looked at by other ways than its known keys. */
export function view(given: Type, context: Context): void {
  const type = present(given)
  const value = valueOf(type)
  if (value && mixesNumbers(value)) for (const keys of recordsOf(type)) context.facts.view(keys)
}

/** Writes an item of a display. */
export function itemText(node: Expression, context: Context): Code {
  if (!context.tellsFloats || isDisplay(node)) return context.write(node)
  context.tellsFloats = false
  const code = context.write(node)
  context.tellsFloats = true
  if (code.type.kind !== 'float') return code
  return code.type.hasFraction
    ? { ...code, type: ANY }
    : primary(`${context.helper('asFloat')}(${code.text})`, ANY)
}

/** Whether a value holds numbers of which it is not known whether they are ints or floats. */
function mixesNumbers(type: Type, depth = 0): boolean {
  if (depth > 6) return false
  const isMixed = (each: Type) => mixesNumbers(each, depth + 1)
  switch (type.kind) {
    case 'number':
      return type.orZero !== true
    case 'any':
      return type.isJson === true
    case 'list':
    case 'set':
      return isMixed(type.item)
    case 'dict':
    case 'map':
      return isMixed(type.value)
    case 'tuple':
      return type.items.some(isMixed)
    case 'record':
      return Object.values(type.fields).some(isMixed)
    case 'optional':
      return isMixed(type.of)
    default:
      return false
  }
}
