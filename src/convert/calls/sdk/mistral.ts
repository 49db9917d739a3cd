/** What Mistral has alone, whose client is that of OpenAI here: its paths, and what its own client fills in. */
import type { Type } from '../../facts/types'
import type { Call, Constant, Dict, Expression } from '../../python/ast'
import { BINDS, operation, type Code } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import { ASKED, PATHS } from './client-methods'

/** Whether only Mistral has this, which has a client of OpenAI here. */
export const isOfMistral = (path: string, { keywords }: Call): boolean =>
  Object.hasOwn(PATHS, path) ||
  // The client of OpenAI would ask for base64, which Mistral's does not.
  (path.startsWith('embeddings.') && keywords.some(({ arg }) => arg === 'inputs'))

/** Writes `client.post("/ocr", { body: … })`. */
export function ofMistral({
  root,
  path,
  texts,
  type,
  context,
}: {
  root: string
  path: string
  texts: readonly string[]
  type: Type
  context: Context
}): Code {
  const pattern = PATHS[path] ?? '/embeddings'
  const [id, ...rest] = pattern.includes('{id}') ? texts : [undefined, ...texts]
  const address = id === undefined ? `"${pattern}"` : `\`${pattern.replace('{id}', `\${${id}}`)}\``
  const given = rest[0] === undefined ? '' : `, { ${ASKED.has(path) ? 'query' : 'body'}: ${rest[0]} }`
  const call = `${root}.${ASKED.has(path) ? 'get' : 'post'}(${address}${given})`
  return operation(context.wait(call), type, BINDS.unary)
}

/** `inputs` of a conversation: a text, or entries that are written out. */
export function conversationInputs(node: Expression, context: Context): Expression {
  if (node.type === 'List' && node.elts.every((each) => each.type === 'Dict'))
    return { ...node, elts: node.elts.map((each) => entry(each as Dict)) }
  const { awaits } = context
  if (context.write(node).type.kind !== 'str')
    refuse('inputs of a conversation that are no text', node, 'Write the list where it is sent.')
  context.awaits = awaits
  return node
}

/** An entry with what is sent where nothing else is said. */
function entry(node: Dict): Dict {
  const constant = (kind: Constant['kind'], value: Constant['value']): Constant => ({
    ...node,
    type: 'Constant',
    kind,
    value,
  })
  const names = node.keys.map((key) =>
    key?.type === 'Constant' ? String(key.value) : refuse('an entry whose keys are no texts', node),
  )
  const ofMessage: [string, Constant][] = [
    ['type', constant('str', 'message.input')],
    ['prefix', constant('bool', false)],
  ]
  const filled: [string, Constant][] = [
    ['object', constant('str', 'entry')],
    ...(names.includes('role') ? ofMessage : []),
  ]
  const missing = filled.filter(([name]) => !names.includes(name))
  return {
    ...node,
    keys: [...node.keys, ...missing.map(([name]) => constant('str', name))],
    values: [...node.values, ...missing.map(([, value]) => value)],
  }
}
