/**
 * Stop and the limit of a whole call, the same in every helper: over real sockets.
 */
import type OpenAI from 'openai'
import { chat } from '../../src/chat/chat'
import { compare } from '../../src/chat/compare'
import { ChatError } from '../../src/chat/answer/errors'
import type { ChatOptions } from '../../src/chat/chat-options'
import { openai, type OpenAIOptions } from '../../src/chat/openai'
import { stream } from '../../src/chat/stream'
import { MagicsError, StoppedError } from '../../src/errors'
import { answer, delta, httpCase, streamCase } from '../support/chat-wire'
import { startDrawing } from '../support/drawing-scope'
import { CLIENT_VERSIONS, NewestClient } from '../support/openai-clients'
import type { SseCase } from '../support/sse-cases'
import { type CaseServer, startCaseServer } from '../support/sse-server'

let server: CaseServer
let reply: (index: number) => SseCase

beforeEach(async () => {
  startDrawing()
  reply = () => held
  server = await startCaseServer((index) => reply(index))
})
afterEach(() => server.close())

const held = streamCase([delta({ content: 'Hel' })], { end: 'hold' })
const silent = streamCase([], { gapMs: 1, end: 'hold' })
const messages = [{ role: 'user' as const, content: 'Hi' }]
const common = () => ({ model: 'm', baseURL: server.baseURL, apiKey: 'none', retries: 0, quiet: true })
const ask = (options: Partial<ChatOptions> = {}) => chat({ ...common(), messages: 'Hi', ...options })
const thrown = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
/** A signal that is aborted as soon as so many requests have their first text. */
function stopAfterText(requests = 1): { signal: AbortSignal; reason: Error } {
  const controller = new AbortController()
  const reason = new Error('enough')
  const wait = (): void => {
    if (server.requests.length < requests) setTimeout(wait, 5)
    else setTimeout(() => controller.abort(reason), 300)
  }
  wait()
  return { signal: controller.signal, reason }
}

