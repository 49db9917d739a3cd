// What the mock model answers, whatever the provider: a tool call first, then text; JSON where a schema asks for it.
// Providers translate their request into a `Turn` and the decision back into their own wire format.
import { valueOfSchema } from './value-of-schema.mjs'

export const ANSWER = 'Hello from the mock'
const CLOSING_TOOL = /^(final|respond|response|answer|submit)/i
const ASKS_FOR_JSON =
  /\bJSON with (a|the|two)\b|\b(valid|only|in|as) JSON\b|\bJSON (dict|dictionary|object|format|schema|response|output)\b/i
/** `Put it in <name> tags`, or `<name></name> XML tags`: the answer has each of them. */
const TAGS = /<(\w+)>(?:<\/\1>)? (?:XML )?tags/g
let lastId = 0

/**
 * @typedef {object} Turn
 * @property {readonly { role: string, text: string, calls?: boolean }[]} messages `role` is system, user, assistant or tool.
 * @property {readonly { name: string, schema?: object }[]} [tools]
 * @property {string | boolean} [forced] Name of the tool that must be called, or true for any; false forbids tools.
 * @property {object} [schema] JSON schema of the answer.
 * @property {boolean} [json] An answer that is some JSON object.
 */

/**
 * @param {Turn} turn
 * @returns {{ text: string, calls: { id: string, name: string, args: object }[] }}
 */
export function decide({ messages, tools = [], forced, schema, json }) {
  const spoken = messages.filter(({ role }) => role !== 'system')
  const finished = spoken.some(({ role }) => role === 'assistant') || spoken.length >= 3
  const context = { finished, text: ANSWER }
  const call = ({ name, schema: parameters }) => ({
    text: '',
    calls: [{ id: nextId('call_'), name, args: valueOfSchema(parameters ?? { type: 'object' }, context) }],
  })
  const say = (value) => ({ text: typeof value === 'string' ? value : JSON.stringify(value), calls: [] })
  if (tools.length > 0 && forced !== false) {
    const answered = spoken.at(-1)?.role === 'tool'
    if (typeof forced === 'string') return call(tools.find(({ name }) => name === forced) ?? tools[0])
    const closing = tools.find(({ name }) => CLOSING_TOOL.test(name))
    if (forced === true) return call((answered && closing) || tools[0])
    if (!answered) return call(bestOf(tools, spoken.at(-1)?.text ?? ''))
    if (closing) return call(closing)
  }
  if (schema) return say(valueOfSchema(schema, context))
  const prompt = messages.map(({ text }) => text).join('\n')
  const isJson = json || ASKS_FOR_JSON.test(prompt)
  const tags = [...prompt.matchAll(TAGS)].map(([, tag]) => tag)
  const content = isJson ? JSON.stringify(objectOf(prompt)) : ANSWER
  if (tags.length > 0) return say(tags.map((tag) => `<${tag}>${content}</${tag}>`).join('\n'))
  // An answer that was begun goes on from there.
  const begun = spoken.at(-1)?.role === 'assistant' && spoken.at(-1).text.trimEnd().endsWith('{')
  return say(begun && isJson ? content.slice(1) : content)
}

/** The tool that shares most words with what was asked; the first of equals. */
function bestOf(tools, text) {
  const asked = new Set(text.toLowerCase().match(/[a-z]{3,}/g))
  const scoreOf = ({ name }) => name.toLowerCase().split(/[^a-z]+/).filter((word) => asked.has(word)).length // prettier-ignore
  return tools.reduce((best, tool) => (scoreOf(tool) > scoreOf(best) ? tool : best))
}

/** An object for a prompt that asks for JSON in words: "a single key 'score'", "'yes' or 'no'". */
function objectOf(prompt) {
  const keys = [...prompt.matchAll(/keys? ['"`](\w+)['"`]/g)].map(([, key]) => key)
  const value = /['"`](\w+)['"`] or ['"`]\w+['"`]/.exec(prompt)?.[1] ?? ANSWER
  return Object.fromEntries((keys.length > 0 ? keys : ['answer']).map((key) => [key, value]))
}

/** A new identifier: LangGraph takes two messages of one id for one message. */
export const nextId = (prefix) => `${prefix}${++lastId}`

/** The text in pieces, as a stream sends it. */
export const piecesOf = (text) => text.match(/\S+\s*|\s+/g) ?? []

/** Plain text of a message's content in any of the usual shapes. */
export function textOf(content) {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return content?.text ?? ''
  return content.map((part) => (typeof part === 'string' ? part : (part?.text ?? ''))).join('')
}

/** A vector of some length for a text: the same each time, another for another text. */
export function vectorOf(text, length = 16) {
  const raw = Array.from({ length }, (_, at) =>
    Math.sin(at + 1 + [...String(text)].reduce((sum, c) => sum + c.codePointAt(0), 0)),
  )
  const size = Math.hypot(...raw)
  return raw.map((value) => value / size)
}
