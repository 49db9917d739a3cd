/** `inspect`. */
import { optional, STR } from '../../facts/types'
import { primary } from '../../write/code'
import { EMPTY } from '../../write/signature'
import type { ModuleCall } from '../arguments'

export const INSPECT_CALLS: Readonly<Record<string, ModuleCall>> = {
  'inspect.signature': (args, { context }) => {
    context.facts.note('hasSignatures')
    return primary(`${context.helper('parametersOf')}(${args.need('obj').text})`, {
      kind: 'sdk',
      of: 'signature',
    })
  },
  'inspect.getdoc': (args, { context }) => {
    context.facts.note('hasDocs')
    return primary(`${context.helper('cleanDocOf')}(${args.need('object').text})`, optional(STR))
  },
}

/** What `inspect` gives for what is not there. */
export const INSPECT_VALUES = Object.fromEntries(
  ['inspect._empty', 'inspect.Parameter.empty', 'inspect.Signature.empty'].map((name) => [
    name,
    primary('undefined', EMPTY),
  ]),
)
