/**
 * Answers as checked values: the request field that asks for JSON, and the text back to a value.
 */
import type { Answer } from '../answer/answer'
import { ChatError } from '../answer/errors'
import type { JsonObject } from '../../base/unknown'
import { check, type JsonSchema, type StandardSchema, toJsonSchema } from './schema'

/**
 * The `response_format` that asks for a schema.
 *
 * @param schema - The schema of the answer.
 */
export function responseFormat(schema: StandardSchema | JsonSchema): JsonObject {
  const json = toJsonSchema(schema)
  const name =
    typeof json['title'] === 'string' ? json['title'].replace(/[^\w-]/g, '_').slice(0, 64) : 'answer'
  return { type: 'json_schema', json_schema: { name, schema: json, strict: true } }
}

/**
 * The value of an answer.
 *
 * @param answer - A whole answer.
 * @param schema - Its schema.
 * @throws ChatError `parse` when it is not JSON or does not fit; the text is in `partial`.
 */
export async function readObject(answer: Answer, schema: StandardSchema | JsonSchema): Promise<unknown> {
  if (answer.refusal !== '') throw new ChatError('parse', 'the model refused to answer', { partial: answer })
  const text = withoutFence(answer.text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new ChatError('parse', 'the answer is not the JSON that was asked for', {
      partial: answer,
      cause,
      hint:
        answer.finishReason === 'length'
          ? 'It was cut off: raise max_tokens.'
          : 'Not every model knows schemas.',
    })
  }
  const checked = await check(schema, value)
  if ('value' in checked) return checked.value
  throw new ChatError('parse', `the answer does not fit its schema: ${checked.problem}`, { partial: answer })
}

/** Models that were not trained for it put their JSON into a fence. */
function withoutFence(text: string): string {
  return /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text
}
