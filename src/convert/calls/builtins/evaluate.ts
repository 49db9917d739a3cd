/** `eval` of what calculates: nothing of the text is run. */
import { ANY } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { isWord, primary, quoted } from '../../write/code'
import type { Context } from '../../write/context'
import { moduleOf } from '../../write/names'
import { refuse } from '../../write/refusal'
import type { ModuleCall } from '../arguments'

const OWN = new Set(['abs', 'round', 'min', 'max', 'pow', 'int', 'float'])

/** `eval(text)`, `eval(text, {"__builtins__": {}}, {"sqrt": math.sqrt})` */
export const evaluated: ModuleCall = (args, { context }) => {
  const text = args.need('expression')
  const scopes = [args.take('globals'), args.take('locals')].flatMap((each) => each ?? [])
  context.facts.note('hasTold')
  context.note('eval of what is no calculation fails here')
  const names = scopes.flatMap((each) => namesOf(each, context))
  const isClosed = scopes.some((each) => each.type === 'Dict' && each.keys.some(isBuiltins))
  const math = context.typeOf('math')
  const seen = scopes.length > 0 || math?.kind !== 'module' || math.name !== 'math' ? [] : ['math: "math"']
  const all = [...seen, ...names]
  const options = [
    ...(all.length > 0 ? [`names: { ${all.join(', ')} }`] : []),
    ...(isClosed ? ['isClosed: true'] : []),
  ]
  const more = options.length > 0 ? `, { ${options.join(', ')} }` : ''
  return primary(`${context.helper('evaluate')}(${text.text}${more})`, ANY)
}

/** `ast.literal_eval(text)` */
export const literal: ModuleCall = (args, { context }) =>
  primary(`${context.helper('literal')}(${args.need('node_or_string').text})`, ANY)

const isBuiltins = (key: Expression | null): boolean =>
  key?.type === 'Constant' && key.value === '__builtins__'

/** The names that a text may use, each with what it stands for. */
function namesOf(node: Expression, context: Context): string[] {
  if (node.type !== 'Dict') return refuse('eval with names that are not written out', node)
  return node.keys.flatMap((key, index) => {
    const value = node.values[index]!
    if (isBuiltins(key)) {
      const isEmpty =
        (value.type === 'Dict' && value.keys.length === 0) ||
        (value.type === 'Constant' && value.kind === 'none')
      return isEmpty ? [] : refuse('eval with these __builtins__', value)
    }
    const isOwn = value.type === 'Name' && OWN.has(value.id) && !context.typeOf(value.id)
    const module = moduleOf(value, context)
    const name = isOwn ? value.id : module === 'math' || module?.startsWith('math.') ? module : undefined
    if (key?.type !== 'Constant' || !isWord(String(key.value)) || name === undefined)
      return refuse('eval with a name of the notebook', value)
    return [`${String(key.value)}: ${quoted(name)}`]
  })
}
