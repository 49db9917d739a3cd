import { cachedTokens, reasoningTokens, serverPace } from '../../../src/chat/answer/token-counts'

test.each([
  [{ prompt_tokens_details: { cached_tokens: 5 } }, 5],
  [{ input_tokens_details: { cached_tokens: 6 } }, 6],
  [{ prompt_cache_hit_tokens: 7 }, 7],
  [{ cachedInputTokens: 8 }, 8],
  [{ prompt_tokens_details: null, prompt_cache_hit_tokens: -1 }, 0],
  [{ prompt_tokens_details: { cached_tokens: '5' } }, 0],
  [{}, 0],
])('%j counts cached tokens', (usage, count) => {
  expect(cachedTokens(usage)).toBe(count)
})

test.each([
  [{ completion_tokens_details: { reasoning_tokens: 5 } }, 5],
  [{ output_tokens_details: { reasoning_tokens: 6 } }, 6],
  [{ reasoningTokens: 7 }, 7],
  [{ completion_tokens_details: [] }, 0],
])('%j counts tokens of reasoning', (usage, count) => {
  expect(reasoningTokens(usage)).toBe(count)
})

test.each([
  [
    { timings: { predicted_per_second: 57.4, prompt_per_second: 310 } },
    { tokensPerSecond: 57.4, promptTokensPerSecond: 310 },
  ],
  [{ timings: { predicted_per_second: 57.4 } }, { tokensPerSecond: 57.4, promptTokensPerSecond: null }],
  [{ timings: { predicted_per_second: null } }, undefined],
  [{ timings: 'fast' }, undefined],
  [{}, undefined],
])('%j tells of the speed of the server', (chunk, pace) => {
  expect(serverPace(chunk)).toEqual(pace)
})
