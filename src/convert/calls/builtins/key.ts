/** The function of `key=`. */
import type { Type } from '../../facts/types'
import type { Call, Expression, Lambda } from '../../python/ast'
import { type Code, isWord } from '../../write/code'
import type { Context } from '../../write/context'
import { moduleOf, nameText } from '../../write/names'
import { refuse } from '../../write/refusal'
import { testOf } from '../../write/truth'
import type { Arguments } from '../arguments'

/** Sorting gives a set an order. */
export const withSets = (code: Code): Code =>
  code.type.kind === 'set' ? { ...code, type: { kind: 'list', item: code.type.item } } : code

/** What `itemgetter(key)` or `attrgetter(name)` takes of an item; `undefined` for another function. */
function getterField(node: Expression, context: Context): ((each: Expression) => Expression) | undefined {
  const name = node.type === 'Call' ? moduleOf(node.func, context) : undefined
  if (node.type !== 'Call' || !/^operator\.(?:item|attr)getter$/.test(name ?? '')) return undefined
  const [key, ...others] = node.args
  if (!key || others.length > 0) return refuse('a getter of several parts', node, 'Write a lambda.')
  const place = { line: node.line, col: node.col, endLine: node.endLine, endCol: node.endCol }
  if (name === 'operator.itemgetter') return (value) => ({ ...place, type: 'Subscript', value, slice: key })
  const attr = key.type === 'Constant' ? String(key.value) : ''
  if (!isWord(attr)) return refuse('this attrgetter', node, 'Write a lambda.')
  return (value) => ({ ...place, type: 'Attribute', value, attr })
}

/** A function that is called with items of a type, and what it gives. */
export function applied(
  node: Expression,
  item: Type,
  options: { context: Context; node: Call; isTest?: boolean },
): { text: string; type: Type } {
  const { context, isTest = false } = options
  const name = node.type === 'Lambda' && node.args.args.length === 1 ? node.args.args[0]!.arg : 'each'
  const got = getterField(node, context)
  const isPlain = node.type === 'Lambda' && node.args.args.length === 1 && node.args.defaults.length === 0
  if (node.type === 'Lambda' && !isPlain) refuse('a function of several parameters here', node)
  const place = { line: node.line, col: node.col, endLine: node.endLine, endCol: node.endCol }
  const each: Expression = { ...place, type: 'Name', id: name }
  // `str.lower` is a method of the item.
  const isMethod =
    node.type === 'Attribute' &&
    node.value.type === 'Name' &&
    node.value.id === 'str' &&
    !context.typeOf('str')
  const body: Expression = got
    ? got(each)
    : isPlain
      ? (node as Lambda).body
      : {
          ...place,
          type: 'Call',
          ...(isMethod ? { func: { ...node, value: each }, args: [] } : { func: node, args: [each] }),
          keywords: [],
        }
  const before = context.awaits
  const code = context.withNames([[name, item]], () => (isTest ? testOf(body, context) : context.write(body)))
  if (context.awaits > before) refuse('a function that waits, called for each item', node, 'Write a loop.')
  return {
    text: `(${nameText(name)}) => ${code.text.startsWith('{') ? `(${code.text})` : code.text}`,
    type: code.type,
  }
}

/** The function of `key=`, which gets items of a type. */
export function keyOf(args: Arguments, item: Type): string | undefined {
  const node = args.named('key')
  if (!node || (node.type === 'Constant' && node.kind === 'none')) return undefined
  const { context } = args.parts
  if (node.type === 'Name' && node.id === 'len' && !context.typeOf('len')) return context.helper('len')
  return applied(node, item, args.parts).text
}
