/**
 * Answers in JSON, for requests that ask for a format. Pure.
 * @see https://platform.openai.com/docs/guides/structured-outputs
 */
import { exampleOf } from './example-value'
import { isJsonObject } from '../served'

/**
 * Writes an answer in the format that was asked for.
 *
 * @param format - The request's `response_format`; anything may be in it.
 * @param answer - `text`: the answer in words; `prompt`: where to look for the values that a schema wants.
 * @returns JSON for a schema or for `json_object`; otherwise the text as it is.
 */
export function inFormat(format: unknown, answer: { text: string; prompt: string }): string {
  if (!isJsonObject(format)) return answer.text
  if (format.type === 'json_object') return JSON.stringify({ answer: answer.text })
  if (format.type !== 'json_schema' || !isJsonObject(format.json_schema)) return answer.text
  return JSON.stringify(exampleOf(format.json_schema.schema, answer.prompt))
}
