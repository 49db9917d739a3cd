/**
 * The response object of the Responses API: what was asked, what is said, what it took. Pure; the compiler checks each
 * field against the official client.
 * @see https://platform.openai.com/docs/api-reference/responses/object
 */
import type { Responses } from 'openai/resources'
import type { Reply } from '../answer/rules'
import { isJsonObject, type AskContext, type JsonObject } from '../served'
import { outputOf } from './items'

/** A response on the wire: `output_text` is added by the client. */
export type WireResponse = Omit<Responses.Response, 'output_text'>

/**
 * Makes the response object of a finished answer.
 *
 * @param reply - What is said.
 * @param body - The request, whose settings are repeated.
 * @param context - Where ids and the time come from.
 */
export function responseOf(reply: Reply, body: JsonObject, context: AskContext): WireResponse {
  const isIncomplete = reply.finishReason === 'length'
  const { prompt_tokens: input, completion_tokens: output, total_tokens: total } = reply.usage
  return {
    id: context.makeId('resp_'),
    object: 'response',
    created_at: context.nowSeconds,
    status: isIncomplete ? 'incomplete' : 'completed',
    background: false,
    completed_at: isIncomplete ? null : context.nowSeconds,
    error: null,
    incomplete_details: isIncomplete ? { reason: 'max_output_tokens' } : null,
    ...settingsOf(body),
    model: reply.model,
    output: outputOf(reply, body, context),
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: reply.reasoningTokens },
      total_tokens: total,
    },
  }
}

type Settings = Omit<
  WireResponse,
  | 'id'
  | 'object'
  | 'created_at'
  | 'status'
  | 'background'
  | 'completed_at'
  | 'error'
  | 'incomplete_details'
  | 'model'
  | 'output'
  | 'usage'
>

/** The request's settings, and what they are when it has none. They are repeated as they came, not judged. */
function settingsOf(body: JsonObject): Settings {
  const reasoning = isJsonObject(body.reasoning) ? body.reasoning : {}
  const text = isJsonObject(body.text) ? body.text : {}
  // The service sends these too, which version 6 of the client does not declare.
  type Undeclared = Record<'access_programs' | 'max_tool_calls' | 'store', unknown>
  const settings: { readonly [Name in keyof Settings]: unknown } & Readonly<Undeclared> = {
    access_programs: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    max_tool_calls: body.max_tool_calls ?? null,
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: { effort: reasoning.effort ?? null, summary: reasoning.summary ?? null },
    service_tier: 'default',
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: { format: text.format ?? { type: 'text' }, verbosity: text.verbosity ?? 'medium' },
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_logprobs: body.top_logprobs ?? 0,
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? 'disabled',
    user: body.user ?? null,
    metadata: body.metadata ?? {},
  }
  return settings as Settings
}
