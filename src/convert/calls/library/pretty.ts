/** `pprint`: a value is shown as the notebook shows it. */
import { NONE } from '../../facts/types'
import { BINDS, type Code, operand, primary } from '../../write/code'
import { refuse } from '../../write/refusal'
import type { Arguments, ModuleCall } from '../arguments'

const OPTIONS = ['indent', 'width', 'depth', 'compact', 'sort_dicts']
const NOTE = 'pprint shows a value as the notebook does, not in the lines of Python'

const pretty: ModuleCall = (args, { context }) => {
  for (const name of OPTIONS) args.named(name)
  context.note(NOTE)
  return primary(`${context.magic('show')}(${args.need('object').text})`, NONE)
}

export const PRETTY_CALLS: Readonly<Record<string, ModuleCall>> = {
  'pprint.pprint': pretty,
  'pprint.pp': pretty,
  'pprint.PrettyPrinter': (args, { context }) => {
    for (const name of OPTIONS) args.take(name)
    return primary(`{ pprint: ${context.magic('show')} }`, { kind: 'sdk', of: 'pretty-printer' })
  },
}

/** `printer.pprint(value)` */
export function prettyMethod(target: Code, args: Arguments): Code {
  const { name, node, context } = args.parts
  if (name !== '.pprint') return refuse(`${name}() of a printer`, node, 'Use pprint.')
  context.note(NOTE)
  return primary(`${operand(target, BINDS.call)}.pprint(${args.need('object').text})`, NONE)
}
