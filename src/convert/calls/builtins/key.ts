/** The function of `key=`. */
import type { Type } from '../../facts/types'
import type { Call, Expression, Lambda } from '../../python/ast'
import { placeOf } from '../../python/place'
import { type Code, isWord } from '../../write/code'
import type { Context } from '../../write/context'
import { moduleOf, nameText } from '../../write/names'
import { refuse } from '../../write/refusal'
import { testOf } from '../../write/truth'
import type { Arguments } from '../arguments'

/** Sorting gives a set an order. */
export const withSets = (code: Code): Code =>
  code.type.kind === 'set' ? { ...code, type: { kind: 'list', item: code.type.item } } : code

interface Applying {
  readonly context: Context
  readonly node: Call
  readonly isTest?: boolean
}

/** A function that is called with items of a type, and what it gives. */
export const applied = (node: Expression, item: Type, options: Applying): { text: string; type: Type } => {
  const { params, body, type } = bodyOf(node, [item], options)
  return { text: `(${params[0]!}) => ${body}`, type }
}

/** A function that is called with an item of each of several lists: of what `zip` gives. */
export function appliedToAll(
  node: Expression,
  items: readonly Type[],
  options: Applying,
): { text: string; type: Type } {
  const { params, body, type } = bodyOf(node, items, options)
  return { text: `([${params.join(', ')}]) => ${body}`, type }
}

function bodyOf(
  node: Expression,
  items: readonly Type[],
  { context, node: call, isTest = false }: Applying,
): { params: string[]; body: string; type: Type } {
  const given = node.type === 'Lambda' ? node.args.args.map(({ arg }) => arg) : []
  const isPlain = node.type === 'Lambda' && given.length === items.length && node.args.defaults.length === 0
  if (node.type === 'Lambda' && !isPlain) refuse('a function of other parameters here', call)
  const made = items.length === 1 ? ['each'] : items.map((_item, index) => `each${index + 1}`)
  const names = isPlain ? given : made
  const place = placeOf(node)
  const each = names.map((id): Expression => ({ ...place, type: 'Name', id }))
  const body = isPlain
    ? (node as Lambda).body
    : (gotten(node, each[0]!, context) ?? callOf(node, each, context))
  const before = context.awaits
  const code = context.withNames(
    names.map((name, index) => [name, items[index]!] as const),
    () => (isTest ? testOf(body, context) : context.write(body)),
  )
  if (context.awaits > before) refuse('a function that waits, called for each item', call, 'Write a loop.')
  return {
    params: names.map((name) => nameText(name)),
    body: code.text.startsWith('{') ? `(${code.text})` : code.text,
    type: code.type,
  }
}

/** The call of a function that has a name; `str.lower` is a method of the item. */
function callOf(node: Expression, each: readonly Expression[], context: Context): Call {
  const place = placeOf(node)
  const isMethod =
    node.type === 'Attribute' &&
    node.value.type === 'Name' &&
    node.value.id === 'str' &&
    !context.typeOf('str')
  const [first, ...rest] = each as [Expression, ...Expression[]]
  const called = isMethod ? { func: { ...node, value: first }, args: rest } : { func: node, args: each }
  return { ...place, type: 'Call', ...called, keywords: [] }
}

/** `itemgetter("key")`, `attrgetter("name")` */
function gotten(node: Expression, each: Expression, context: Context): Expression | undefined {
  const name = node.type === 'Call' ? moduleOf(node.func, context) : undefined
  if (node.type !== 'Call' || !/^operator\.(?:item|attr)getter$/.test(name ?? '')) return undefined
  const place = placeOf(node)
  const parts = node.args.map((key): Expression => {
    if (name === 'operator.itemgetter') return { ...place, type: 'Subscript', value: each, slice: key }
    const attr = key.type === 'Constant' && isWord(String(key.value)) ? String(key.value) : undefined
    return attr === undefined
      ? refuse('this attrgetter', key)
      : { ...place, type: 'Attribute', value: each, attr }
  })
  return parts.length === 1 ? parts[0] : { ...place, type: 'Tuple', elts: parts }
}

/** The function of `key=`, which gets items of a type. */
export function keyOf(args: Arguments, item: Type): string | undefined {
  const node = args.named('key')
  if (!node || (node.type === 'Constant' && node.kind === 'none')) return undefined
  const { context } = args.parts
  if (node.type === 'Name' && node.id === 'len' && !context.typeOf('len')) return context.helper('len')
  return applied(node, item, args.parts).text
}
