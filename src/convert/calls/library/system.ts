/** `tempfile`, `platform`, `traceback`, `operator`: the machine, and what failed on it. */
import { NONE, STR } from '../../facts/types'
import { operand, BINDS, primary } from '../../write/code'
import { refuse } from '../../write/refusal'
import type { CallParts, ModuleCall } from '../arguments'

/** The trace of the error that is handled at this place. */
function trace({ context, node }: CallParts): string {
  const error = context.caught.at(-1)
  if (error === undefined) return refuse('a traceback outside of a handler', node)
  context.note('a traceback tells the lines of this notebook')
  return `${error}.stack`
}

export const SYSTEM_CALLS: Readonly<Record<string, ModuleCall>> = {
  'traceback.print_exc': (_args, parts) => primary(`console.error(${trace(parts)})`, NONE),
  'traceback.format_exc': (_args, parts) => primary(`String(${trace(parts)})`, STR),
  'tempfile.gettempdir': (_args, { context }) => primary(`${context.import('tmpdir', 'node:os')}()`, STR),
  'tempfile.mkdtemp': (args, { context }) => {
    const prefix = args.named('prefix')
    const name = prefix ? context.write(prefix).text : '"tmp"'
    const [make, join, folder] = [
      context.import('mkdtempSync', 'node:fs'),
      context.import('join', 'node:path'),
      context.import('tmpdir', 'node:os'),
    ]
    return primary(`${make}(${join}(${folder}(), ${name}))`, STR)
  },
  'platform.system': (_args, { context }) => primary(`${context.helper('systemName')}()`, STR),
  'operator.itemgetter': (_args, { node }) =>
    refuse('itemgetter as a value', node, 'Write an arrow function.'),
  'os.path.expanduser': (args, { context }) => {
    const path = operand(args.need('path'), BINDS.call)
    return primary(`${path}.replace(/^~(?=\\/|$)/, ${context.import('homedir', 'node:os')})`, STR)
  },
}
