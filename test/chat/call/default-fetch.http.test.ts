import { Readable } from 'node:stream'
import type OpenAI from 'openai'
import { chat } from '../../../src/chat/chat'
import { defaultFetch } from '../../../src/chat/call/default-fetch'
import { compare } from '../../../src/chat/compare'
import { openai } from '../../../src/chat/openai'
import {
  type ClosingServer,
  type Goodbye,
  keptResponse,
  startClosingServer,
} from '../../support/closing-server'
import { answer, delta, DONE } from '../../support/chat-wire'
import { CLIENT_VERSIONS } from '../../support/openai-clients'

const HELLO = keptResponse('text/event-stream', answer('Hello').join(''))
const WHOLE = keptResponse(
  'application/json',
  '{"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}',
)
const TOOL_CALL = keptResponse(
  'text/event-stream',
  `${delta({ tool_calls: [{ index: 0, id: 'a', function: { name: 'add', arguments: '{}' } }] }, 'tool_calls')}${DONE}`,
)
const GOODBYES: readonly Goodbye[] = ['end', 'reset', 'request-timeout', 'half-closed']

let server: ClosingServer
beforeEach(async () => void (server = await startClosingServer(HELLO)))
afterEach(() => server.close())

const common = () => ({ baseURL: server.baseURL, apiKey: 'key-for-tests', retries: 0, quiet: true })
const ask = (options = {}) => chat({ model: 'm', messages: 'Hi', ...common(), ...options })
/** Requests that came on a connection that had served before. */
const reused = () => server.requests.filter(({ before }) => before > 0).length

describe('a connection that the server closed', () => {
  test.each(GOODBYES)('costs no try: %s', async (goodbye) => {
    server.goodbye = goodbye
    for (let round = 0; round < 6; round++) expect((await ask()).text).toBe('Hello')
    // Each of them was sent twice, but for the first; of a connection closed before, the client may have known.
    if (goodbye !== 'half-closed') expect(reused()).toBe(5)
    expect(server.requests.length - reused()).toBe(6)
  })

  test('costs no try for answers in one piece, in turns of a conversation', async () => {
    server.answer = WHOLE
    const talk = chat.with({ model: 'm', stream: false, ...common() })
    for (const words of ['a', 'b', 'c']) expect((await talk(words)).text).toBe('Hello')
    expect(reused()).toBe(2)
  })

  test('costs no try in rounds of tools', async () => {
    server.answer = TOOL_CALL
    const add = {
      parameters: { type: 'object' },
      run: () => {
        server.answer = HELLO
        return '3'
      },
    }
    expect((await ask({ tools: { add } })).text).toBe('Hello')
    expect(reused()).toBe(1)
  })

  test('costs no try where several models are asked at once', async () => {
    await compare(['a', 'b', 'c'], 'Hi', common())
    const results = await compare(['a', 'b', 'c'], 'Hi', common())
    expect(results.map(({ text }) => text)).toEqual(['Hello', 'Hello', 'Hello'])
    expect(reused()).toBeGreaterThan(0)
  })

  test.each(CLIENT_VERSIONS)('costs no try of the official client, version $version', async ({ Client }) => {
    const oai = openai<OpenAI>({
      OpenAI: Client,
      ...{ ...common(), quiet: undefined, retries: undefined },
      maxRetries: 0,
    })
    for (let round = 0; round < 4; round++) {
      let text = ''
      const messages = [{ role: 'user' as const, content: 'Hi' }]
      const stream = await oai.chat.completions.create({ model: 'm', messages, stream: true })
      for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? ''
      expect(text).toBe('Hello')
    }
    expect(reused()).toBe(3)
  })

  test('is an error where it was new, and nothing is sent twice', async () => {
    server.isRude = true
    for (const goodbye of ['end', 'reset'] as const) {
      server.goodbye = goodbye
      await expect(ask()).rejects.toMatchObject({
        code: 'network',
        message: expect.stringContaining('ECONNRESET'),
      })
    }
    expect(server.requests).toHaveLength(2)
  })

  test('is an error once a byte of an answer came', async () => {
    server.goodbye = 'half-status'
    await ask()
    await expect(ask()).rejects.toMatchObject({ code: 'network' })
    expect(server.requests).toHaveLength(2)
  })

  test('sends the same body again', async () => {
    await ask()
    await ask({ messages: 'ä🚀' })
    const [, second, third] = server.requests
    expect(second?.before).toBe(1)
    expect(third).toEqual({ before: 0, body: second?.body })
    expect(third?.body).toContain('ä🚀')
  })

  test('is not used for a body that can be sent only once', async () => {
    await ask()
    const { signal } = new AbortController()
    const headers = { 'content-length': '2' }
    const body = Readable.from([Buffer.from('{}')])
    const { status } = await defaultFetch(server.baseURL, { method: 'POST', headers, body, signal })
    expect(status).toBe(200)
    expect(reused()).toBe(0)
  })
})