describe('a stop', () => {
  test.each<[string, (signal: AbortSignal) => Promise<unknown>]>([
    ['chat', (signal) => ask({ signal })],
    ['a turn of a conversation', (signal) => chat.with(common())('Hi', { signal })],
    [
      'stream of a response',
      (signal) => stream(fetch(server.baseURL, { method: 'POST', body: '{}' }), { signal, quiet: true }),
    ],
    [
      'stream of the official client',
      (signal) => {
        const client = openai<OpenAI>({ OpenAI: NewestClient, baseURL: server.baseURL, apiKey: 'none' })
        const source = client.chat.completions.create({ model: 'm', messages, stream: true })
        return stream(source, { signal, quiet: true })
      },
    ],
  ])('of %s rejects with a StoppedError that holds the answer so far', async (_name, run) => {
    const { signal, reason } = stopAfterText()
    const error = await thrown(run(signal))
    expect([StoppedError.is(error), ChatError.is(error)]).toEqual([true, false])
    expect(error).toMatchObject({
      name: 'StoppedError',
      code: 'stopped',
      message: 'stopped before the answer was whole',
      partial: {
        text: 'Hel',
        toolCalls: [],
        finishReason: null,
        choices: [{ text: 'Hel' }],
        messages: expect.anything(),
      },
    })
    expect((error as StoppedError).cause).toBe(reason)
    await server.requests[0]!.closed
  })

  test('is the error of the result where the call is not to reject', async () => {
    const result = await ask({ signal: stopAfterText().signal, reject: false })
    expect(StoppedError.is(result.error)).toBe(true)
    expect(result).toMatchObject({ text: 'Hel', finishReason: null, error: { partial: { text: 'Hel' } } })
    expect(result.messages).toEqual([{ role: 'user', content: 'Hi' }])
  })

  test('of compare is one for all, with what each had said', async () => {
    const { signal } = stopAfterText(2)
    const error = await thrown(compare(['a', 'b'], 'Hi', { ...common(), signal }))
    expect(error).toMatchObject({
      name: 'StoppedError',
      code: 'stopped',
      partial: [{ text: 'Hel' }, { text: 'Hel' }],
    })
  })

  test('of compare counts before the failure of one', async () => {
    reply = (index) => (index === 0 ? httpCase(404, ['{"detail":"no such model"}']) : held)
    const error = await thrown(compare(['a', 'b'], 'Hi', { ...common(), signal: stopAfterText(2).signal }))
    expect(error).toMatchObject({ code: 'stopped', partial: [{ text: '' }, { text: 'Hel' }].sort(byServer) })
  })

  /** Which of the two requests came first is not known. */
  function byServer(): number {
    return server.requests[0]!.body.includes('"a"') ? 0 : -1
  }

  test('of stream ends the wait for a source, and closes one that comes late', async () => {
    const controller = new AbortController()
    let cancelled = false
    let give: (response: Response) => void = () => {}
    const late = new Promise<Response>((resolve) => (give = resolve))
    const pending = thrown(stream(late, { signal: controller.signal, quiet: true }))
    controller.abort()
    expect(await pending).toMatchObject({ code: 'stopped', partial: { text: '' } })
    give(new Response(new ReadableStream({ cancel: () => void (cancelled = true) })))
    await new Promise((resolve) => setImmediate(resolve))
    expect(cancelled).toBe(true)
  })

  test('before the request of the official client is one of stream too', async () => {
    const client = openai<OpenAI>({ OpenAI: NewestClient, baseURL: server.baseURL, apiKey: 'none' })
    const request = { model: 'm', messages, stream: true as const }
    const source = client.chat.completions.create(request, { signal: AbortSignal.abort() })
    expect(await thrown(stream(source, { quiet: true }))).toMatchObject({ code: 'stopped' })
  })

  test('leaves the errors of the official client that are none as they are', async () => {
    reply = () => httpCase(401, ['{"error":{"message":"wrong key"}}'])
    const client = openai<OpenAI>({ OpenAI: NewestClient, baseURL: server.baseURL, apiKey: 'none' })
    const source = client.chat.completions.create({ model: 'm', messages, stream: true })
    const error = await thrown(stream(source, { quiet: true }))
    expect(error).toBeInstanceOf(NewestClient.AuthenticationError)
  })
})

describe('the limit of a whole call', () => {
  test.each<[string, (timeoutMs: number) => Promise<unknown>]>([
    ['chat', (timeoutMs) => ask({ timeoutMs })],
    ['stream', (timeoutMs) => stream(fetch(server.baseURL, { method: 'POST' }), { timeoutMs, quiet: true })],
  ])('of %s fails it with what had arrived', async (_name, run) => {
    const error = await thrown(run(150))
    expect(error).toMatchObject({
      name: 'ChatError',
      code: 'timeout',
      message: 'the answer took longer than 150 ms',
      hint: 'Raise it with timeoutMs.',
      partial: { text: 'Hel' },
    })
  })

  test('of compare is one for each model', async () => {
    reply = (index) => (index === 0 ? streamCase(answer('Hi')) : held)
    const results = await compare(['a', 'b'], 'Hi', { ...common(), timeoutMs: 150, reject: false })
    expect(results.map(({ error }) => error?.code).sort()).toEqual(['timeout', undefined])
  })

  test('of stream counts the wait for the source', async () => {
    const never = new Promise(() => {})
    expect(await thrown(stream(never, { timeoutMs: 30, quiet: true }))).toMatchObject({ code: 'timeout' })
  })

  test('of chat counts tools and every answer after them', async () => {
    const call = { index: 0, id: 'c1', function: { name: 'wait', arguments: '{}' } }
    reply = (index) => (index === 0 ? streamCase([delta({ tool_calls: [call] }, 'tool_calls')]) : held)
    const wait = {
      description: 'Waits',
      parameters: { type: 'object' },
      run: () => new Promise((resolve) => setTimeout(resolve, 200, 'done')),
    }
    const error = await thrown(ask({ tools: { wait }, timeoutMs: 250 }))
    // The second answer alone would have had all of the time.
    expect(error).toMatchObject({ code: 'timeout', message: 'the answer took longer than 250 ms' })
    expect((error as ChatError).partial!.timing.totalMs).toBeLessThan(200)
  })

  test('of chat that tools have used up lets no further request go out', async () => {
    const call = { index: 0, id: 'c1', function: { name: 'wait', arguments: '{}' } }
    reply = () => streamCase([delta({ tool_calls: [call] }, 'tool_calls')])
    const wait = {
      description: 'Waits',
      parameters: { type: 'object' },
      run: () => new Promise((resolve) => setTimeout(resolve, 300, 'done')),
    }
    const error = await thrown(ask({ tools: { wait }, timeoutMs: 250 }))
    expect(error).toMatchObject({ code: 'timeout', message: 'the answer took longer than 250 ms' })
    expect(server.requests).toHaveLength(1)
  })

  test('is none with Infinity', async () => {
    reply = () => streamCase(answer('Hi'))
    expect((await ask({ timeoutMs: Infinity })).text).toBe('Hi')
    expect((await stream(fetch(server.baseURL), { timeoutMs: Infinity, quiet: true })).text).toBe('Hi')
  })

  test.each([['5000'], [-1], [NaN], [null]])('of %j is refused', async (timeoutMs) => {
    const options = { timeoutMs } as never
    const words = 'timeoutMs is a number of milliseconds, 0 or more.'
    for (const run of [() => ask(options), () => stream([], options), () => compare(['a'], 'Hi', options)])
      expect(await thrown(run())).toMatchObject({ code: 'usage', message: words })
    expect(server.requests).toHaveLength(0)
  })
})

