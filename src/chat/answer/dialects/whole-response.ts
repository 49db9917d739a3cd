/**
 * A response of the Responses API in one piece: what a server sends that does not stream, and what the last event of a
 * stream holds. Pure.
 * @see https://platform.openai.com/docs/api-reference/responses/object
 */
import { isObject, type JsonObject, stringOf } from '../../../base/unknown'
import { tokenCounts } from './chunk'

/**
 * A whole response as a whole completion. After deltas the reducer takes only its finish reason and usage, for a
 * message that repeats the deltas never counts twice.
 *
 * @param response - The object `response`.
 */
export function wholeResponse(response: JsonObject): JsonObject {
  const message = {
    content: '',
    refusal: '',
    reasoning_content: '',
    tool_calls: [] as unknown[],
    images: [] as unknown[],
  }
  const items = Array.isArray(response['output']) ? response['output'].filter(isObject) : []
  for (const item of items) {
    const parts = [item['content'], item['summary']].flatMap((list) =>
      Array.isArray(list) ? list.filter(isObject) : [],
    )
    for (const part of parts) {
      if (part['type'] === 'output_text') message.content += stringOf(part['text'])
      else if (part['type'] === 'refusal') message.refusal += stringOf(part['refusal'])
      else message.reasoning_content += stringOf(part['text'])
    }
    if (item['type'] === 'function_call' || item['type'] === 'custom_tool_call')
      message.tool_calls.push(callFields(item, message.tool_calls.length))
    if (item['type'] === 'image_generation_call') message.images.push(item)
  }
  const { id, model, usage, error } = response
  return {
    id,
    model,
    choices: [{ index: 0, message, finish_reason: finishReason(response, message.tool_calls.length > 0) }],
    ...(isObject(usage) ? { usage: tokenCounts(usage) } : {}),
    ...(isObject(error) ? { error } : {}),
  }
}

/** The fields of a tool call of chat completions. */
export function callFields(item: JsonObject, index: unknown): JsonObject {
  const { call_id: id, name, arguments: text, input } = item
  return { index, id, function: { name, arguments: text || input } }
}

/** Why a response in one piece is not an answer, although the request for it was answered. */
export function statusError({ status }: JsonObject): string | undefined {
  if (status === 'cancelled') return 'the response was cancelled'
  if (status === 'queued' || status === 'in_progress') return `the response is not there yet (${status})`
  return undefined
}

function finishReason(response: JsonObject, hasCalls: boolean): string | null {
  const details = response['incomplete_details']
  const reason = isObject(details) ? stringOf(details['reason']) : ''
  const whole = hasCalls ? 'tool_calls' : 'stop'
  const stopped = reason === 'max_output_tokens' ? 'length' : reason || 'incomplete'
  const reasons: Record<string, string> = { completed: whole, incomplete: stopped, '': whole }
  return reasons[stringOf(response['status'])] ?? null
}
