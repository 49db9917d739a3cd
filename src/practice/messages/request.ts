/**
 * A request to Anthropic's Messages API, checked and translated into a chat request. Pure.
 * @see https://docs.claude.com/en/api/messages
 */
import { textOf } from '../answer/chat-messages'
import { refuse, type Refusal } from '../refusals'
import type { ChatBody } from '../answer/rules'
import { isJsonObject, type JsonObject } from '../served'

/** What this API calls the fields that refusals name. */
export const MESSAGES_FIELDS = { messages: 'messages', maxTokens: 'max_tokens' }

/** The least budget for thinking. */
const MIN_THINKING_TOKENS = 1_024

/** A message as the rules take it. */
interface ChatMessage {
  readonly role: string
  readonly content: string
}

/**
 * Translates a request.
 *
 * @param body - Parsed request body.
 * @param options - `needsMaxTokens`: whether `max_tokens` has to be there, as it has not for counting.
 * @returns The chat request, or a refusal when a field is missing or wrong.
 */
export function toChatRequest(body: JsonObject, options: { needsMaxTokens: boolean }): ChatBody | Refusal {
  if (options.needsMaxTokens && (body.max_tokens === undefined || body.max_tokens === null))
    return refuse('max_tokens: Field required', { param: 'max_tokens' })
  const thinking = readThinking(body)
  if (typeof thinking === 'object') return thinking
  const messages = toMessages(body)
  if (!Array.isArray(messages)) return messages
  return {
    model: body.model,
    messages,
    max_tokens: body.max_tokens,
    reasoning_effort: thinking ? 'medium' : undefined,
    response_format: toFormat(body),
    stop: body.stop_sequences,
    tools: toTools(body.tools),
    tool_choice: toChoice(body.tool_choice),
  }
}

/** Whether thinking is asked for, or what is wrong with it. */
function readThinking({ thinking, max_tokens: maxTokens }: JsonObject): boolean | Refusal {
  if (!isJsonObject(thinking) || thinking.type === 'disabled') return false
  if (thinking.type === 'adaptive') return true
  if (thinking.type !== 'enabled')
    return refuse('thinking.type: must be one of enabled, adaptive, disabled', { param: 'thinking' })
  const budget = thinking.budget_tokens
  if (!(Number.isInteger(budget) && (budget as number) >= MIN_THINKING_TOKENS))
    return refuse(
      `thinking.enabled.budget_tokens: must be a whole number of at least ${MIN_THINKING_TOKENS}`,
      { param: 'thinking' },
    )
  if (typeof maxTokens === 'number' && maxTokens <= (budget as number))
    return refuse('max_tokens must be greater than thinking.budget_tokens', { param: 'max_tokens' })
  return true
}

function toMessages({ system, messages }: JsonObject): ChatMessage[] | Refusal {
  if (!Array.isArray(messages) || messages.length === 0)
    return refuse('messages: at least one message is required', { param: 'messages' })
  const translated: ChatMessage[] = []
  if (textOf(system) !== '') translated.push({ role: 'system', content: textOf(system) })
  for (const [index, message] of (messages as unknown[]).entries()) {
    const { role, content } = isJsonObject(message) ? message : {}
    if (role !== 'user' && role !== 'assistant')
      return refuse(
        `messages.${index}.role: must be user or assistant` +
          (role === 'system' ? '; a system prompt is the top-level field system' : ''),
        { param: 'messages' },
      )
    if (typeof content !== 'string' && !Array.isArray(content))
      return refuse(`messages.${index}.content: must be a text or a list of blocks`, { param: 'messages' })
    const results = typeof content === 'string' ? [] : (content as unknown[]).filter(isToolResult)
    const text = textOf(content)
    if (text !== '' || results.length === 0) translated.push({ role, content: text })
    // Results come last, for the answer is to them.
    for (const result of results) translated.push({ role: 'tool', content: textOf(result.content) })
  }
  return translated
}

function isToolResult(block: unknown): block is JsonObject {
  return isJsonObject(block) && block.type === 'tool_result'
}

function toFormat({ output_config: config, output_format: old }: JsonObject): object | undefined {
  const format = (isJsonObject(config) ? config.format : undefined) ?? old
  if (!isJsonObject(format)) return undefined
  return { type: format.type, json_schema: { schema: format.schema } }
}

function toTools(tools: unknown): object[] | undefined {
  if (!Array.isArray(tools)) return undefined
  return (tools as unknown[])
    .filter((tool): tool is JsonObject => isJsonObject(tool) && isJsonObject(tool.input_schema))
    .map(({ name, input_schema: parameters }) => ({ type: 'function', function: { name, parameters } }))
}

function toChoice(choice: unknown): unknown {
  if (!isJsonObject(choice)) return undefined
  if (choice.type === 'tool') return { function: { name: choice.name } }
  return choice.type === 'any' ? 'required' : choice.type
}
