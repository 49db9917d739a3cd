/** `openai.api_key = …` and `openai.chat.completions.create(…)`: the client that Python's package holds itself. */
import type { Attribute } from '../../python/ast'
import { primary, type Code } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import type { CallParts } from '../arguments'
import { clientCall } from './client-call'

/** Settings of the package, which the client here reads from the environment. */
const SETTINGS: Readonly<Record<string, string>> = {
  api_key: 'OPENAI_API_KEY',
  base_url: 'OPENAI_BASE_URL',
  organization: 'OPENAI_ORG_ID',
  project: 'OPENAI_PROJECT_ID',
}

/** Writes `openai.api_key = value`. */
export function moduleSetting(node: Attribute, value: Code, context: Context): string {
  const name = Object.hasOwn(SETTINGS, node.attr)
    ? SETTINGS[node.attr]!
    : refuse(`openai.${node.attr}`, node, 'Make a client: openai({ … }).')
  const variable = `process.env.${name}`
  context.givenEnvironment.add(name)
  // It is read from there anyway.
  if (value.text === variable) return ''
  if (value.type.kind !== 'str')
    refuse(`openai.${node.attr} that may be None`, node, 'Make a client: openai({ … }).')
  return `${variable} = ${value.text}`
}

const CALL =
  /^openai\.(?:chat|completions|responses|embeddings|images|moderations|models|files|audio|batches|conversations)\b/

/** Writes a call of that client; `undefined` for anything else of the package. */
export function moduleClientCall(name: string, parts: CallParts): Code | undefined {
  if (!CALL.test(name)) return undefined
  const owner = name.slice('openai'.length, name.lastIndexOf('.'))
  const client = `${parts.context.magic('openai')}()${owner}`
  return clientCall(primary(client, { kind: 'sdk', of: 'client' }), parts)
}
