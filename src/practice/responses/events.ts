/**
 * A response as a stream of events: its beginning, each output item with its pieces, its end. Pure; the compiler checks
 * each field against the official client.
 * @see https://platform.openai.com/docs/api-reference/responses-streaming
 */
import type { Responses } from 'openai/resources'
import { cutPieces } from '../pace'
import { MODEL_FAILED, type StreamEvent } from '../served'
import type { OutputItem } from './items'
import type { WireResponse } from './response'

/** An event before it has its number; a response in it is one on the wire. */
type Unnumbered<Event> = Event extends { response: unknown }
  ? Omit<Event, 'response' | 'sequence_number'> & { readonly response: WireResponse }
  : Omit<Event, 'sequence_number'>
type WireEvent = Unnumbered<Extract<Responses.ResponseStreamEvent, { type: string }>>
type Place = { readonly item_id: string; readonly output_index: number }

/**
 * The events of a response.
 * @param response - The finished response.
 */
export function responseEvents(response: WireResponse): StreamEvent[] {
  return [...eventsOf(response)].map(numbered)
}

/**
 * The events by which the model fails in the middle of its answer.
 * @param response - The response as it would have been.
 * @param index - Number of the first of these events.
 */
export function failureEvents(response: WireResponse, index: number): StreamEvent[] {
  const error = { code: 'server_error', message: MODEL_FAILED } as const
  const failed = { ...begun(response), status: 'failed', error } as const
  // The reference has these fields at the top; the service sends them below `error`. Clients look here or there.
  const flat = { ...error, param: null }
  const nested = { error: { type: 'server_error', ...flat } }
  return [
    { type: 'error', ...flat, ...nested } as const,
    { type: 'response.failed', response: failed } as const,
  ].map((event, offset) => numbered(event, index + offset))
}

function numbered(event: WireEvent, index: number): StreamEvent {
  const data = { ...event, sequence_number: index }
  return { data, isPiece: isPiece(event) }
}

function isPiece({ type }: WireEvent): boolean {
  return type.endsWith('.delta')
}

/** The response when nothing of it has been said. */
function begun({ usage: _usage, ...response }: WireResponse): WireResponse {
  return { ...response, status: 'in_progress', completed_at: null, incomplete_details: null, output: [] }
}

function* eventsOf(response: WireResponse): Generator<WireEvent> {
  yield { type: 'response.created', response: begun(response) }
  yield { type: 'response.in_progress', response: begun(response) }
  for (const [index, item] of (response.output as OutputItem[]).entries()) yield* itemEvents(item, index)
  yield { type: response.status === 'incomplete' ? 'response.incomplete' : 'response.completed', response }
}

function* itemEvents(item: OutputItem, index: number): Generator<WireEvent> {
  const place: Place = { item_id: item.id ?? '', output_index: index }
  yield { type: 'response.output_item.added', output_index: index, item: emptied(item) }
  if (item.type === 'reasoning') yield* summaryEvents(item, place)
  else if (item.type === 'function_call') yield* argumentEvents(item, place)
  else yield* textEvents(item, place)
  yield { type: 'response.output_item.done', output_index: index, item }
}

function emptied(item: OutputItem): OutputItem {
  if (item.type === 'reasoning') return { ...item, summary: [] }
  if (item.type === 'function_call') return { ...item, status: 'in_progress', arguments: '' }
  return { ...item, status: 'in_progress', content: [] }
}

function* summaryEvents(item: Responses.ResponseReasoningItem, place: Place): Generator<WireEvent> {
  for (const [index, part] of item.summary.entries()) {
    const at = { ...place, summary_index: index }
    yield { type: 'response.reasoning_summary_part.added', ...at, part: { ...part, text: '' } }
    for (const delta of cutPieces(part.text))
      yield { type: 'response.reasoning_summary_text.delta', ...at, delta }
    yield { type: 'response.reasoning_summary_text.done', ...at, text: part.text }
    yield { type: 'response.reasoning_summary_part.done', ...at, part }
  }
}

function* argumentEvents(item: Responses.ResponseFunctionToolCall, place: Place): Generator<WireEvent> {
  for (const delta of cutPieces(item.arguments))
    yield { type: 'response.function_call_arguments.delta', ...place, delta }
  const { arguments: text, name } = item
  // Clients up to openai 6 know the name here too.
  yield { type: 'response.function_call_arguments.done', ...place, arguments: text, ...{ name } }
}

function* textEvents(item: Responses.ResponseOutputMessage, place: Place): Generator<WireEvent> {
  for (const [index, part] of item.content.entries()) {
    if (part.type !== 'output_text') continue
    const at = { ...place, content_index: index }
    yield { type: 'response.content_part.added', ...at, part: { ...part, text: '' } }
    for (const delta of cutPieces(part.text))
      yield { type: 'response.output_text.delta', ...at, delta, logprobs: [] }
    yield { type: 'response.output_text.done', ...at, text: part.text, logprobs: [] }
    yield { type: 'response.content_part.done', ...at, part }
  }
}
