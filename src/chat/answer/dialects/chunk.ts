/**
 * The chat chunks that dialects are translated to, and token counts under their names. Pure.
 */
import type { JsonObject } from '../../../base/unknown'

/** A chunk that adds to the one choice. */
export const deltaChunk = (fields: JsonObject): JsonObject => ({ choices: [{ index: 0, delta: fields }] })

/** A chunk that ends the one choice. */
export const finishChunk = (reason: string | null, more: JsonObject = {}): JsonObject => ({
  choices: [{ index: 0, delta: {}, finish_reason: reason }],
  ...more,
})

/**
 * Token counts under the names of chat completions, the others beside them.
 *
 * @param usage - Counts as a server or the AI SDK gives them.
 */
export function tokenCounts(usage: JsonObject): JsonObject {
  const first = (...names: string[]) =>
    names.map((name) => usage[name]).find((value) => typeof value === 'number')
  const counts = {
    prompt_tokens: first('prompt_tokens', 'input_tokens', 'inputTokens', 'promptTokens', 'prompt_eval_count'),
    completion_tokens: first(
      'completion_tokens',
      'output_tokens',
      'outputTokens',
      'completionTokens',
      'eval_count',
    ),
    total_tokens: first('total_tokens', 'totalTokens'),
  }
  return {
    ...usage,
    ...Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== undefined)),
  }
}
