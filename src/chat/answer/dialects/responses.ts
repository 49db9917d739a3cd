/**
 * OpenAI's Responses API: its events, and a response in one piece.
 * @see https://platform.openai.com/docs/api-reference/responses-streaming
 * @see https://platform.openai.com/docs/api-reference/responses/object
 */
import { isObject, type JsonObject, stringOf } from '../../../base/unknown'
import { errorSentence } from '../error-text'
import { deltaChunk, finishChunk } from './chunk'
import type { Dialect, DialectReader, Translation } from './dialect'
import { callFields, statusError, wholeResponse } from './whole-response'

/** Answers of `/v1/responses`. */
export const responses: Dialect = {
  ending: 'response.completed',
  recognises: (value) => value['object'] === 'response' || stringOf(value['type']).startsWith('response.'),
  start: createReader,
}

function createReader(): DialectReader {
  /** Parts of the answer that came in pieces: their `.done` event repeats them. */
  const grown = new Set<string>()
  let summary: unknown

  const add = (event: JsonObject, fields: (text: string) => JsonObject): Translation => {
    grown.add(placeOf(event))
    return { chunk: deltaChunk(fields(stringOf(event['delta']))) }
  }
  const addWhole = (event: JsonObject, text: unknown, fields: (text: string) => JsonObject): Translation =>
    grown.has(placeOf(event)) ? {} : { chunk: deltaChunk(fields(stringOf(text))) }

  return (event) => {
    if (event['object'] === 'response' && event['type'] === undefined) {
      return { chunk: wholeResponse(event), error: statusError(event), isLast: true }
    }
    const { response, output_index: index } = event
    switch (event['type']) {
      case 'response.output_text.delta':
        return add(event, (content) => ({ content }))
      case 'response.output_text.done':
        return addWhole(event, event['text'], (content) => ({ content }))
      case 'response.refusal.delta':
        return add(event, (refusal) => ({ refusal }))
      case 'response.refusal.done':
        return addWhole(event, event['refusal'], (refusal) => ({ refusal }))
      case 'response.reasoning_text.delta':
        return add(event, (text) => ({ reasoning_content: text }))
      case 'response.reasoning_summary_text.delta': {
        const isNext = summary !== undefined && summary !== placeOf(event)
        summary = placeOf(event)
        return add(event, (text) => ({ reasoning_content: isNext ? `\n\n${text}` : text }))
      }
      case 'response.audio.delta':
        return { chunk: deltaChunk({ audio: { data: event['delta'] } }) }
      case 'response.audio.transcript.delta':
        return { chunk: deltaChunk({ audio: { transcript: event['delta'] } }) }
      case 'response.output_item.added':
        return { chunk: callChunk(event['item'], index) }
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta':
        return add(event, (text) => ({ tool_calls: [{ index, function: { arguments: text } }] }))
      case 'response.function_call_arguments.done':
        return addWhole(event, event['arguments'], (text) => ({
          tool_calls: [{ index, function: { arguments: text } }],
        }))
      case 'response.output_item.done':
        return { chunk: pictureChunk(event['item']) }
      case 'response.created':
      case 'response.in_progress':
      case 'response.queued':
        return { chunk: isObject(response) ? namesOf(response) : undefined }
      case 'response.completed':
      case 'response.incomplete':
        return { chunk: isObject(response) ? wholeResponse(response) : finishChunk('stop'), isLast: true }
      case 'response.failed':
      case 'response.cancelled':
        return { error: failureOf(response), isLast: true }
      default:
        return {}
    }
  }
}

function failureOf(response: unknown): string {
  const { error, status } = isObject(response) ? response : {}
  return status === 'cancelled' && !error ? 'the response was cancelled' : errorSentence(error)
}

function namesOf({ id, model }: JsonObject): JsonObject {
  return { id, model, choices: [] }
}

/** Where in the response an event belongs. */
function placeOf({
  item_id: item,
  output_index: index,
  content_index: part,
  summary_index: summary,
}: JsonObject): string {
  return JSON.stringify([item, index, part, summary])
}

function callChunk(item: unknown, index: unknown): JsonObject | undefined {
  if (!isObject(item) || (item['type'] !== 'function_call' && item['type'] !== 'custom_tool_call'))
    return undefined
  return deltaChunk({ tool_calls: [callFields({ ...item, arguments: '', input: '' }, index)] })
}

/** A picture is there when its item is done; what came of it before is blurred. */
function pictureChunk(item: unknown): JsonObject | undefined {
  if (!isObject(item) || item['type'] !== 'image_generation_call') return undefined
  return deltaChunk({ images: [item] })
}
