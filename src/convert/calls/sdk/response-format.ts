/** A model of pydantic as the schema that Python's client sends for it. */
import type { ClassFacts } from '../../facts/facts'
import { ANY } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { isDocstring } from '../../write/function-definition'
import { docstringOf } from '../../write/class/docstring'
import { jsonText, modelSchema, schemaOfType } from '../../write/class/model-schema'
import { googleSchema, mistralSchema, strictSchema } from '../../write/class/sent-schema'
import { nameOfType } from '../../write/class/type-parts'
import { list, primary, quoted, type Code } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'
import type { ModuleCall } from '../arguments'

const tall = (parts: readonly string[]) => list(parts, { open: '{', close: '}', isTall: true })

function modelOf(name: string, as: string, context: Context): ClassFacts {
  const facts = context.facts.classes.get(name)
  if (facts?.kind !== 'model')
    return refuse(`${name} as ${as}`, undefined, 'Use zodResponseFormat of openai/helpers/zod.')
  return facts
}

const strictText = (facts: ClassFacts, context: Context) =>
  jsonText(strictSchema(modelSchema(facts, context)))

/** Writes `response_format`. */
export function responseFormat(name: string, context: Context): string {
  const schema = strictText(modelOf(name, 'response_format', context), context)
  const format = tall([`name: ${quoted(name)}`, 'strict: true', `schema: ${schema}`])
  return tall(['type: "json_schema"', `json_schema: ${format}`])
}

/** Writes `text_format` of a response. */
export function textFormat(name: string, context: Context): string {
  const schema = strictText(modelOf(name, 'text_format', context), context)
  return tall(['type: "json_schema"', 'strict: true', `name: ${quoted(name)}`, `schema: ${schema}`])
}

/** Writes what Mistral's client makes of a model. */
export function mistralFormat(name: string, context: Context): string {
  const schema = jsonText(mistralSchema(modelSchema(modelOf(name, 'response_format', context), context)))
  const format = tall([`name: ${quoted(name)}`, `schema: ${schema}`, 'strict: true'])
  return tall(['type: "json_schema"', `json_schema: ${format}`])
}

/** Writes what Google's client makes of a class, or of a list; `undefined` for what is none. */
export function googleFormat(node: Expression, context: Context): string | undefined {
  if (node.type === 'Subscript' && /^(?:list|List)$/.test(nameOfType(node.value)))
    return jsonText({ ...(googleSchema(schemaOfType(node, context)) as object), title: 'Placeholder' })
  if (node.type !== 'Name' || context.typeOf(node.id)?.kind !== 'class') return undefined
  return jsonText(googleSchema(schemaOfType(node, context)))
}

/** `response_format_from_pydantic_model(Model)` */
export const mistralFormatCall: ModuleCall = (args, { context, node }) => {
  const model = args.take('model')
  if (model?.type !== 'Name') return refuse('a response format of what is no model', node)
  return primary(mistralFormat(model.id, context), ANY)
}

/** `openai.pydantic_function_tool(Model)` */
export const functionTool: ModuleCall = (args, { context, node }): Code => {
  const model = args.take('model')
  if (model?.type !== 'Name') return refuse('a tool of what is no model', node)
  context.makesTools = true
  const facts = modelOf(model.id, 'a tool', context)
  const name = args.named('name')
  const said = args.named('description')
  const [first] = facts.node.body
  const doc = isDocstring(first) ? docstringOf(facts.node) : undefined
  const description = said ? context.write(said).text : doc === undefined ? undefined : quoted(doc)
  const parts = [
    `name: ${name ? context.write(name).text : quoted(model.id)}`,
    'strict: true',
    `parameters: ${strictText(facts, context)}`,
    ...(description === undefined ? [] : [`description: ${description}`]),
  ]
  return primary(tall(['type: "function"', `function: ${tall(parts)}`]), ANY)
}