describe.each(CLIENT_VERSIONS)('the loop of the official client, version $version', ({ Client }) => {
  const client = (options: OpenAIOptions = {}) =>
    openai<OpenAI>({ OpenAI: Client, baseURL: server.baseURL, apiKey: 'none', maxRetries: 0, ...options })
  async function loop(oai: OpenAI, signal?: AbortSignal): Promise<{ text: string; error: unknown }> {
    let text = ''
    try {
      const request = { model: 'm', messages, stream: true as const }
      const source = await oai.chat.completions.create(request, { signal })
      if (!signal) setTimeout(() => source.controller.abort(), 300)
      for await (const chunk of source) text += chunk.choices[0]?.delta?.content ?? ''
      return { text, error: undefined }
    } catch (error) {
      return { text, error }
    }
  }

  test.each([
    ['a signal', () => stopAfterText().signal],
    ['its own controller', () => undefined],
  ])('ends in a StoppedError when %s stops it', async (_name, signal) => {
    const { text, error } = await loop(client(), signal())
    expect(text).toBe('Hel')
    expect([StoppedError.is(error), ChatError.is(error)]).toEqual([true, false])
    expect(error).toMatchObject({ code: 'stopped' })
    await server.requests[0]!.closed
  })

  test('ends at the limit of the call', async () => {
    const { text, error } = await loop(client({ timeoutMs: 200 }), new AbortController().signal)
    expect(text).toBe('Hel')
    expect(error).toMatchObject({ code: 'timeout', message: 'the answer took longer than 200 ms' })
  })

  test('waits for the headers of all its tries no longer than the limit of the call', async () => {
    reply = (index) => (index === 0 ? httpCase(500, ['busy'], { 'retry-after-ms': '2000' }) : silent)
    const startedAt = performance.now()
    const error = await thrown(
      client({ timeoutMs: 4_000, maxRetries: 3 }).chat.completions.create({ model: 'm', messages }),
    )
    expect(error).toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/^the answer took longer than 4(?:\.0+)? s$/) as string,
    })
    expect(MagicsError.is(error)).toBe(true)
    expect(server.requests).toHaveLength(2)
    // The second try alone would have had all of the time.
    expect(performance.now() - startedAt).toBeLessThan(2_000 + 4_000)
  })
})
