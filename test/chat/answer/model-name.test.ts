import { isOtherModel } from '../../../src/chat/answer/model-name'

describe('isOtherModel', () => {
  test.each([
    ['letter case', 'GPT-4o', 'gpt-4o'],
    ['a dated snapshot', 'gpt-4o', 'gpt-4o-2024-08-06'],
    ['a snapshot of month and day', 'gpt-3.5-turbo', 'gpt-3.5-turbo-0125'],
    ['a snapshot in one number', 'claude-3.5-sonnet', 'claude-3-5-sonnet-20241022'],
    ['a numbered version', 'gemini-1.5-pro', 'gemini-1.5-pro-002'],
    ['a version with a v', 'mistral-7b-instruct', 'Mistral-7B-Instruct-v0.3'],
    ['a dated preview', 'gemini-2.5-pro', 'models/gemini-2.5-pro-preview-05-06'],
    ['a preview behind its date', 'kimi-k2', 'kimi-k2-0711-preview'],
    ['month before year', 'command-r-plus', 'command-r-plus-08-2024'],
    ['a snapshot that was asked for', 'gpt-4o-2024-08-06', 'gpt-4o'],
    ['an alias', 'mistral-large-latest', 'mistral-large-2411'],
    ['an alias across generations', 'gemini-flash-latest', 'gemini-2.5-flash-preview-09-2025'],
    ['the prefix of a provider', 'openai/gpt-4o', 'gpt-4o'],
    ['a prefix that was added', 'gpt-4o', 'openai/gpt-4o'],
    ['two prefixes', 'azure/gpt-4o', 'openai/gpt-4o-2024-11-20'],
    ['prefixes with dots', 'claude-3-5-sonnet-20241022', 'us.anthropic.claude-3-5-sonnet-20241022-v2:0'],
    ['the spelling of Azure', 'gpt-3.5-turbo', 'gpt-35-turbo-0125'],
    ['the tag latest', 'llama3', 'llama3:latest'],
    ['a tag that one of them has', 'llama3', 'llama3:8b'],
    ['a tag of a router', 'deepseek/deepseek-r1:free', 'deepseek/deepseek-r1'],
    ['a longer tag', 'llama3:8b', 'llama3:8b-instruct-q4_0'],
    ['a version behind an at sign', 'claude-3-5-sonnet@20240620', 'claude-3-5-sonnet-20240620'],
    ['a quantisation', 'llama-3.1-8b', 'Llama-3.1-8B-Q4_K_M'],
    ['a quantisation that was asked for', 'qwen2.5-7b-instruct-awq', 'Qwen2.5-7B-Instruct'],
    ['a file', 'tiny', 'models/tiny.gguf'],
    ['a file with a quantisation', 'tiny', 'tiny.Q4_K_M.gguf'],
    ['a file whose name holds it', 'tiny', '/srv/models/tiny-plain.gguf'],
    ['a file of Windows', 'tiny', 'C:\\models\\tiny-plain.gguf'],
    ['a file that was asked for', 'models/tiny.gguf', 'tiny'],
    ['a folder of a cache', 'Qwen/Qwen2.5-7B', '/hub/models--Qwen--Qwen2.5-7B/snapshots/0af1'],
    ['a tuned model and its snapshot', 'ft:gpt-4o-mini:us::id', 'ft:gpt-4o-mini-2024-07-18:us::id'],
    ['a name that leaves the choice open', 'openrouter/auto', 'anthropic/claude-3-opus'],
    ['an answer without a name', 'gpt-4o', ''],
  ])('%s is no other model', (_what, asked, answered) => {
    expect(isOtherModel(asked, answered)).toBe(false)
  })

  test.each([
    ['no-such-model', 'tiny-plain'],
    ['gpt-4o', 'gpt-4o-mini'],
    ['gpt-4o-mini', 'gpt-4o'],
    ['gpt-4', 'gpt-4o'],
    ['gpt-4', 'gpt-4.1'],
    ['gpt-4', 'gpt-4-32k'],
    ['gpt-4', 'gpt-4-turbo-2024-04-09'],
    ['gpt-4o', 'gpt-4o-audio-preview-2024-10-01'],
    ['gpt-4o-2024-05-13', 'gpt-4o-2024-08-06'],
    ['gpt-4o', '/models/tiny.gguf'],
    ['o1', 'o1-preview'],
    ['claude-sonnet-4', 'claude-sonnet-4-5-20250929'],
    ['claude-3-opus', 'claude-3-haiku'],
    ['mistral-large-2407', 'mistral-large-2411'],
    ['mistral-small-latest', 'mistral-large-2411'],
    ['gemini-flash-latest', 'gemini-2.5-flash-lite'],
    ['llama3:8b', 'llama3:70b'],
    ['llama-3-8b', 'llama-3-70b'],
    ['llama-3-8b-q4', 'mistral-7b-q4'],
    ['gpt-oss-20b', 'gpt-oss-120b'],
    ['ft:gpt-4o-mini:us::id', 'gpt-4o-mini'],
    ['ft:gpt-4o-mini:us::one', 'ft:gpt-4o-mini:us::two'],
  ])('%s is not %s', (asked, answered) => {
    expect(isOtherModel(asked, answered)).toBe(true)
  })
})
