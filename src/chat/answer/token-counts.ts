/**
 * What token counts say besides their sums, and what servers tell of their own speed, whatever name they give it. Pure.
 */
import type { ServerPace, Usage } from './answer'
import { isObject, type JsonObject } from '../../base/unknown'

/**
 * Tokens of the request that the server had in its cache.
 *
 * @see https://platform.openai.com/docs/guides/prompt-caching
 */
export function cachedTokens(usage: Usage): number {
  return (
    detail(usage, ['prompt_tokens_details', 'input_tokens_details'], 'cached_tokens') ??
    countOf(usage['prompt_cache_hit_tokens']) ??
    countOf(usage['cachedInputTokens']) ??
    0
  )
}

/** Tokens of the answer that were reasoning. */
export function reasoningTokens(usage: Usage): number {
  return (
    detail(usage, ['completion_tokens_details', 'output_tokens_details'], 'reasoning_tokens') ??
    countOf(usage['reasoningTokens']) ??
    0
  )
}

/**
 * A server's own account of its speed, as llama.cpp sends it with the last chunk.
 *
 * @param chunk - A chunk, or a completion in one piece.
 * @returns `undefined` when it says nothing of it.
 * @see https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
 */
export function serverPace(chunk: JsonObject): ServerPace | undefined {
  const timings = chunk['timings']
  if (!isObject(timings)) return undefined
  const tokensPerSecond = countOf(timings['predicted_per_second'])
  const promptTokensPerSecond = countOf(timings['prompt_per_second'])
  if (tokensPerSecond === undefined && promptTokensPerSecond === undefined) return undefined
  return { tokensPerSecond: tokensPerSecond ?? null, promptTokensPerSecond: promptTokensPerSecond ?? null }
}

function detail(usage: Usage, groups: readonly string[], name: string): number | undefined {
  for (const group of groups) {
    const details = usage[group]
    const count = isObject(details) ? countOf(details[name]) : undefined
    if (count !== undefined) return count
  }
  return undefined
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}
