/**
 * A message of Anthropic's Messages API as a stream of events. Pure.
 * @see https://docs.claude.com/en/docs/build-with-claude/streaming
 */
import { cutPieces } from '../pace'
import { MODEL_FAILED, type StreamEvent } from '../served'
import type { ContentBlock, Message } from './message'

/**
 * The events of a message.
 * @param message - The finished message.
 */
export function messageEvents(message: Message): StreamEvent[] {
  return [...eventsOf(message)]
}

/** The event by which the model fails in the middle of its answer. */
export function failureEvents(): StreamEvent[] {
  return [toEvent('error', { error: { type: 'api_error', message: MODEL_FAILED } })]
}

function* eventsOf(message: Message): Generator<StreamEvent> {
  const begun = {
    ...message,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    // What is known when nothing has been said; the rest comes with message_delta.
    usage: { ...message.usage, output_tokens: 1, output_tokens_details: { thinking_tokens: 0 } },
  }
  yield toEvent('message_start', { message: begun })
  for (const [index, block] of message.content.entries()) {
    yield toEvent('content_block_start', { index, content_block: emptied(block) })
    if (index === 0) yield toEvent('ping', {})
    for (const delta of deltasOf(block)) yield toPiece(index, delta)
    yield toEvent('content_block_stop', { index })
  }
  const { stop_reason, stop_sequence, stop_details, container } = message
  const {
    cache_creation: _creation,
    service_tier: _tier,
    inference_geo: _geo,
    speed: _speed,
    ...usage
  } = message.usage
  yield toEvent('message_delta', { delta: { stop_reason, stop_sequence, stop_details, container }, usage })
  yield toEvent('message_stop', {})
}

function emptied(block: ContentBlock): object {
  if (block.type === 'thinking') return { ...block, thinking: '', signature: '' }
  return block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} }
}

function deltasOf(block: ContentBlock): object[] {
  if (block.type === 'text') return cutPieces(block.text).map((text) => ({ type: 'text_delta', text }))
  if (block.type === 'thinking')
    return [
      ...cutPieces(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature: block.signature },
    ]
  // The service begins the arguments with an empty piece.
  return ['', ...cutPieces(JSON.stringify(block.input))].map((json) => ({
    type: 'input_json_delta',
    partial_json: json,
  }))
}

function toEvent(type: string, rest: object): StreamEvent {
  return { data: { type, ...rest }, isPiece: false }
}

function toPiece(index: number, delta: object): StreamEvent {
  return { ...toEvent('content_block_delta', { index, delta }), isPiece: true }
}
