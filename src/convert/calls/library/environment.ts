/** `os.environ`, as a dict of texts. */
import { valueOf } from '../../facts/join'
import { dictOf, listOf, NONE, optional, STR, type Type } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { BINDS, type Code, isWord, operand, operation, primary } from '../../write/code'
import type { Context } from '../../write/context'
import { environment, moduleOf, neededVariable } from '../../write/names'
import { refuse } from '../../write/refusal'
import type { Arguments, ModuleCall } from '../arguments'

const PAIR: Type = { kind: 'tuple', items: [STR, STR] }

/** `os.environ.get(name, otherwise)` */
const get: ModuleCall = (args, { context }) => {
  const code = environment(args.take('key')!, context)
  const otherwise = args.take('default')
  if (!otherwise || (otherwise.type === 'Constant' && otherwise.kind === 'none')) return code
  const value = context.write(otherwise)
  return operation(
    `${code.text} ?? ${operand(value, BINDS.equal)}`,
    value.type.kind === 'str' ? STR : optional(STR),
    BINDS.coalesce,
  )
}

/** `os.environ.setdefault(name, value)` */
const setDefault: ModuleCall = (args, { context }) => {
  const key = args.take('key')!
  const variable = environment(key, context)
  const value = textOf(args, 'value')
  give(nameOf(key), context)
  return operation(`${variable.text} ??= ${operand(value, BINDS.arrow)}`, STR, BINDS.arrow)
}

/** `os.environ.pop(name, otherwise)` */
const pop: ModuleCall = (args, { context }) => {
  const key = args.take('key')!
  const otherwise = args.code('default')
  take(key, context)
  const more = otherwise ? `, ${operand(otherwise, BINDS.arrow)}` : ''
  return primary(
    `${context.helper('pop')}(process.env, ${context.write(key).text}${more})`,
    otherwise && otherwise.type.kind !== 'str' ? optional(STR) : STR,
  )
}

/** `os.environ.update(values, NAME=value)` */
const update: ModuleCall = (args, { context, node }) => {
  const given = args.take('mapping')
  const values = given && context.write(given)
  if (values && valueOf(values.type)?.kind !== 'str')
    refuse('an update of the environment by what may be no texts', node, 'Set the variables one by one.')
  if (given?.type === 'Dict') for (const key of given.keys) if (key) give(nameOf(key), context)
  const named = args.rest.map(([name]) => {
    give(name, context)
    return `${name}: ${textOf(args, name).text}`
  })
  const parts = [...(values ? [values.text] : []), ...(named.length > 0 ? [`{ ${named.join(', ')} }`] : [])]
  return primary(`Object.assign(process.env, ${parts.join(', ')})`, NONE)
}

/** A value that is surely a text, as a variable must be. */
function textOf(args: Arguments, name: string): Code {
  const code = args.need(name)
  return code.type.kind === 'str'
    ? code
    : refuse('a variable of the environment that may be no text', args.parts.node)
}

const nameOf = (key: Expression): string | undefined =>
  key.type === 'Constant' && isWord(String(key.value)) ? String(key.value) : undefined

function give(name: string | undefined, context: Context): void {
  if (name !== undefined) context.givenEnvironment.add(name)
}

/** Notes that a variable is gone; which one, may not be known. */
export function take(key: Expression, context: Context): void {
  const name = nameOf(key)
  if (name === undefined) context.givenEnvironment.clear()
  else context.givenEnvironment.delete(name)
}

export const ENVIRONMENT_CALLS: Readonly<Record<string, ModuleCall>> = {
  'os.environ.get': get,
  'os.getenv': get,
  'os.environ.setdefault': setDefault,
  'os.environ.pop': pop,
  'os.environ.update': update,
  'os.environ.keys': () => primary('Object.keys(process.env)', listOf(STR)),
  'os.environ.values': () => primary('Object.values(process.env)', listOf(STR)),
  'os.environ.items': () => primary('Object.entries(process.env)', listOf(PAIR)),
  'os.environ.copy': () => primary('{ ...process.env }', dictOf(STR)),
  'google.colab.userdata.get': (args, { context }) => {
    context.note('the secret of Colab is a variable of the environment here')
    return neededVariable(args.take('key')!, context)
  },
}

/** Whether an expression is `os.environ`. */
export const isEnvironment = (node: Expression, context: Context): boolean =>
  moduleOf(node, context) === 'os.environ'
