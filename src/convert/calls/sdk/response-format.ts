/** A model of pydantic as the schema that Python's client sends for it. */
import type { Context } from '../../write/context'
import { refuse } from '../../write/refusal'

/** Writes `response_format`. */
export function responseFormat(name: string, context: Context): string {
  void context
  return refuse(`${name} as response_format`, undefined, 'Use zodResponseFormat of openai/helpers/zod.')
}
