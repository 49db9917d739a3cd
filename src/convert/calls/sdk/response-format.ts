/** A model of pydantic as the schema that Python's client sends for it. */
import { jsonText, modelSchema, strictSchema } from '../../write/class/model-schema'
import { list, quoted } from '../../write/code'
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'

/** Writes `response_format`. */
export function responseFormat(name: string, context: Context): string {
  const facts = context.facts.classes.get(name)
  if (facts?.kind !== 'model')
    return refuse(`${name} as response_format`, undefined, 'Use zodResponseFormat of openai/helpers/zod.')
  const schema = jsonText(strictSchema(modelSchema(facts, context)))
  const format = list([`name: ${quoted(name)}`, 'strict: true', `schema: ${schema}`], {
    open: '{',
    close: '}',
    isTall: true,
  })
  return list(['type: "json_schema"', `json_schema: ${format}`], { open: '{', close: '}', isTall: true })
}
