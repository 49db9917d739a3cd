/**
 * Parts of the AI SDK's `fullStream` (versions 4 to 6) and of its UI message streams. Pure.
 * @see https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol
 */
import { isObject, type JsonObject, stringOf } from '../../../base/unknown'
import { deltaChunk, finishChunk, tokenCounts } from './chunk'
import type { Dialect } from './dialect'

const PARTS = /^(?:text|reasoning|tool|source|file|data|start|finish|step|message|raw|abort)(?:-[\w-]+)?$/

/** Streams of the AI SDK. */
export const sdkParts: Dialect = {
  ending: '[DONE] or a finish reason',
  recognises: ({ type }) => typeof type === 'string' && PARTS.test(type),
  start: () => (part) => ({
    chunk: partChunk(part),
    ...(part['type'] === 'abort' ? { error: 'the answer was stopped at its source' } : {}),
  }),
}

function partChunk(part: JsonObject): JsonObject | undefined {
  const text = stringOf(part['text']) || stringOf(part['textDelta']) || stringOf(part['delta'])
  switch (part['type']) {
    case 'text-delta':
      return deltaChunk({ content: text })
    case 'reasoning':
    case 'reasoning-delta':
      return deltaChunk({ reasoning_content: text })
    case 'file':
      return deltaChunk({ images: [isObject(part['file']) ? part['file'] : part] })
    case 'tool-call':
    case 'tool-input-available': {
      const input = part['input'] ?? part['args']
      const text = typeof input === 'string' ? input : JSON.stringify(input ?? {})
      return deltaChunk({
        tool_calls: [{ id: part['toolCallId'], function: { name: part['toolName'], arguments: text } }],
      })
    }
    case 'finish': {
      const usage = part['totalUsage'] ?? part['usage']
      const counts = isObject(usage) ? { usage: tokenCounts(usage) } : {}
      // The SDK finishes cut streams too; all that tells is that it knows no reason.
      return isUnknown(part) ? { choices: [], ...counts } : finishChunk(sdkReason(part), counts)
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
