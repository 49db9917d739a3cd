/**
 * Other dialects to chat chunks, so that one reducer serves all: events and objects of the responses API, parts of the
 * AI SDK's `fullStream` (versions 4 to 6) and of its UI message streams. Pure; keeps no state.
 * @see https://platform.openai.com/docs/api-reference/responses-streaming
 */
import { errorText } from './error-text'
import { isObject, type JsonObject, stringOf } from '../../base/unknown'

/**
 * Translates a payload.
 *
 * @param value - A payload without `choices`.
 * @returns A chat chunk that says the same; `undefined` for payloads of no known dialect and those that add nothing.
 */
export function toChatChunk(value: JsonObject): JsonObject | undefined {
  if ('choices' in value) return undefined
  if (value['object'] === 'response') return wholeResponse(value)
  const type = value['type']
  if (typeof type !== 'string') return undefined
  return type.startsWith('response.') ? responseEvent(type, value) : sdkPart(type, value)
}

/** What a payload of another dialect reports as error; `null` when it reports none. */
export function foreignError(value: JsonObject): string | null {
  const type = value['type']
  if (type === 'response.failed' && isObject(value['response'])) return sentence(value['response']['error'])
  if (type === 'error' && !('choices' in value))
    return sentence(value['error'] ?? value['errorText'] ?? value)
  return type === 'abort' ? 'the answer was stopped at its source' : null
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : errorText(error)
  return text || 'the server reported an error without a message'
}

const delta = (fields: JsonObject): JsonObject => ({ choices: [{ index: 0, delta: fields }] })
const finish = (reason: string, more: JsonObject = {}): JsonObject => ({
  choices: [{ index: 0, delta: {}, finish_reason: reason }],
  ...more,
})

function responseEvent(type: string, event: JsonObject): JsonObject | undefined {
  const text = stringOf(event['delta'])
  switch (type) {
    case 'response.output_text.delta':
      return delta({ content: text })
    case 'response.reasoning_text.delta':
    case 'response.reasoning_summary_text.delta':
      return delta({ reasoning_content: text })
    case 'response.refusal.delta':
      return delta({ refusal: text })
    case 'response.output_item.added':
      return callOf(event['item'], event['output_index'], '')
    case 'response.function_call_arguments.delta':
      return delta({ tool_calls: [{ index: event['output_index'], function: { arguments: text } }] })
    case 'response.created':
    case 'response.in_progress':
      return isObject(event['response']) ? { ...namesOf(event['response']), choices: [] } : undefined
    case 'response.completed':
    case 'response.incomplete':
      return isObject(event['response']) ? wholeResponse(event['response']) : finish('stop')
    default:
      return undefined
  }
}

/**
 * A whole response as a whole completion. After deltas the reducer takes only its finish reason and usage, for a
 * message that repeats the deltas never counts twice.
 */
function wholeResponse(response: JsonObject): JsonObject {
  const message = { content: '', refusal: '', reasoning_content: '', tool_calls: [] as unknown[] }
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
    if (item['type'] === 'function_call') message.tool_calls.push(callFields(item, message.tool_calls.length))
  }
  const details = response['incomplete_details']
  const reason = isObject(details) ? stringOf(details['reason']) : ''
  const status = stringOf(response['status'])
  const whole = message.tool_calls.length > 0 ? 'tool_calls' : 'stop'
  const stopped = reason === 'max_output_tokens' ? 'length' : reason || 'incomplete'
  const reasons: Record<string, string> = { completed: whole, incomplete: stopped, '': whole }
  return {
    ...namesOf(response),
    choices: [{ index: 0, message, finish_reason: reasons[status] ?? null }],
    ...(isObject(response['usage']) ? { usage: tokenCounts(response['usage']) } : {}),
    ...(isObject(response['error']) ? { error: response['error'] } : {}),
  }
}

function namesOf({ id, model }: JsonObject): JsonObject {
  return { id, model }
}

function callFields(item: JsonObject, index: unknown): JsonObject {
  return { index, id: item['call_id'], function: { name: item['name'], arguments: item['arguments'] } }
}

function callOf(item: unknown, index: unknown, noArguments: string): JsonObject | undefined {
  if (!isObject(item) || item['type'] !== 'function_call') return undefined
  return delta({ tool_calls: [callFields({ ...item, arguments: noArguments }, index)] })
}

function sdkPart(type: string, part: JsonObject): JsonObject | undefined {
  const text = stringOf(part['text']) || stringOf(part['textDelta']) || stringOf(part['delta'])
  switch (type) {
    case 'text-delta':
      return delta({ content: text })
    case 'reasoning':
    case 'reasoning-delta':
      return delta({ reasoning_content: text })
    case 'tool-call':
    case 'tool-input-available': {
      const input = part['input'] ?? part['args']
      const text = typeof input === 'string' ? input : JSON.stringify(input ?? {})
      return delta({
        tool_calls: [{ id: part['toolCallId'], function: { name: part['toolName'], arguments: text } }],
      })
    }
    case 'finish': {
      const usage = part['totalUsage'] ?? part['usage']
      const counts = isObject(usage) ? { usage: tokenCounts(usage) } : {}
      // The SDK finishes cut streams too; all that tells is that it knows no reason.
      return isUnknown(part) ? { choices: [], ...counts } : finish(sdkReason(part), counts)
    }
    case 'finish-step':
    case 'step-finish':
      return isObject(part['response']) ? { model: part['response']['modelId'], choices: [] } : undefined
    default:
      return undefined
  }
}

function sdkReason(part: JsonObject): string {
  return (stringOf(part['finishReason']) || 'stop').replace('-', '_')
}

/** `unknown` in versions 4 and 5; later `other` without a reason of the model's own beside it. */
function isUnknown(part: JsonObject): boolean {
  const { finishReason: reason } = part
  return reason === 'unknown' || (reason === 'other' && 'rawFinishReason' in part && !part['rawFinishReason'])
}

/** Token counts under the names of chat completions, the others beside them. */
function tokenCounts(usage: JsonObject): JsonObject {
  const first = (...names: string[]) =>
    names.map((name) => usage[name]).find((value) => typeof value === 'number')
  const counts = {
    prompt_tokens: first('prompt_tokens', 'input_tokens', 'inputTokens', 'promptTokens'),
    completion_tokens: first('completion_tokens', 'output_tokens', 'outputTokens', 'completionTokens'),
    total_tokens: first('total_tokens', 'totalTokens'),
  }
  return {
    ...usage,
    ...Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== undefined)),
  }
}
