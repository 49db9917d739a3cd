import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type OpenAI from 'openai'
import { chat } from '../../src/chat/chat'
import { compare } from '../../src/chat/compare'
import { openai } from '../../src/chat/openai'
import { stream } from '../../src/chat/stream'
import { notePracticeOrigin } from '../../src/env/server-pair'
import { answer, delta, DONE, event, httpCase, streamCase } from '../support/chat-wire'
import { type Drawing, startDrawing } from '../support/drawing-scope'
import { CLIENT_VERSIONS } from '../support/openai-clients'
import type { SseCase } from '../support/sse-cases'
import { type CaseServer, type SeenRequest, startCaseServer } from '../support/sse-server'

let server: CaseServer
let drawing: Drawing
beforeEach(() => (drawing = startDrawing()))
afterEach(() => server.close())

const serve = async (reply: (request: SeenRequest, index: number) => SseCase): Promise<void> => {
  server = await startCaseServer((index, request) => reply(request, index))
}
const ask = (model: string, more: object = {}) =>
  chat({ model, messages: 'Hi', baseURL: server.baseURL, apiKey: 'key-for-tests', retries: 0, ...more })
const json = (value: unknown): SseCase => httpCase(200, [JSON.stringify(value)])
const refused = (status: number, error: object | string): SseCase =>
  httpCase(status, [JSON.stringify({ error })])
const isList = ({ head }: SeenRequest): boolean => /^GET \S*\/models /.test(head)

describe('an answer of another model', () => {
  const words = /asked for large, m answered/g
  const said = (): number => drawing.text().match(words)?.length ?? 0

  test('is told once, and in the result', async () => {
    await serve(() => streamCase(answer('Hello')))
    const result = await ask('large')
    expect(result).toMatchObject({ requestedModel: 'large', model: 'm' })
    expect(said()).toBe(1)
  })

  test('is told for an answer in one piece', async () => {
    const choices = [{ index: 0, message: { content: 'Hello' }, finish_reason: 'stop' }]
    await serve(() => json({ model: 'm', choices }))
    expect((await ask('large', { stream: false })).requestedModel).toBe('large')
    expect(said()).toBe(1)
  })

  test('is told by compare, and by stream where the client was ours', async () => {
    await serve(() => streamCase(answer('Hello')))
    const [large, m] = await compare(['large', 'm'], 'Hi', { baseURL: server.baseURL })
    expect([large?.requestedModel, m?.requestedModel]).toEqual(['large', undefined])
    expect(said()).toBe(1)
    drawing = startDrawing()
    const oai = openai<OpenAI>({
      OpenAI: CLIENT_VERSIONS.at(-1)!.Client,
      baseURL: server.baseURL,
      apiKey: 'k',
    })
    const messages = [{ role: 'user' as const, content: 'Hi' }]
    await stream(oai.chat.completions.create({ model: 'large', messages, stream: true }))
    expect(said()).toBe(1)
  })

  test('is kept where the answer was cut', async () => {
    await serve(() => streamCase([delta({ content: 'Hel' })]))
    expect(await ask('large', { reject: false })).toMatchObject({ requestedModel: 'large', text: 'Hel' })
  })

  test('is no news where the names agree, and from the practice endpoint', async () => {
    await serve(() => streamCase(answer('Hello')))
    expect(await ask('some/M:latest')).not.toHaveProperty('requestedModel')
    notePracticeOrigin(new URL(server.baseURL).origin)
    expect(await ask('large')).not.toHaveProperty('requestedModel')
    expect(drawing.text()).not.toContain('asked for')
  })
})

