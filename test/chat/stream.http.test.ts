import { EventEmitter } from 'node:events'
import { get } from 'node:http'
import { Readable } from 'node:stream'
import { type AnswerError, isAnswerError } from '../../src/chat/answer/errors'
import type { StreamOptions } from '../../src/chat/chat-options'
import { stream } from '../../src/chat/stream'
import { answer, delta, DONE, event, httpCase, streamCase } from '../support/chat-wire'
import { MESSAGE_EVENTS, OLLAMA_LINES, RESPONSE_EVENTS } from '../support/dialect-wire'
import { NewestClient } from '../support/openai-clients'
import { type CaseServer, startCaseServer } from '../support/sse-server'
import type { SseCase } from '../support/sse-cases'

let server: CaseServer | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

const serve = async (one: SseCase): Promise<string> => {
  await server?.close()
  server = await startCaseServer(() => one)
  return `${server.baseURL}/chat/completions`
}
const read = (source: unknown, options: StreamOptions = {}) => stream(source, { quiet: true, ...options })
async function failure(promise: Promise<unknown>): Promise<AnswerError> {
  const error: unknown = await promise.then(
    () => 'no error',
    (reason: unknown) => reason,
  )
  if (!isAnswerError(error)) throw new Error(`expected why an answer is not whole, got ${String(error)}`)
  return error
}
async function* items(...list: unknown[]): AsyncGenerator<unknown> {
  yield* list
}
const whole = streamCase([delta({ content: 'Hel' }), delta({ content: 'lo' }, 'stop'), DONE])
const cut = streamCase([delta({ content: 'Hel' })], { framing: 'close' })

