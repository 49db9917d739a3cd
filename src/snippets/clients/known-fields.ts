/**
 * Fields that the official clients know in all versions that are about. What is not here is sent as an extra field, which
 * is never wrong: the clients send it as it is.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 * @see https://platform.openai.com/docs/api-reference/responses/create
 */
import type { Entry, JsonNode, ObjectNode } from '../read-json'

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

const FIELDS = {
  chat: words(
    `model messages audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens
    metadata modalities n parallel_tool_calls prediction presence_penalty reasoning_effort response_format seed
    service_tier stop store stream stream_options temperature tool_choice tools top_logprobs top_p user`,
  ),
  responses: words(
    `model input include instructions max_output_tokens metadata parallel_tool_calls previous_response_id reasoning
    store stream temperature text tool_choice tools top_p truncation user`,
  ),
  embeddings: words('model input dimensions encoding_format user'),
  models: words(''),
  model: words(''),
}

/** Fields of a message, and of a part of its content. */
const MESSAGE = words('role content name tool_calls tool_call_id refusal audio function_call')
const PART = words('type text image_url input_audio file refusal')

/**
 * Divides the fields of a call into those that a client knows and extra ones.
 *
 * @param kind - Which call.
 * @param body - Its fields.
 */
export function splitFields(
  kind: keyof typeof FIELDS,
  body: ObjectNode,
): { known: readonly Entry[]; extras: readonly Entry[] } {
  const isKnown = ([name]: Entry): boolean => typeof name === 'string' && FIELDS[kind].has(name)
  return { known: body.entries.filter(isKnown), extras: body.entries.filter((entry) => !isKnown(entry)) }
}

/** Messages with their extra fields set apart, as the types of TypeScript want it. */
export function markExtras(node: JsonNode, isPart = false): JsonNode {
  if (node.kind === 'array')
    return { kind: 'array', items: node.items.map((item) => markExtras(item, isPart)) }
  if (node.kind !== 'object') return node
  const names = isPart ? PART : MESSAGE
  const isKnown = ([name]: Entry): boolean => typeof name === 'string' && names.has(name)
  return {
    kind: 'object',
    entries: node.entries
      .filter(isKnown)
      .map(([name, value]) => [name, name === 'content' && !isPart ? markExtras(value, true) : value]),
    extras: node.entries.filter((entry) => !isKnown(entry)),
  }
}
