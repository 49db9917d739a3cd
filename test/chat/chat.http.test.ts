import { getEventListeners, getMaxListeners } from 'node:events'
import { chat } from '../../src/chat/chat'
import type { ChatOptions } from '../../src/chat/chat-options'
import { type AnswerError, type ChatError, isAnswerError } from '../../src/chat/answer/errors'
import { forgetRefusers } from '../../src/chat/call/ask-server'
import { answer, delta, DONE, event, httpCase, streamCase } from '../support/chat-wire'
import type { SseCase } from '../support/sse-cases'
import { type CaseServer, startCaseServer } from '../support/sse-server'

let server: CaseServer | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
  forgetRefusers()
})

/** Starts a server that gives one case after the other, the last one for good. */
async function serve(...cases: SseCase[]): Promise<CaseServer> {
  return (server = await startCaseServer((index) => cases[Math.min(index, cases.length - 1)]!))
}

const ask = (options: Partial<ChatOptions> = {}) =>
  chat({
    model: 'm',
    messages: 'Hi',
    baseURL: server!.baseURL,
    apiKey: 'key-for-tests',
    quiet: true,
    ...options,
  })

async function failure(promise: Promise<unknown>): Promise<AnswerError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isAnswerError(error)) throw new Error(`expected why an answer is not whole, got ${String(error)}`)
  return error
}

const bodyOf = (index: number) => JSON.parse(server!.requests[index]!.body) as Record<string, unknown>

describe('chat', () => {
  test('gives text, model, finish reason, usage, timing and the conversation', async () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
    await serve(
      streamCase([
        delta({ content: 'Hel' }),
        delta({ content: 'lo' }, 'stop'),
        event({ choices: [], usage }),
        DONE,
      ]),
    )
    const result = await ask()
    expect(result).toMatchObject({ text: 'Hello', model: 'm', finishReason: 'stop', usage })
    expect(result.timing.firstTokenMs).toBeGreaterThan(0)
    expect(result.messages).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
    ])
    expect(String(result)).toBe('Hello')
  })

  test('sends the fields it does not know, and none of its own', async () => {
    await serve(streamCase(answer('Hi')))
    await ask({ temperature: 0, custom: { a: 1 }, retries: 0, as: 'text', reject: true, timeouts: {} })
    expect(bodyOf(0)).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      temperature: 0,
      custom: { a: 1 },
      stream_options: { include_usage: true },
    })
    expect(server!.requests[0]!.head).toMatch(/^POST \/v1\/chat\/completions HTTP/)
    expect(server!.requests[0]!.head).toMatch(/^authorization: Bearer key-for-tests$/im)
  })

  test('asks for one piece with stream: false', async () => {
    const completion = { model: 'm', choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] }
    await serve(httpCase(200, [JSON.stringify(completion)]))
    expect((await ask({ stream: false })).text).toBe('Hi')
    expect(bodyOf(0)).not.toHaveProperty('stream_options')
  })

  test('closes the connection after [DONE], also when the server leaves it open', async () => {
    await serve(streamCase(answer('Hi'), { end: 'hold' }))
    expect((await ask()).text).toBe('Hi')
    await server!.requests[0]!.closed
  })

  test('rejects with the text so far when a stream is cut', async () => {
    await serve(streamCase([delta({ content: 'Hel' })], { framing: 'close' }))
    const error = await failure(ask())
    expect(error).toMatchObject({ code: 'truncated', partial: { text: 'Hel' } })
    expect(String(error.partial)).toBe('Hel')
    expect(server!.requests).toHaveLength(1)
  })

  test('gives the result with its error back when it is not to reject', async () => {
    await serve(streamCase([delta({ content: 'Hel' })], { framing: 'close' }))
    const result = await ask({ reject: false })
    expect(result).toMatchObject({ text: 'Hel', error: { code: 'truncated' } })
    expect(result.messages).toHaveLength(1)
  })
})