describe('stream', () => {
  test('reads a web Response', async () => {
    const url = await serve(whole)
    expect((await read(fetch(url))).text).toBe('Hello')
  })

  test('reads a node-fetch Response', async () => {
    const { default: nodeFetch } = await import('node-fetch')
    expect((await read(nodeFetch(await serve(whole)))).text).toBe('Hello')
  })

  test("reads the response of Node's http", async () => {
    const url = await serve(whole)
    const response = await new Promise((resolve) => get(url, resolve))
    expect((await read(response)).text).toBe('Hello')
  })

  test('reads a web stream of bytes and of text', async () => {
    const { body } = await fetch(await serve(whole))
    expect((await read(body)).text).toBe('Hello')
    const second = await fetch(server!.baseURL)
    expect((await read(second.body!.pipeThrough(new TextDecoderStream()))).text).toBe('Hello')
  })

  test('reads a Node stream of bytes', async () => {
    const bytes = Buffer.from(answer('Hello').join(''))
    expect((await read(Readable.from([bytes.subarray(0, 20), bytes.subarray(20)]))).text).toBe('Hello')
  })

  test.each([
    ['texts', () => items('Hel', 'lo')],
    ['a list of texts', () => ['Hel', 'lo']],
    ['chunks', () => items({ choices: [{ delta: { content: 'Hello' }, finish_reason: 'stop' }] })],
    ['events', () => items({ data: '{"choices":[{"delta":{"content":"Hello"}}]}' }, { data: '[DONE]' })],
    ['data of events', () => items('{"choices":[{"delta":{"content":"Hello"}}]}', '[DONE]')],
    [
      'parts of the AI SDK',
      () => ({
        fullStream: items({ type: 'text-delta', text: 'Hello' }, { type: 'finish', finishReason: 'stop' }),
      }),
    ],
    ['texts of the AI SDK', () => ({ textStream: items('Hel', 'lo') })],
  ])('reads %s', async (_name, source) => {
    expect((await read(source())).text).toBe('Hello')
  })

  test('reads plain text as it comes, also when it is short', async () => {
    expect(
      (await read(fetch(await serve(httpCase(200, ['Good ', 'day'], { 'content-type': 'text/plain' })))))
        .text,
    ).toBe('Good day')
    expect(
      (await read(Readable.from([Buffer.from('Good day to '), Buffer.from('everyone here')]))).text,
    ).toBe('Good day to everyone here')
    expect((await read(Readable.from([Buffer.from('Hi')]))).text).toBe('Hi')
  })

  test('reads a UI message stream of the AI SDK', async () => {
    const parts = [{ type: 'start' }, { type: 'text-delta', id: '0', delta: 'Hello' }, { type: 'finish' }]
    expect((await read(fetch(await serve(streamCase([...parts.map(event), DONE]))))).text).toBe('Hello')
  })

  test.each([
    ['Messages', MESSAGE_EVENTS, 'text/event-stream'],
    ['Responses', RESPONSE_EVENTS, 'text/event-stream'],
    ['Ollama', OLLAMA_LINES, 'application/x-ndjson'],
  ])('reads a Response of %s, and its parsed events', async (_name, events, type) => {
    const said = { text: 'Hello 🌍', reasoning: 'Let me see.', toolCalls: [{ name: 'add' }] }
    const url = await serve(httpCase(200, events, { 'content-type': type }))
    expect(await read(fetch(url))).toMatchObject(said)
    const parsed = events.map((text) => JSON.parse(/\{.*\}/.exec(text)![0]) as unknown)
    expect(await read(items(...parsed))).toMatchObject(said)
    expect(await failure(read(items(...parsed.slice(0, -1))))).toMatchObject({ code: 'truncated' })
  })

  test('reads a whole message', async () => {
    const message = { type: 'message', content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn' }
    expect(await read(fetch(await serve(httpCase(200, [JSON.stringify(message)]))))).toMatchObject({
      text: 'Hi',
      finishReason: 'end_turn',
    })
  })

  test('reads an event source and closes it', async () => {
    class Source extends EventEmitter {
      closed = false
      addEventListener = this.on.bind(this)
      removeEventListener = this.off.bind(this)
      close = () => void (this.closed = true)
    }
    const source = new Source()
    const pending = read(source)
    await new Promise((resolve) => setImmediate(resolve))
    while (source.listenerCount('message') === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    source.emit('message', { type: 'message', data: '{"choices":[{"delta":{"content":"Hello"}}]}' })
    source.emit('message', { type: 'message', data: '[DONE]' })
    expect((await pending).text).toBe('Hello')
    expect(source.closed).toBe(true)
  })

  test('throws with the text so far where a stream is cut', async () => {
    expect(await failure(read(fetch(await serve(cut))))).toMatchObject({
      code: 'truncated',
      partial: { text: 'Hel' },
    })
    expect(await failure(read(items({ choices: [{ delta: { content: 'Hel' } }] })))).toMatchObject({
      code: 'truncated',
      partial: { text: 'Hel' },
    })
  })

  test('throws with the text so far where an iterable fails, in the words of its error', async () => {
    async function* failing() {
      yield 'Hel'
      throw new Error('the model fell over')
    }
    expect(await failure(read(failing()))).toMatchObject({
      code: 'stream',
      message: 'the model fell over',
      partial: { text: 'Hel' },
    })
  })

  test('throws where the AI SDK reports an error or a stop', async () => {
    const text = { type: 'text-delta', text: 'Hel' }
    const failed = { fullStream: items(text, { type: 'error', error: new Error('boom') }) }
    expect(await failure(read(failed))).toMatchObject({
      code: 'stream',
      message: 'boom',
      partial: { text: 'Hel' },
    })
    expect(await failure(read({ fullStream: items(text, { type: 'abort' }) }))).toMatchObject({
      code: 'stream',
    })
    expect(await failure(read({ fullStream: items(text) }))).toMatchObject({ code: 'truncated' })
  })

  test.each([
    ['unknown', { finishReason: 'unknown' }],
    ['other, of the SDK itself', { finishReason: 'other', rawFinishReason: undefined }],
  ])('throws where the AI SDK finished for a reason that is %s', async (_name, reason) => {
    const parts = items({ type: 'text-delta', text: 'Hel' }, { type: 'finish', ...reason })
    expect(await failure(read({ fullStream: parts }))).toMatchObject({
      code: 'truncated',
      partial: { text: 'Hel' },
    })
  })

  test('throws on a refused request, with the words of the server', async () => {
    const url = await serve(httpCase(401, ['{"error":{"message":"wrong key"}}']))
    expect(await failure(read(fetch(url)))).toMatchObject({ code: 'http', message: '401 wrong key' })
  })

  test('is stopped by its signal, even in the middle of a step', async () => {
    const source = (async function* () {
      yield 'Hel'
      await new Promise(() => {})
    })()
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 20)
    expect(await failure(read(source, { signal: controller.signal }))).toMatchObject({
      code: 'stopped',
      partial: { text: 'Hel' },
    })
  })

  test('reads a stream once, and says so', async () => {
    const source = items('Hello')
    await read(source)
    await expect(read(source)).rejects.toThrow(/read only once/)
    const response = await fetch(await serve(whole))
    await response.text()
    await expect(read(response)).rejects.toThrow(/read only once/)
  })

  test.each([[undefined], ['text'], [42], [{}], [{ a: 1 }]])(
    'refuses %j with one clear line',
    async (value) => {
      await expect(read(value)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringMatching(/^stream cannot read/),
      })
    },
  )

  test('takes events and JSON of any kind with as: "events" and as: "json"', async () => {
    const url = await serve(streamCase([event({ progress: 1 }), event({ progress: 2 })]))
    expect(await read(fetch(url), { as: 'json' })).toMatchObject({ text: '', events: 2 })
    expect(await read(fetch(url), { as: 'events' })).toMatchObject({ text: '', events: 2 })
    expect(await read(items({ progress: 1 }, { progress: 2 }), { as: 'events' })).toMatchObject({ events: 2 })
    expect(await failure(read(fetch(url)))).toMatchObject({ code: 'truncated' })
    const other = await serve(httpCase(200, ['{"a":1}']))
    expect(await read(fetch(other), { as: 'json' })).toMatchObject({ events: 1 })
  })
})

