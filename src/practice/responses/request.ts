/**
 * A request to the Responses API, translated into a chat request. Pure.
 * @see https://platform.openai.com/docs/api-reference/responses/create
 */
import { textOf } from '../answer/chat-messages'
import { refuse, type Refusal } from '../refusals'
import type { ChatBody } from '../answer/rules'
import { isJsonObject, type JsonObject } from '../served'

/** What this API calls the fields that refusals name. */
export const RESPONSES_FIELDS = { messages: 'input', maxTokens: 'max_output_tokens' }

/** A message as the rules take it. */
interface ChatMessage {
  readonly role: string
  readonly content: string
}

/**
 * Translates a request.
 *
 * @param body - Parsed request body.
 * @returns The chat request, or a refusal when `input` is missing or holds something that is no item.
 */
export function toChatRequest(body: JsonObject): ChatBody | Refusal {
  const { input, instructions, max_output_tokens: maxTokens, model, tools } = body
  if (input === undefined || input === null)
    return refuse("Missing required parameter: 'input'.", {
      param: 'input',
      code: 'missing_required_parameter',
    })
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input
  if (!Array.isArray(items))
    return refuse('input must be a text or a list of items.', { param: 'input', code: 'invalid_type' })
  const messages: ChatMessage[] = []
  if (typeof instructions === 'string' && instructions !== '')
    messages.push({ role: 'system', content: instructions })
  for (const [index, item] of (items as unknown[]).entries()) {
    if (!isJsonObject(item) || (typeof item.role !== 'string' && typeof item.type !== 'string'))
      return refuse(`input[${index}] must be an object with a role and a content, or with a type.`, {
        param: `input[${index}]`,
      })
    messages.push(...toMessages(item))
  }
  return {
    model,
    messages,
    max_tokens: maxTokens ?? undefined,
    reasoning_effort: toEffort(body.reasoning),
    response_format: toFormat(body.text),
    tools: toTools(tools),
    tool_choice: toChoice(body.tool_choice),
  }
}

function toMessages(item: JsonObject): ChatMessage[] {
  if (typeof item.role === 'string')
    return [{ role: item.role === 'developer' ? 'system' : item.role, content: textOf(item.content) }]
  if (/_call_output$/.test(String(item.type))) return [{ role: 'tool', content: textOf(item.output) }]
  if (item.type === 'function_call') return [{ role: 'assistant', content: textOf(item.arguments) }]
  // Reasoning and references to earlier items carry nothing that a canned answer looks at.
  return []
}

function toEffort(reasoning: unknown): string | undefined {
  if (!isJsonObject(reasoning)) return undefined
  return typeof reasoning.effort === 'string' ? reasoning.effort : 'medium'
}

/** A format stands here without the wrapper that it has in a chat request. */
function toFormat(text: unknown): object | undefined {
  const format = isJsonObject(text) ? text.format : undefined
  if (!isJsonObject(format)) return undefined
  return { type: format.type, json_schema: { schema: format.schema } }
}

/** So do functions; built-in tools are not there. */
function toTools(tools: unknown): object[] | undefined {
  if (!Array.isArray(tools)) return undefined
  return (tools as unknown[])
    .filter((tool): tool is JsonObject => isJsonObject(tool) && tool.type === 'function')
    .map(({ name, parameters }) => ({ type: 'function', function: { name, parameters } }))
}

function toChoice(choice: unknown): unknown {
  return isJsonObject(choice) && choice.type === 'function' ? { function: { name: choice.name } } : choice
}
