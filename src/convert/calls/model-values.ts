/** Classes of models as values, for a function that gets one or the other: what is asked of them, they carry along. */
import { ANY, MURKY, type Type } from '../facts/types'
import { BINDS, type Code, operand, primary } from '../write/code'
import type { Context } from '../write/context'
import { refuse } from '../write/refusal'
import { Arguments, type CallParts, entries, objectOf } from './arguments'

/** Whether a value is a class of models, of which only the run tells which one. */
export const isModelValue = (type: Type | undefined): boolean =>
  type?.kind === 'sdk' && type.of === 'model-class'

/** `model.model_json_schema()`, `model.model_validate(data)` */
export function modelValueMethod(target: Code, args: Arguments, { context, node }: CallParts): Code {
  context.facts.note('hasModelValues')
  const name = args.parts.name.slice(1)
  const text = operand(target, BINDS.call)
  if (name === 'model_json_schema') {
    args.end()
    return primary(`${text}.jsonSchema`, ANY)
  }
  const [helper, given] =
    { model_validate: ['validated', 'obj'], model_validate_json: ['validatedJson', 'json_data'] }[name] ?? []
  if (!helper || !given) return refuse(`.${name}() of a class that is a value`, node)
  const value = args.need(given)
  args.end()
  return primary(`${context.helper(helper)}<any>(${target.text}, ${value.text}, ${text}.title)`, MURKY)
}

/** `model(**data)` */
export function modelValueCall(target: Code, parts: CallParts): Code {
  const { context, node } = parts
  context.facts.note('hasModelValues')
  const args = new Arguments(parts)
  const fields = args.rest
  for (const [name] of fields) args.named(name)
  const spreads = args.spreads.splice(0).map((each) => `...${operand(context.write(each), BINDS.arrow)}`)
  args.end()
  const data = objectOf([...spreads, ...entries(fields, parts)], node)
  return primary(
    `${context.helper('validated')}<any>(${target.text}, ${data}, ${operand(target, BINDS.call)}.title)`,
    MURKY,
  )
}

/** `response_format=model`, `text_format=model` */
export function modelValueFormat(name: string, target: Code, context: Context): string {
  context.facts.note('hasModelValues')
  context.facts.note('hasModelFormats')
  const text = operand(target, BINDS.call)
  const named = `name: ${text}.title`
  return name === 'text_format'
    ? `text: { format: { type: "json_schema", strict: true, ${named}, schema: ${text}.strictSchema } }`
    : `response_format: { type: "json_schema", json_schema: { ${named}, strict: true, schema: ${text}.strictSchema } }`
}