describe('a model that the server does not have', () => {
  const list = { object: 'list', data: [{ id: 'gpt-4o' }, { id: 'gpt-4o-mini' }, { id: 'vendor/llama-3' }] }
  const lacking = (model: string, error: SseCase = refused(404, { message: `model '${model}' not found` })) =>
    serve((request) => (isList(request) ? json(list) : error))

  test.each([
    ['OpenAI', 404, { code: 'model_not_found', message: 'The model `gpt4-o` does not exist.' }],
    [
      'LiteLLM',
      400,
      { message: 'Invalid model name passed in model=gpt4-o. Call `/v1/models` to view models' },
    ],
    ['Ollama', 404, 'model "gpt4-o" not found, try pulling it first'],
    ['a router', 400, { message: 'gpt4-o is not a valid model ID' }],
    ['a code alone', 404, { code: 'model_not_found', message: 'no such thing' }],
    ['Anthropic', 404, { type: 'not_found_error', message: 'model: gpt4-o' }],
    ['a short server', 400, { message: 'Model Not Exist' }],
  ])('is guessed where %s says so', async (_who, status, error) => {
    await lacking('gpt4-o', refused(status, error))
    const failed = await ask('gpt4-o').catch((reason: unknown) => reason)
    expect(failed).toMatchObject({ status, isUnknownModel: true, hint: 'Did you mean gpt-4o?' })
    expect(drawing.text()).toContain('Did you mean gpt-4o?')
    expect(server.requests[1]?.head).toMatch(/^GET \/v1\/models HTTP/)
    expect(server.requests[1]?.head).toMatch(/authorization: Bearer key-for-tests/i)
  })

  test.each([
    ['llama-3', 'Did you mean vendor/llama-3?'],
    ['GPT-4O-MINI', 'Did you mean gpt-4o-mini?'],
    ['gpt-4o-2024-08-06', 'Did you mean gpt-4o?'],
    ['claude', 'Its models: gpt-4o, gpt-4o-mini, vendor/llama-3.'],
  ])('named %s: %s', async (model, hint) => {
    await lacking(model)
    expect(await ask(model, { reject: false })).toMatchObject({ error: { hint } })
  })

  test('is guessed by compare and by the official client', async () => {
    await lacking('gpt4-o')
    await compare(['gpt4-o'], 'Hi', { baseURL: server.baseURL, reject: false })
    expect(drawing.text()).toContain('Did you mean gpt-4o?')
    const oai = openai<OpenAI>({
      OpenAI: CLIENT_VERSIONS.at(-1)!.Client,
      baseURL: server.baseURL,
      apiKey: 'k',
    })
    const messages = [{ role: 'user' as const, content: 'Hi' }]
    await expect(oai.chat.completions.create({ model: 'gpt4-o', messages })).rejects.toThrow(
      "404 model 'gpt4-o' not found — Did you mean gpt-4o?",
    )
  })

  test.each([
    [401, { message: 'Invalid API key' }],
    [404, { message: 'Not Found' }],
    [400, { message: 'This model does not support tools' }],
    [400, { message: "This model's maximum context length is 10 tokens" }],
    [500, { message: 'model not found' }],
  ])('is not asked about at %i %j', async (status, error) => {
    await lacking('x', refused(status, error))
    await ask('x', { reject: false })
    expect(server.requests).toHaveLength(1)
  })

  test.each([
    ['an error', httpCase(500, ['no'])],
    ['a redirect', httpCase(302, [], { location: 'http://127.0.0.1:9/models' })],
    ['no JSON', httpCase(200, ['<html>'])],
    ['no list', json({ data: 7 })],
    ['nothing', json({ data: [] })],
    ['the asked name', json({ data: [{ id: 'x' }] })],
    ['names with control characters', json({ data: [{ id: 5 }, null] })],
  ])('is told as before where the list is %s', async (_what, reply) => {
    await serve((request) => (isList(request) ? reply : refused(404, { message: 'model x not found' })))
    const { error } = await ask('x', { reject: false })
    expect(error).toMatchObject({ message: '404 model x not found', hint: expect.stringMatching(/^Check /) })
    expect(server.requests).toHaveLength(2)
  })

  test('waits no longer than the call may, and Stop ends the wait', async () => {
    const open = streamCase(['{"data":['], { end: 'hold' })
    await serve((request) => (isList(request) ? open : refused(404, { message: 'model x not found' })))
    const controller = new AbortController()
    const asked = ask('x', { reject: false, signal: controller.signal })
    while (server.requests.length < 2) await new Promise((resolve) => setImmediate(resolve))
    controller.abort()
    expect((await asked).error).toMatchObject({ status: 404 })
    await server.requests[1]!.closed
    expect((await ask('x', { reject: false, timeoutMs: 300 })).error).toMatchObject({ status: 404 })
  })

  test('names of a server are one line without control characters', async () => {
    const data = [{ id: 'a\u001b[31m\nb' }, { id: 'c'.repeat(500) }]
    await serve((request) =>
      isList(request) ? json({ data }) : refused(404, { message: 'model x not found' }),
    )
    const { error } = await ask('x', { reject: false })
    expect((error as { hint?: string }).hint).toBe('Its models: a [31m b.')
  })
})

describe('a server that goes down between two tries', () => {
  let killed: Server
  afterEach(() => new Promise((resolve) => killed.close(resolve)))

  test('leaves the reason that the first one gave', async () => {
    await serve(() => streamCase(answer('unused')))
    killed = createServer((request, response) => {
      request.resume()
      response.writeHead(500, { connection: 'close' }).end('{"error":"out of memory"}')
      killed.close()
    })
    await new Promise<void>((resolve) => killed.listen(0, '127.0.0.1', resolve))
    const { port } = killed.address() as AddressInfo
    const baseURL = `http://127.0.0.1:${port}/v1`
    const failed = chat({ model: 'm', messages: 'Hi', baseURL, retries: 1 })
    await expect(failed).rejects.toMatchObject({
      code: 'network',
      message: '500 out of memory; then nothing listens there (ECONNREFUSED)',
      hint: 'Is the server running? Check baseURL.',
    })
  })
})

describe('what LiteLLM says of a wrong key', () => {
  const body = { message: 'No connected db.', type: 'no_db_connection', code: '400' }
  const hint = 'This is how a LiteLLM proxy refuses a key. Check the key for'

  test('is explained to chat and to the official client', async () => {
    await serve(() => refused(400, body))
    const place = `${server.baseURL}/chat/completions`
    expect((await ask('m', { reject: false })).error).toMatchObject({ hint: `${hint} ${place}.` })
    const oai = openai<OpenAI>({
      OpenAI: CLIENT_VERSIONS.at(-1)!.Client,
      baseURL: server.baseURL,
      apiKey: 'k',
    })
    const messages = [{ role: 'user' as const, content: 'Hi' }]
    await expect(oai.chat.completions.create({ model: 'm', messages })).rejects.toThrow(
      `400 No connected db. — ${hint} ${place}.`,
    )
  })
})

test('usage of several choices is told as the whole', async () => {
  const end = (index: number) =>
    event({ model: 'm', choices: [{ index, delta: { content: 'a' }, finish_reason: 'stop' }] })
  const report = (got: number) =>
    event({
      model: 'm',
      choices: [],
      usage: { prompt_tokens: 4, completion_tokens: got, total_tokens: 4 + got },
    })
  await serve(() => streamCase([end(0), report(5), end(1), report(7), DONE]))
  const { usage } = await ask('m', { n: 2 })
  expect(usage).toEqual({ prompt_tokens: 4, completion_tokens: 12, total_tokens: 16 })
  expect(drawing.text()).toContain('4 + 12 tokens')
})
