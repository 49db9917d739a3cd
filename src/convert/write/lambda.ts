/** Lambdas as arrow functions. */
import { ANY } from '../facts/types'
import type { Lambda } from '../python/ast'
import { BINDS, type Code, operation } from './code'
import type { Context } from './context'
import { nameText } from './names'
import { refuse } from './refusal'

/** Writes a lambda. */
export function lambda(node: Lambda, context: Context): Code {
  const { args } = node
  if (args.vararg || args.kwarg || args.kwonlyargs.length > 0) refuse('a lambda with *args or **kwargs', node)
  const names = args.args.map((arg) => arg.arg)
  const defaults = args.defaults.map((each) => context.write(each).text)
  const params = names.map((each, index) => {
    const value = defaults[index - (names.length - defaults.length)]
    return value === undefined ? nameText(each) : `${nameText(each)} = ${value}`
  })
  const waits = context.awaits
  const body = context.withNames(
    names.map((each) => [each, ANY] as const),
    () => context.write(node.body),
  )
  if (context.awaits > waits) refuse('a lambda that waits', node, 'Write an async function.')
  const text = body.text.startsWith('{') ? `(${body.text})` : body.text
  return operation(`(${params.join(', ')}) => ${text}`, ANY, BINDS.arrow)
}
