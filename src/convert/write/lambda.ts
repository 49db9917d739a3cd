/** Lambdas as arrow functions. */
import { ANY } from '../facts/types'
import type { Lambda } from '../python/ast'
import { BINDS, type Code, operation, primary, quoted } from './code'
import type { Context } from './context'
import { nameText } from './names'
import { refuse } from './refusal'
import { told } from './told'

/** Writes a lambda. */
export function lambda(node: Lambda, context: Context): Code {
  const { args } = node
  if (args.vararg || args.kwarg || args.kwonlyargs.length > 0) refuse('a lambda with *args or **kwargs', node)
  const start = args.args.length - args.defaults.length
  // `n=n` keeps what a name holds now, as an arrow function in a comprehension does.
  const isKept = (name: string, index: number) => {
    const value = args.defaults[index - start]
    if (value?.type !== 'Name' || value.id !== name) return false
    if (context.scope.plan.assigned.has(name) || !context.scope.types.has(name))
      refuse(`a lambda that keeps ${name}`, node, 'Give the value another name.')
    return true
  }
  const kept = new Set(args.args.flatMap(({ arg }, index) => (isKept(arg, index) ? [arg] : [])))
  const names = args.args.map((arg) => arg.arg).filter((each) => !kept.has(each))
  const defaults = args.defaults
    .filter((_each, index) => !kept.has(args.args[index + start]!.arg))
    .map((each) => context.write(each).text)
  const params = names.map((each, index) => {
    const value = defaults[index - (names.length - defaults.length)]
    return value === undefined ? nameText(each) : `${nameText(each)} = ${value}`
  })
  const waits = context.awaits
  const body = context.withNames(
    names.map((each) => [each, ANY] as const),
    () => told(context.write(node.body), node.body, context),
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