describe('stream of the official client', () => {
  const client = () => new NewestClient({ baseURL: server!.baseURL, apiKey: 'none', maxRetries: 0 })
  const request = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }], stream: true as const }

  test('gives its text, and throws where it was cut', async () => {
    await serve(whole)
    expect((await read(client().chat.completions.create(request))).text).toBe('Hello')
    await serve(cut)
    expect(await failure(read(client().chat.completions.create(request)))).toMatchObject({
      code: 'truncated',
      partial: { text: 'Hel' },
    })
  })

  test('throws where its own controller stopped it', async () => {
    await serve(streamCase([delta({ content: 'Hel' })], { end: 'hold' }))
    const source = await client().chat.completions.create(request)
    setTimeout(() => source.controller.abort(), 60)
    expect(await failure(read(source))).toMatchObject({ code: 'stopped', partial: { text: 'Hel' } })
  })

  test('gives text, reasoning, tool calls and usage of the responses API', async () => {
    const item = { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'f', arguments: '' }
    const events = [
      { type: 'response.created', response: { id: 'r1', model: 'gpt' } },
      { type: 'response.reasoning_summary_text.delta', delta: 'Hm' },
      { type: 'response.output_text.delta', delta: 'Hello' },
      { type: 'response.output_item.added', output_index: 2, item },
      { type: 'response.function_call_arguments.delta', output_index: 2, delta: '{"a":1}' },
      {
        type: 'response.completed',
        response: {
          id: 'r1',
          model: 'gpt',
          status: 'completed',
          output: [
            { type: 'message', content: [{ type: 'output_text', text: 'Hello' }] },
            { ...item, arguments: '{"a":1}' },
          ],
          usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
        },
      },
    ]
    await serve(streamCase(events.map((one) => `event: ${one.type}\n${event(one)}`)))
    const result = await read(client().responses.create({ model: 'gpt', input: 'Hi', stream: true }))
    expect(result).toMatchObject({
      text: 'Hello',
      reasoning: 'Hm',
      model: 'gpt',
      finishReason: 'tool_calls',
      toolCalls: [{ id: 'c1', name: 'f', arguments: '{"a":1}' }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    })
    await serve(
      streamCase(
        events.slice(0, 3).map((one) => `event: ${one.type}\n${event(one)}`),
        { framing: 'close' },
      ),
    )
    expect(
      await failure(read(client().responses.create({ model: 'gpt', input: 'Hi', stream: true }))),
    ).toMatchObject({
      code: 'truncated',
      partial: { text: 'Hello' },
    })
  })
})
