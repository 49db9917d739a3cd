/**
 * A message as Anthropic's Messages API gives it: content blocks, the reason it stopped, what it took. Pure.
 * @see https://docs.claude.com/en/api/messages#response
 */
import type { Reply } from '../answer/rules'
import { isJsonObject, type AskContext, type JsonObject } from '../served'

/** A block of content that the practice endpoint gives. */
export type ContentBlock =
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'tool_use'
      readonly id: string
      readonly name: string
      readonly input: unknown
      readonly caller: { readonly type: 'direct' }
    }

/** What an answer took. Nothing is cached here. */
export interface MessageUsage {
  readonly input_tokens: number
  readonly cache_creation_input_tokens: number
  readonly cache_read_input_tokens: number
  readonly cache_creation: {
    readonly ephemeral_5m_input_tokens: number
    readonly ephemeral_1h_input_tokens: number
  }
  readonly output_tokens: number
  /** Part of the output tokens. */
  readonly output_tokens_details: { readonly thinking_tokens: number }
  readonly service_tier: 'standard'
  readonly server_tool_use: null
  readonly inference_geo: null
  readonly speed: null
}

/** A message of the assistant. */
export interface Message {
  readonly id: string
  readonly type: 'message'
  readonly role: 'assistant'
  readonly model: string
  readonly content: readonly ContentBlock[]
  readonly stop_reason: 'end_turn' | 'max_tokens' | 'stop_sequence' | 'tool_use' | null
  readonly stop_sequence: string | null
  readonly stop_details: null
  readonly container: null
  readonly diagnostics: null
  readonly usage: MessageUsage
}

/**
 * Makes the message of a finished answer.
 *
 * @param reply - What is said.
 * @param body - The request: whether thinking is shown.
 * @param context - Where ids come from.
 */
export function messageOf(reply: Reply, body: JsonObject, { makeId }: Pick<AskContext, 'makeId'>): Message {
  return {
    id: makeId('msg_'),
    type: 'message',
    role: 'assistant',
    model: reply.model,
    content: contentOf(reply, { showsThinking: !isOmitted(body.thinking), makeId }),
    stop_reason: stopReasonOf(reply),
    stop_sequence: reply.stopSequence ?? null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: {
      input_tokens: reply.usage.prompt_tokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      output_tokens: reply.usage.completion_tokens,
      output_tokens_details: { thinking_tokens: reply.reasoningTokens },
      service_tier: 'standard',
      server_tool_use: null,
      inference_geo: null,
      speed: null,
    },
  }
}

function contentOf(
  reply: Reply,
  { showsThinking, makeId }: { showsThinking: boolean; makeId: AskContext['makeId'] },
): ContentBlock[] {
  const blocks: ContentBlock[] = []
  if (reply.reasoning !== undefined)
    blocks.push({
      type: 'thinking',
      thinking: showsThinking ? reply.reasoning : '',
      // Opaque to clients, who send it back as it is.
      signature: Buffer.from(makeId('practice-signature-')).toString('base64'),
    })
  if (reply.toolCall)
    blocks.push({
      type: 'tool_use',
      id: makeId('toolu_'),
      name: reply.toolCall.name,
      input: JSON.parse(reply.toolCall.arguments) as unknown,
      caller: { type: 'direct' },
    })
  else if (reply.content !== '') blocks.push({ type: 'text', text: reply.content })
  return blocks
}

function stopReasonOf({ finishReason, stopSequence }: Reply): Message['stop_reason'] {
  if (finishReason === 'tool_calls') return 'tool_use'
  if (finishReason === 'length') return 'max_tokens'
  return stopSequence === undefined ? 'end_turn' : 'stop_sequence'
}

function isOmitted(thinking: unknown): boolean {
  return isJsonObject(thinking) && thinking.display === 'omitted'
}
