/**
 * Ollama's own API: objects of `/api/chat` and `/api/generate`, one a line.
 * @see https://docs.ollama.com/api/chat
 * @see https://docs.ollama.com/api/generate
 */
import { isObject, type JsonObject, stringOf } from '../../../base/unknown'
import { tokenCounts } from './chunk'
import type { Dialect, DialectReader } from './dialect'

/** Answers of Ollama. */
export const ollama: Dialect = {
  ending: '"done": true',
  recognises: ({ done, message, response }) =>
    typeof done === 'boolean' && (isObject(message) || typeof response === 'string'),
  start: createReader,
}

function createReader(): DialectReader {
  let calls = 0
  /** Each call comes whole, and without an id. */
  const callOf = (call: JsonObject): JsonObject => ({ ...call, index: calls++ })

  return (line) => {
    const { done, done_reason: reason, message, response, thinking, model } = line
    const said = isObject(message) ? message : { content: response, thinking }
    const list = said['tool_calls']
    const delta = {
      content: stringOf(said['content']),
      reasoning_content: stringOf(said['thinking']),
      ...(Array.isArray(list) ? { tool_calls: list.filter(isObject).map(callOf) } : {}),
    }
    const finish = calls > 0 ? 'tool_calls' : 'stop'
    const finish_reason = done === true ? stringOf(reason).replace(/^stop$/, finish) || finish : null
    const chunk = { model, choices: [{ index: 0, delta, finish_reason }] }
    return done === true ? { chunk: { ...chunk, ...countsOf(line) }, isLast: true } : { chunk }
  }
}

function countsOf(line: JsonObject): JsonObject {
  const { prompt_eval_count: sent, eval_count: got } = line
  if (typeof got !== 'number') return {}
  const usage = tokenCounts({ eval_count: got, ...(sent === undefined ? {} : { prompt_eval_count: sent }) })
  const timings = {
    predicted_per_second: paceOf(got, line['eval_duration']),
    prompt_per_second: paceOf(sent, line['prompt_eval_duration']),
  }
  return { usage, timings }
}

/** Durations are in nanoseconds. */
function paceOf(tokens: unknown, nanoseconds: unknown): number | undefined {
  const isKnown = typeof tokens === 'number' && typeof nanoseconds === 'number' && nanoseconds > 0
  return isKnown ? (tokens / nanoseconds) * 1e9 : undefined
}