describe('a stop', () => {
  test('keeps the text so far and closes the connection at once', async () => {
    await serve(streamCase([delta({ content: 'Hel' })], { end: 'hold' }))
    const controller = new AbortController()
    const pending = failure(ask({ signal: controller.signal }))
    while (server!.requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    setTimeout(() => controller.abort(), 60)
    expect(await pending).toMatchObject({ code: 'stopped', partial: { text: 'Hel' } })
    await server!.requests[0]!.closed
  })

  test('before the call sends nothing', async () => {
    await serve(streamCase(answer('Hi')))
    expect(await failure(ask({ signal: AbortSignal.abort() }))).toMatchObject({ code: 'stopped' })
    expect(server!.requests).toHaveLength(0)
  })

  test('ends the wait for another try', async () => {
    await serve(httpCase(503, ['{"error":{"message":"Loading"}}'], { 'retry-after': '30' }))
    const controller = new AbortController()
    const pending = failure(ask({ signal: controller.signal }))
    setTimeout(() => controller.abort(), 100)
    expect((await pending).code).toBe('stopped')
  })

  test('by AbortSignal.timeout is a timeout', async () => {
    await serve(streamCase([delta({ content: 'Hel' })], { end: 'hold' }))
    expect(await failure(ask({ signal: AbortSignal.timeout(120) }))).toMatchObject({ code: 'timeout' })
  })
})

describe('a hundred calls of one cell', () => {
  test('are stopped by one signal, without a warning of Node', async () => {
    await serve(streamCase([delta({ content: 'Hel' })], { end: 'hold' }))
    const controller = new AbortController()
    const pending = Array.from({ length: 100 }, () => failure(ask({ signal: controller.signal })))
    while (server!.requests.length < 100) await new Promise((resolve) => setImmediate(resolve))
    expect(getMaxListeners(controller.signal)).toBe(Infinity)
    controller.abort()
    expect(new Set((await Promise.all(pending)).map(({ code }) => code))).toEqual(new Set(['stopped']))
    for (const request of server!.requests) await request.closed
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })
})

describe('a limit', () => {
  test.each([
    ['connectMs', streamCase([], { gapMs: 1 }), /no response within 80 ms/],
    ['firstEventMs', streamCase([': ping\n\n', ': ping\n\n'], { end: 'hold' }), /nothing of the answer/],
    ['idleMs', streamCase([delta({ content: 'Hel' })], { end: 'hold' }), /no byte came for 80 ms/],
    ['timeoutMs', streamCase([delta({ content: 'Hel' })], { end: 'hold' }), /longer than 80 ms/],
  ])('of %s ends the call with what arrived', async (name, one, words) => {
    const hangs = new Promise<never>(() => {})
    await serve(one)
    const fetch = name === 'connectMs' ? { fetch: () => hangs } : {}
    const limit = name === 'timeoutMs' ? { timeoutMs: 80 } : { timeouts: { [name]: 80 } }
    const error = await failure(ask({ ...limit, ...fetch }))
    expect(error).toMatchObject({ code: 'timeout' })
    expect(error.message).toMatch(words)
    expect(error).toMatchObject({ hint: expect.stringContaining(name) as string })
  })

  test('of idle bytes is kept alive by comments', async () => {
    const pings = Array.from({ length: 12 }, () => ': ping\n\n')
    await serve(streamCase([delta({ content: 'a' }), ...pings, ...answer('b')], { gapMs: 30 }))
    expect((await ask({ timeouts: { idleMs: 150 } })).text).toBe('ab')
  })

  test('that passes after the finish reason leaves a whole answer', async () => {
    await serve(streamCase([delta({ content: 'Hi' }, 'stop')], { end: 'hold' }))
    expect((await ask({ timeouts: { idleMs: 80 } })).text).toBe('Hi')
  })
})

describe('another try', () => {
  const busy = (headers: Record<string, string>) =>
    httpCase(429, ['{"error":{"message":"slow down"}}'], headers)

  test.each([
    ['429', busy({ 'retry-after-ms': '1' })],
    ['500', httpCase(500, ['boom'], { 'retry-after-ms': '1' })],
    ['408', httpCase(408, [''], { 'retry-after-ms': '1' })],
    ['x-should-retry', httpCase(418, [''], { 'x-should-retry': 'true', 'retry-after-ms': '1' })],
    ['a reset before the headers', streamCase([], { end: 'reset-before-headers' })],
    ['a cut before the first byte', streamCase([], { end: 'fin' })],
  ])('is made after %s', async (_name, one) => {
    await serve(one, streamCase(answer('Hi')))
    expect((await ask()).text).toBe('Hi')
    expect(server!.requests).toHaveLength(2)
  })

  test.each([
    ['401', httpCase(401, ['{"error":{"message":"no"}}'])],
    ['400', httpCase(400, ['{"error":{"message":"the request exceeds the available context size"}}'])],
    ['x-should-retry: false', httpCase(500, [''], { 'x-should-retry': 'false' })],
    ['a wait of minutes', busy({ 'retry-after': '600' })],
    ['the first byte', streamCase([delta({ content: 'Hel' })], { end: 'reset' })],
    ['an error in the stream', streamCase([event({ error: { message: 'boom' } })])],
  ])('is not made after %s', async (_name, one) => {
    await serve(one, streamCase(answer('Hi')))
    await failure(ask())
    expect(server!.requests).toHaveLength(1)
  })

  test('stops at the number of retries', async () => {
    await serve(busy({ 'retry-after-ms': '1' }))
    expect((await failure(ask({ retries: 3 }))).message).toBe('429 slow down')
    expect(server!.requests).toHaveLength(4)
  })

  test('without stream_options is made once where a server refuses them, and remembered', async () => {
    const refusal = httpCase(422, [
      '{"detail":[{"loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}',
    ])
    server = await startCaseServer((_index, { body }) =>
      body.includes('stream_options') ? refusal : streamCase(answer('Hi')),
    )
    expect((await ask({ retries: 0 })).text).toBe('Hi')
    expect((await ask({ retries: 0 })).text).toBe('Hi')
    expect(server.requests.map(({ body }) => body.includes('stream_options'))).toEqual([true, false, false])
  })
})

describe('a redirect', () => {
  test('is not followed, and names the new address without its query', async () => {
    const other = await startCaseServer(() => streamCase(answer('stolen')))
    try {
      const location = `${other.baseURL}/chat/completions?token=private-query`
      await serve(httpCase(307, [''], { location }))
      const error = await failure(ask())
      expect(error).toMatchObject({ code: 'http', status: 307 })
      expect(error.message).toContain(other.baseURL)
      expect(error.message + String((error as ChatError).hint)).not.toContain('private-query')
      expect(other.requests).toHaveLength(0)
    } finally {
      await other.close()
    }
  })
})

describe('a call that is wrong', () => {
  test.each([
    ['a header with a line break', { headers: { 'x-a': 'a\r\nx-b: private' } }, /header x-a/],
    ['a header that is no text', { headers: { 'x-a': Promise.resolve() as unknown as string } }, /promise/],
    ['a key with a line break inside', { apiKey: 'private\nkey' }, /API key/],
    ['no model', { model: '' }, /model/],
    ['no messages', { messages: [] }, /messages/],
    ['an address that is none', { baseURL: 'nonsense' }, /baseURL/],
    ['an address with a password', { baseURL: 'http://u:private@127.0.0.1' }, /password/],
  ])('with %s is refused before anything is sent, without quoting it', async (_name, options, words) => {
    await serve(streamCase(answer('Hi')))
    const error: Error = await ask(options).then(
      () => new Error('nothing'),
      (reason: Error) => reason,
    )
    expect(error).toMatchObject({ code: 'usage' })
    expect(error.message).toMatch(words)
    expect(error.message).not.toMatch(/private/)
    expect(server!.requests).toHaveLength(0)
  })
})
