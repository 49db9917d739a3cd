/**
 * Names of options in every helper: what means nothing there is refused before anything is sent or run.
 */
import type OpenAI from 'openai'
import { bash, chat, compare, curl, npm, openai, practice, stream, usage } from '../src/index'
import { answer, streamCase } from './support/chat-wire'
import { startDrawing } from './support/drawing-scope'
import { NewestClient } from './support/openai-clients'
import { type CaseServer, startCaseServer } from './support/sse-server'

let server: CaseServer
let common: { model: string; baseURL: string; apiKey: string; messages: string }

beforeEach(async () => {
  startDrawing()
  server = await startCaseServer(() => streamCase(answer('Hi')))
  common = { model: 'm', baseURL: server.baseURL, apiKey: 'none', messages: 'Hi' }
})
afterEach(() => server.close())

/** What a call throws, at once or later. */
async function thrown(run: () => unknown): Promise<unknown> {
  try {
    await run()
    return undefined
  } catch (error) {
    return error
  }
}
const wrong = (options: object) => options as object

describe('an option of another helper, or a misspelt one', () => {
  const cases: [string, () => unknown, string][] = [
    ['chat', () => chat({ ...common, timeoutMS: 5000 }), 'chat has no option "timeoutMS". Use timeoutMs.'],
    ['chat', () => chat({ ...common, draw: false }), 'chat has no option "draw". Use quiet: true.'],
    [
      'chat',
      () => chat({ ...common, cwd: '/' }),
      'chat has no option "cwd". It belongs to bash, curl and npm.',
    ],
    [
      'chat',
      () => chat({ ...common, timeouts: wrong({ totalMs: 1 }) }),
      'timeouts has no option "totalMs". Use timeoutMs, beside timeouts.',
    ],
    [
      'chat.with',
      () => chat.with({ ...common, base_url: 'x' }),
      'chat.with has no option "base_url". Use baseURL.',
    ],
    ['a turn', () => chat.with(common)('Hi', { signals: [] }), 'chat has no option "signals". Use signal.'],
    [
      'compare',
      () => compare(['m'], 'Hi', { ...common, draw: false }),
      'compare has no option "draw". Use quiet: true.',
    ],
    [
      'compare',
      () => compare([{ model: 'm', api_key: 'x' }], 'Hi', common),
      'A model of compare has no option "api_key". Use apiKey.',
    ],
    [
      'stream',
      () => stream(fetch(server.baseURL), wrong({ draw: false })),
      'stream has no option "draw". Use quiet: true.',
    ],
    [
      'openai',
      () => openai({ OpenAI: NewestClient, baseURL: server.baseURL, retries: 1 }),
      'openai has no option "retries". Use maxRetries.',
    ],
    ['bash', () => bash(wrong({ draw: false }))`exit 1`, 'bash has no option "draw". Use quiet: true.'],
    [
      'bash',
      () => bash(wrong({ as: 'text' }))`exit 1`,
      'bash has no option "as". It belongs to chat, compare and stream.',
    ],
    ['npm', () => npm(wrong({ timeout: 5 }))`install`, 'npm has no option "timeout". Use timeoutMs.'],
    [
      'curl',
      () => curl(wrong({ timeouts: {} }))`curl ${server.baseURL}`,
      'curl has no option "timeouts". Use timeoutMs.',
    ],
    ['practice', () => practice(wrong({ model: 'any' })), 'practice has no option "model". Use models.'],
    ['usage', () => usage(wrong({ draw: false })), 'usage has no option "draw". Use quiet: true.'],
  ]

  test.each(cases)('is refused by %s with the right name', async (_helper, run, message) => {
    expect(await thrown(run)).toMatchObject({ name: 'UsageError', code: 'usage', message })
    expect(server.requests.filter(({ head }) => head.startsWith('POST'))).toEqual([])
  })
})

describe('a field that chat does not know', () => {
  test('is sent as it is, beside options of its own', async () => {
    const fields = {
      top_k: 20,
      guided_json: { type: 'object' },
      chat_template_kwargs: { enable_thinking: false },
      reasoning_effort: 'low',
      parallel_tool_calls: false,
      models: ['a', 'b'],
    }
    await chat({ ...common, ...fields, quiet: true, timeoutMs: 60_000, timeouts: { idleMs: 60_000 } })
    expect(JSON.parse(server.requests[0]!.body)).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      stream_options: { include_usage: true },
      ...fields,
    })
  })
})

describe('options of the official client', () => {
  test('reach it', () => {
    const client = openai<OpenAI>({
      OpenAI: NewestClient,
      baseURL: server.baseURL,
      apiKey: 'none',
      timeout: 1234,
      maxRetries: 5,
      organization: 'o',
      project: 'p',
      defaultHeaders: { 'x-a': '1' },
      dangerouslyAllowBrowser: true,
    })
    expect(client).toMatchObject({ timeout: 1234, maxRetries: 5, organization: 'o', project: 'p' })
  })
})

describe('quiet: true', () => {
  test.each<[string, () => unknown]>([
    ['chat', () => chat({ ...common, quiet: true })],
    ['compare', () => compare(['m'], 'Hi', { ...common, quiet: true })],
    ['stream', () => stream(fetch(server.baseURL, { method: 'POST' }), { quiet: true })],
    [
      'stream of events',
      () => stream(fetch(server.baseURL, { method: 'POST' }), { quiet: true, as: 'events' }),
    ],
    ['stream as JSON', () => stream(fetch(server.baseURL, { method: 'POST' }), { quiet: true, as: 'json' })],
    ['bash', () => bash({ quiet: true })`echo a`],
    ['curl', () => curl({ quiet: true })`curl -s -X POST ${server.baseURL}`],
    ['usage', () => usage({ quiet: true })],
  ])('of %s shows nothing', async (_name, run) => {
    const { outputs } = startDrawing()
    await run()
    expect(outputs).toEqual([])
  })
})
