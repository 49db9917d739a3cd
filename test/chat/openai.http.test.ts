import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { buildSync } from 'esbuild'
import type OpenAI from 'openai'
import type OpenAI4 from 'openai-4'
import { ChatError } from '../../src/chat/answer/errors'
import { openai, type OpenAIOptions } from '../../src/chat/openai'
import { answer, delta, DONE, event, httpCase, streamCase } from '../support/chat-wire'
import { CLIENT_VERSIONS } from '../support/openai-clients'
import type { SseCase } from '../support/sse-cases'
import { type CaseServer, startCaseServer } from '../support/sse-server'

let server: CaseServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})
const serve = async (one: SseCase): Promise<void> => {
  await server?.close()
  server = await startCaseServer(() => one)
}
const messages = [{ role: 'user' as const, content: 'Hi' }]
const KEY = 'sk-canary-0123456789abcdef'

describe.each(CLIENT_VERSIONS)('openai() with version $version', ({ Client }) => {
  const client = (options: OpenAIOptions = {}) =>
    openai<OpenAI>({
      OpenAI: Client,
      baseURL: server?.baseURL ?? 'http://127.0.0.1:9',
      apiKey: KEY,
      maxRetries: 0,
      ...options,
    })
  const streamed = (oai: OpenAI, signal?: AbortSignal) =>
    oai.chat.completions.create({ model: 'm', messages, stream: true }, { signal })
  async function text(oai: OpenAI, signal?: AbortSignal): Promise<{ text: string; error: unknown }> {
    let said = ''
    try {
      for await (const chunk of await streamed(oai, signal)) said += chunk.choices[0]?.delta?.content ?? ''
      return { text: said, error: null }
    } catch (error) {
      return { text: said, error }
    }
  }

  test('throws after the text so far where the stream was cut', async () => {
    await serve(streamCase([delta({ content: 'Hel' }), delta({ content: 'lo' })], { framing: 'close' }))
    const heard = await text(client())
    expect(heard.text).toBe('Hello')
    expect(heard.error).toMatchObject({ code: 'truncated', partial: { text: 'Hello' } })
  })

  test('throws where its signal stops the stream', async () => {
    await serve(streamCase([delta({ content: 'Hel' })], { end: 'hold' }))
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 400)
    const heard = await text(client(), controller.signal)
    expect(heard.text).toBe('Hel')
    expect(heard.error).toMatchObject({ code: 'stopped' })
    await server!.requests[0]!.closed
  })

  test('throws where no byte comes any more', async () => {
    await serve(streamCase([delta({ content: 'Hel' })], { end: 'hold' }))
    const heard = await text(client({ timeouts: { idleMs: 80 } }))
    expect(heard).toMatchObject({ text: 'Hel', error: { code: 'timeout' } })
  })

  test('closes the connection when the loop is left', async () => {
    await serve(streamCase([delta({ content: 'a' }), delta({ content: 'b' })], { end: 'hold' }))
    for await (const _chunk of await streamed(client())) break
    await server!.requests[0]!.closed
  })

  test('gives a completion in one piece, also from a server that streams it', async () => {
    const body = {
      id: 'c',
      model: 'm',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
    }
    await serve(httpCase(200, [JSON.stringify(body)]))
    expect(
      (await client().chat.completions.create({ model: 'm', messages })).choices[0]?.message.content,
    ).toBe('Hi')
    await serve(streamCase(answer('Hello')))
    expect(
      (await client().chat.completions.create({ model: 'm', messages })).choices[0]?.message.content,
    ).toBe('Hello')
  })

  test.each([
    ['an HTML page', httpCase(200, ['<title>Sign in</title>'], { 'content-type': 'text/html' }), /Sign in/],
    [
      'an error with status 200',
      httpCase(200, ['{"error":{"message":"model not loaded"}}']),
      /model not loaded/,
    ],
    ['nothing', httpCase(200, ['']), /without any/],
  ])('throws on %s in place of a completion', async (_name, one, words) => {
    await serve(one)
    await expect(client().chat.completions.create({ model: 'm', messages })).rejects.toThrow(words)
  })

  test('shows the words of a refusal of any shape, with its status', async () => {
    await serve(httpCase(404, ['{"detail":"Not Found"}']))
    await expect(client().chat.completions.create({ model: 'm', messages })).rejects.toMatchObject({
      status: 404,
      message: '404 Not Found',
    })
  })

  test('throws where a completion in one piece stalls, or its refusal does', async () => {
    const whole = () => client({ timeouts: { idleMs: 80 } }).chat.completions.create({ model: 'm', messages })
    await serve(httpCase(200, ['{"choices":['], {}, { end: 'hold' }))
    await expect(whole()).rejects.toMatchObject({ code: 'timeout' })
    await serve(httpCase(500, ['{"detail":"boom"}'], {}, { end: 'hold' }))
    await expect(whole()).rejects.toMatchObject({ status: 500, message: '500 boom' })
    await server!.requests[0]!.closed
  })

  test('has a .stream() helper that works on servers of all kinds', async () => {
    const call = { function: { name: 'f', arguments: '{"a":1}' } }
    await serve(
      streamCase([
        event({ choices: [{ delta: { content: 'Hel' } }] }),
        event({ usage: null }),
        event({ choices: [{ delta: { content: 'lo', tool_calls: [call] } }] }),
        DONE,
      ]),
    )
    const oai = client()
    const helper =
      'stream' in oai.chat.completions
        ? oai.chat.completions
        : (oai as unknown as OpenAI4).beta.chat.completions
    const runner = (helper as OpenAI['chat']['completions']).stream({ model: 'm', messages })
    const final = await runner.finalChatCompletion()
    expect(final.choices[0]?.message.content).toBe('Hello')
    expect(final.choices[0]?.message.tool_calls).toMatchObject([
      { type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
    ])
  })

  test('streams the responses API, and throws where it was cut', async () => {
    const events = [
      { type: 'response.created', response: { id: 'r', model: 'm', output: [] } },
      { type: 'response.output_text.delta', delta: 'Hello', item_id: 'i', output_index: 0, content_index: 0 },
      { type: 'response.completed', response: { id: 'r', model: 'm', status: 'completed', output: [] } },
    ]
    const wire = events.map((one) => `event: ${one.type}\n${event(one)}`)
    const listen = async () => {
      const seen: string[] = []
      const stream = await client().responses.create({ model: 'm', input: 'Hi', stream: true })
      for await (const one of stream) seen.push(one.type)
      return seen
    }
    await serve(streamCase(wire, { end: 'hold' }))
    expect(await listen()).toEqual(events.map(({ type }) => type))
    await serve(streamCase(wire.slice(0, 2), { framing: 'close' }))
    await expect(listen()).rejects.toMatchObject({ code: 'truncated' })
  })

  test('tells a response that came in one piece although a stream was asked for', async () => {
    const content = [{ type: 'output_text', text: 'Hello', annotations: [] }]
    const output = [{ type: 'message', id: 'i', role: 'assistant', status: 'completed', content }]
    const response = { id: 'r', object: 'response', model: 'm', status: 'completed', output }
    await serve(httpCase(200, [JSON.stringify(response)]))
    let said = ''
    let last = ''
    for await (const one of await client().responses.create({ model: 'm', input: 'Hi', stream: true })) {
      if (one.type === 'response.output_text.delta') said += one.delta
      last = one.type
    }
    expect({ said, last }).toEqual({ said: 'Hello', last: 'response.completed' })
  })

  test('passes on every event of the responses API as it came, tool calls and failures included', async () => {
    const item = { type: 'function_call', id: 'fc', call_id: 'c1', name: 'f', arguments: '' }
    const events = [
      {
        type: 'response.created',
        response: { id: 'r', object: 'response', status: 'in_progress', output: [] },
      },
      { type: 'response.output_item.added', output_index: 0, item },
      { type: 'response.function_call_arguments.delta', output_index: 0, item_id: 'fc', delta: '{"a"' },
      { type: 'response.function_call_arguments.delta', output_index: 0, item_id: 'fc', delta: ':1}' },
      { type: 'response.output_item.done', output_index: 0, item: { ...item, arguments: '{"a":1}' } },
      { type: 'response.some_later_event', anything: [1, { two: null }] },
      {
        type: 'response.failed',
        response: { id: 'r', status: 'failed', error: { message: 'no room left' } },
      },
    ]
    await serve(streamCase(events.map((one) => `event: ${one.type}\n${event(one)}`)))
    const seen: unknown[] = []
    const read = async () => {
      const stream = await client().responses.create({ model: 'm', input: 'Hi', stream: true })
      for await (const one of stream) seen.push(one)
    }
    await expect(read()).rejects.toMatchObject({ code: 'stream', message: 'no room left' })
    expect(seen).toEqual(events)
  })

  test('gives up the wait for headers after timeouts.connectMs', async () => {
    const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const baseURL = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/v1`
    const call = client({ baseURL, timeouts: { connectMs: 60 } }).chat.completions.create({
      model: 'm',
      messages,
    })
    await expect(call).rejects.toThrow(/timed out/i)
    silent.close()
  })

  test('leaves other calls alone', async () => {
    await serve(
      httpCase(200, ['{"object":"list","data":[{"index":0,"object":"embedding","embedding":[1,2]}]}']),
    )
    const made = await client().embeddings.create({ model: 'm', input: 'Hi', encoding_format: 'float' })
    expect(made.data[0]?.embedding).toEqual([1, 2])
    await serve(httpCase(200, ['{"object":"list","data":[{"id":"m"}]}']))
    expect((await client().models.list()).data).toMatchObject([{ id: 'm' }])
    await serve(httpCase(200, ['{"id":"f1","object":"file"}']))
    const file = new File(['{}'], 'a.jsonl')
    expect(await client().files.create({ file, purpose: 'batch' })).toMatchObject({ id: 'f1' })
    expect(server!.requests[0]!.head).toMatch(/multipart\/form-data/)
  })

  test('sends the headers it was given', async () => {
    await serve(streamCase(answer('Hi')))
    await text(client({ headers: { 'x-deci-workspace': 'w1' } }))
    expect(server!.requests[0]!.head).toMatch(/^x-deci-workspace: w1$/im)
    expect(server!.requests[0]!.head).toMatch(new RegExp(`^authorization: Bearer ${KEY}$`, 'im'))
  })

  test('never prints its key', async () => {
    await serve(streamCase(answer('Hi')))
    const oai = client()
    const shown = [
      inspect(oai, { depth: 9 }),
      inspect(oai, { depth: 9, customInspect: false }),
      inspect(oai.chat.completions, { depth: 9 }),
      inspect({ oai }, { depth: 9 }),
      JSON.stringify({ oai }),
      JSON.stringify(oai.models),
      String(oai),
      'withOptions' in oai ? inspect((oai as OpenAI).withOptions({ maxRetries: 1 }), { depth: 9 }) : '',
    ]
    expect(shown[0]).toBe(`OpenAI client · ${server!.baseURL}`)
    expect(shown.join('\n')).not.toContain('canary')
  })
})

describe('openai()', () => {
  test('fails with one line on how to install the package where it is missing', () => {
    // In a process of its own: jest finds packages from its own root, whatever the working directory is.
    const folder = mkdtempSync(join(tmpdir(), 'no-openai-'))
    const outfile = join(folder, 'openai.cjs')
    const entry = join(__dirname, '../../src/chat/openai.ts')
    buildSync({
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      packages: 'external',
      outfile,
      logLevel: 'error',
    })
    const script = `require(${JSON.stringify(outfile)}).openai({ baseURL: 'http://127.0.0.1:1' })`
    const { status, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).toMatch(/openai is not installed next to this notebook.*npm`install openai`/)
  })

  test('takes the package next to the notebook', () => {
    expect(openai({ baseURL: 'http://127.0.0.1:1' }).baseURL).toBe('http://127.0.0.1:1/v1')
  })

  test('throws what it throws as our own error', async () => {
    await serve(streamCase([delta({ content: 'Hel' })], { framing: 'close' }))
    const oai = openai({ baseURL: server!.baseURL })
    const stream = await oai.chat.completions.create({ model: 'm', messages, stream: true })
    const read = async () => {
      for await (const _chunk of stream);
    }
    await expect(read()).rejects.toBeInstanceOf(ChatError)
  })
})
