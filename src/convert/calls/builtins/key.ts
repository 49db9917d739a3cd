/** The function of `key=`. */
import type { Type } from '../../facts/types'
import type { Code } from '../../write/code'
import type { Arguments } from '../arguments'

/** Sorting gives a set an order. */
export const withSets = (code: Code): Code =>
  code.type.kind === 'set' ? { ...code, type: { kind: 'list', item: code.type.item } } : code

/** The function of `key=`, which gets items of a type. */
export function keyOf(args: Arguments, item: Type): string | undefined {
  const node = args.named('key')
  if (!node || (node.type === 'Constant' && node.kind === 'none')) return undefined
  const { context } = args.parts
  if (node.type !== 'Lambda' || node.args.args.length !== 1) return context.write(node).text
  const name = node.args.args[0]!.arg
  const body = context.withNames([[name, item]], () => context.write(node.body))
  return `(${name}) => ${body.text.startsWith('{') ? `(${body.text})` : body.text}`
}
