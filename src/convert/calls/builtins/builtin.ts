/** Python's own functions: which writer takes which. */
import { NONE, STR } from '../../facts/types'
import { BINDS, type Code, operation, primary } from '../../write/code'
import { refuse } from '../../write/refusal'
import { Arguments, type CallParts, type ModuleCall } from '../arguments'
import { opened } from '../library/open-files'
import { print } from '../print'
import { ATTRIBUTES } from './attributes'
import { CHECKS } from './checks'
import { CONTAINERS } from './containers'
import { CONVERSIONS } from './conversions'
import { evaluated } from './evaluate'
import { ITERABLES } from './iterables'
import { NAMESPACES } from './namespace'
import { TOTALS } from './totals'
import { TYPES } from './type-of'

const OTHERS: Readonly<Record<string, ModuleCall>> = {
  print,
  eval: evaluated,
  open: opened,
  input: (args, { context }) => {
    const text = args.code('prompt')?.text ?? '""'
    return operation(context.wait(`${context.magic('ask')}(${text})`), STR, BINDS.unary)
  },
  display: (args, { context }) => {
    const code = args.need('value')
    // What is shown in a form of its own is shown by that.
    return code.text.startsWith('show.') ? code : primary(`${context.magic('show')}(${code.text})`, NONE)
  },
}

const WRITERS: Readonly<Record<string, ModuleCall>> = {
  ...CONVERSIONS,
  ...CONTAINERS,
  ...ITERABLES,
  ...TOTALS,
  ...CHECKS,
  ...ATTRIBUTES,
  ...NAMESPACES,
  ...TYPES,
  ...OTHERS,
}

/** Whether a name is one of Python's functions. */
export const isBuiltin = (name: string): boolean => Object.hasOwn(WRITERS, name) || KNOWN.has(name)

const KNOWN = new Set(
  'exec issubclass delattr compile memoryview vars dir id hash next bytearray frozenset super property object complex format slice breakpoint exit quit'.split(
    ' ',
  ),
)

/** Writes the call of one of Python's functions. */
export function builtin(name: string, parts: CallParts): Code {
  const writer = Object.hasOwn(WRITERS, name) ? WRITERS[name]! : undefined
  if (!writer) return refuse(`${name}()`, parts.node, ADVICE[name])
  const args = new Arguments(parts)
  const code = writer(args, parts)
  args.end()
  return code
}

const ADVICE: Readonly<Record<string, string>> = {
  exec: 'Never run what a model wrote.',
}
