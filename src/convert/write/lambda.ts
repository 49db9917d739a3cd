/** Lambdas as arrow functions. */
import { ANY } from '../facts/types'
import type { Lambda } from '../python/ast'
import { BINDS, type Code, operation, primary, quoted } from './code'
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
  const arrow = `(${params.join(', ')}) => ${text}`
  const { facts } = context
  if (!facts.isCalledByName || names.length === 0) return operation(arrow, ANY, BINDS.arrow)
  // It takes its arguments by position, and tells the names that a call may give.
  if (!facts.isCalledByPosition) {
    facts.isCalledByPosition = true
    facts.changes++
  }
  return primary(`Object.assign(${arrow}, { parameters: [${names.map(quoted).join(', ')}] })`, ANY)
}
