/**
 * Anthropic's Messages API: its events, and a message in one piece. llama.cpp and LiteLLM speak it as well.
 * @see https://docs.claude.com/en/docs/build-with-claude/streaming
 * @see https://docs.claude.com/en/api/messages
 */
import { isObject, type JsonObject, stringOf } from '../../../base/unknown'
import { deltaChunk, finishChunk, tokenCounts } from './chunk'
import type { Dialect, DialectReader, Translation } from './dialect'

const EVENTS: ReadonlySet<unknown> = new Set([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
])

/** Answers of `/v1/messages`. */
export const messages: Dialect = {
  ending: 'message_stop',
  recognises: (value) => EVENTS.has(value['type']) || isMessage(value),
  start: createReader,
}

interface CallBlock {
  readonly slot: number
  hasInput: boolean
}

function createReader(): DialectReader {
  /** The blocks that are calls of the caller's tools, by their index. */
  const calls = new Map<unknown, CallBlock>()
  let usage: JsonObject = {}
  let stopReason: string | null = null

  const openBlock = ({ index, content_block: block }: JsonObject): JsonObject | undefined => {
    if (!isObject(block)) return undefined
    if (block['type'] !== 'tool_use') return deltaChunk(blockFields(block))
    const call = { slot: calls.size, hasInput: false }
    calls.set(index, call)
    return callChunk(call, inputText(block['input']), block)
  }
  const addToBlock = ({ index, delta }: JsonObject): JsonObject | undefined => {
    if (!isObject(delta)) return undefined
    const call = calls.get(index)
    switch (delta['type']) {
      case 'text_delta':
        return deltaChunk({ content: stringOf(delta['text']) })
      case 'thinking_delta':
        return deltaChunk({ reasoning_content: stringOf(delta['thinking']) })
      case 'input_json_delta':
        // The server's own tools have their arguments, too; they are no calls for us.
        return call && callChunk(call, stringOf(delta['partial_json']))
      default:
        return undefined
    }
  }

  return (event): Translation => {
    switch (event['type']) {
      case 'message_start': {
        const { id, model, usage: counts } = isObject(event['message']) ? event['message'] : {}
        // What it says of the answer's tokens is a beginning.
        const { output_tokens: _, ...sent } = isObject(counts) ? counts : {}
        usage = sent
        return { chunk: { id, model, choices: [], ...countsOf(usage) } }
      }
      case 'content_block_start':
        return { chunk: openBlock(event) }
      case 'content_block_delta':
        return { chunk: addToBlock(event) }
      case 'content_block_stop': {
        const call = calls.get(event['index'])
        return { chunk: call && !call.hasInput ? callChunk(call, '{}') : undefined }
      }
      case 'message_delta':
        if (isObject(event['delta'])) stopReason = stringOf(event['delta']['stop_reason']) || stopReason
        if (isObject(event['usage'])) usage = { ...usage, ...withoutNulls(event['usage']) }
        return { chunk: { choices: [], ...countsOf(usage) } }
      case 'message_stop':
        return { chunk: finishChunk(stopReason), isLast: true }
      default:
        return { chunk: wholeMessage(event), isLast: true }
    }
  }
}

function callChunk(call: CallBlock, text: string, { id, name }: JsonObject = {}): JsonObject {
  call.hasInput ||= text !== ''
  return deltaChunk({ tool_calls: [{ index: call.slot, id, function: { name, arguments: text } }] })
}

/** Arguments come in pieces; a proxy may send them at once, where the service has an empty object. */
function inputText(input: unknown): string {
  return isObject(input) && Object.keys(input).length > 0 ? JSON.stringify(input) : ''
}

function isMessage(value: JsonObject): boolean {
  return value['type'] === 'message' && Array.isArray(value['content'])
}

function wholeMessage(message: JsonObject): JsonObject {
  const blocks = Array.isArray(message['content']) ? message['content'].filter(isObject) : []
  const calls = blocks.filter(({ type }) => type === 'tool_use')
  const { id, model, stop_reason: reason, usage } = message
  return {
    id,
    model,
    choices: [
      {
        index: 0,
        message: {
          content: blocks.filter(({ type }) => type === 'text' || type === 'thinking' || type === 'image'),
          tool_calls: calls.map((block, index) => ({
            index,
            id: block['id'],
            function: { name: block['name'], arguments: JSON.stringify(block['input'] ?? {}) },
          })),
        },
        finish_reason: reason,
      },
    ],
    ...(isObject(usage) ? countsOf(usage) : {}),
  }
}

/** What a block begins with: usually nothing. */
function blockFields(block: JsonObject): JsonObject {
  const { type } = block
  return type === 'text' || type === 'thinking' || type === 'image' ? { content: [block] } : {}
}

/** `input_tokens` leaves out what came from the cache and what went into it; the whole request is all three. */
function countsOf(usage: JsonObject): JsonObject {
  const count = (name: string): number => (typeof usage[name] === 'number' ? usage[name] : 0)
  const [cached, written] = [count('cache_read_input_tokens'), count('cache_creation_input_tokens')]
  const names = tokenCounts(usage)
  if (Object.keys(names).length === 0) return {}
  if (cached + written === 0) return { usage: names }
  const prompt = count('input_tokens') + cached + written
  return { usage: { ...names, prompt_tokens: prompt, prompt_tokens_details: { cached_tokens: cached } } }
}

function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null))
}
