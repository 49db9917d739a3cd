/**
 * The output items of a response: reasoning, then a message or the call of a function. Pure; the compiler checks each
 * field against the official client.
 * @see https://platform.openai.com/docs/api-reference/responses/object#responses/object-output
 */
import type { Responses } from 'openai/resources'
import type { Reply } from '../answer/rules'
import type { AskContext, JsonObject } from '../served'

/** An item that the practice endpoint gives. */
export type OutputItem =
  Responses.ResponseReasoningItem | Responses.ResponseOutputMessage | Responses.ResponseFunctionToolCall

/**
 * Makes the output items of an answer.
 *
 * @param reply - What is said.
 * @param body - The request: whether it asks for a summary of the reasoning, or for the encrypted reasoning.
 * @param context - Where ids come from.
 * @returns The items in their order; only the reasoning when it has used up `max_output_tokens`.
 */
export function outputOf(
  reply: Reply,
  body: JsonObject,
  { makeId }: Pick<AskContext, 'makeId'>,
): OutputItem[] {
  const items: OutputItem[] = []
  const isIncomplete = reply.finishReason === 'length'
  if (reply.reasoning !== undefined) {
    const id = makeId('rs_')
    items.push({
      id,
      type: 'reasoning',
      summary: wantsSummary(body) ? [{ type: 'summary_text', text: reply.reasoning }] : [],
      ...(wantsEncrypted(body) && { encrypted_content: Buffer.from(id).toString('base64') }),
    })
  }
  if (reply.toolCall)
    items.push({
      id: makeId('fc_'),
      type: 'function_call',
      status: 'completed',
      arguments: reply.toolCall.arguments,
      call_id: makeId('call_'),
      name: reply.toolCall.name,
    })
  else if (reply.content !== '' || !isIncomplete)
    items.push({
      id: makeId('msg_'),
      type: 'message',
      status: isIncomplete ? 'incomplete' : 'completed',
      content: [{ type: 'output_text', annotations: [], logprobs: [], text: reply.content }],
      role: 'assistant',
    })
  return items
}

/** Reasoning is shown to those only who ask for a summary. */
function wantsSummary({ reasoning }: JsonObject): boolean {
  const { summary, generate_summary: old } = reasoning as { summary?: unknown; generate_summary?: unknown }
  return typeof (summary ?? old) === 'string'
}

function wantsEncrypted({ include }: JsonObject): boolean {
  return Array.isArray(include) && include.includes('reasoning.encrypted_content')
}
