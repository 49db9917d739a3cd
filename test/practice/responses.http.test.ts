/**
 * The Responses API of the practice endpoint: on the wire, and read by the official clients.
 */
import type OpenAI from 'openai'
import type { PracticeServer } from '../../src/practice/server/server'
import { CLIENT_VERSIONS } from '../support/openai-clients'
import { namesOf, readEvents, startQuickServer, TOKEN } from './quick-server'

let server: PracticeServer
beforeAll(async () => void (server = await startQuickServer()))
afterAll(() => server.close())

const VEGAN = 'Keywords for vegan blog posts, please.'
const MULTIPLY: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'multiply',
  strict: true,
  parameters: {
    type: 'object',
    properties: { a: { type: 'number' }, b: { type: 'number' } },
    required: ['a', 'b'],
    additionalProperties: false,
  },
}
const TOOL_ANSWERED = [
  { role: 'user', content: 'What is 17 times 23?' },
  { type: 'function_call', call_id: 'call_1', name: 'multiply', arguments: '{"a":17,"b":23}' },
  { type: 'function_call_output', call_id: 'call_1', output: '391' },
]

function post(body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.origin}/v1/responses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    body: JSON.stringify({ model: 'gpt-4o-mini', ...body }),
  })
}

const json = async (body: object) => (await (await post(body)).json()) as OpenAI.Responses.Response

describe('POST /v1/responses', () => {
  test('answers with every field of a response', async () => {
    const response = await post({ input: VEGAN, instructions: 'Be brief.', metadata: { lesson: '1' } })
    expect(response.headers.get('x-request-id')).toMatch(/^req_/)
    const body = (await response.json()) as OpenAI.Responses.Response
    const text = expect.stringMatching(/^1\. Vegan recipes/) as string
    const now = expect.any(Number) as number
    expect(body).toEqual({
      id: expect.stringMatching(/^resp_/) as string,
      object: 'response',
      created_at: now,
      completed_at: now,
      status: 'completed',
      background: false,
      error: null,
      incomplete_details: null,
      access_programs: null,
      instructions: 'Be brief.',
      max_output_tokens: null,
      max_tool_calls: null,
      model: 'gpt-4o-mini',
      output: [
        {
          id: expect.stringMatching(/^msg_/) as string,
          type: 'message',
          status: 'completed',
          role: 'assistant',
          content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
        },
      ],
      parallel_tool_calls: true,
      previous_response_id: null,
      reasoning: { effort: null, summary: null },
      service_tier: 'default',
      store: true,
      temperature: 1,
      text: { format: { type: 'text' }, verbosity: 'medium' },
      tool_choice: 'auto',
      tools: [],
      top_logprobs: 0,
      top_p: 1,
      truncation: 'disabled',
      user: null,
      metadata: { lesson: '1' },
      usage: {
        input_tokens: expect.any(Number) as number,
        input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
        output_tokens: expect.any(Number) as number,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: (body.usage?.input_tokens ?? 0) + (body.usage?.output_tokens ?? 0),
      },
    })
  })

  test('streams the documented events in their order, numbered', async () => {
    const response = await post({ input: TOOL_ANSWERED, stream: true })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const { events, error } = await readEvents(response)
    expect(error).toBeUndefined()
    expect(namesOf(events)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ])
    expect(events.every(({ event, data }) => event === data.type)).toBe(true)
    expect(events.map(({ data }) => data.sequence_number)).toEqual(events.map((_event, index) => index))
    const created = events[0]?.data.response as OpenAI.Responses.Response
    const completed = events.at(-1)?.data.response as OpenAI.Responses.Response
    expect(created).toMatchObject({ id: completed.id, status: 'in_progress', output: [], completed_at: null })
    expect(created.usage).toBeUndefined()
    const deltas = events.filter(({ event }) => event === 'response.output_text.delta')
    expect(deltas.map(({ data }) => data.delta).join('')).toBe('The tool says: 391')
    expect(deltas.every(({ data }) => data.item_id === completed.output[0]?.id)).toBe(true)
    expect(events.at(-2)?.data.item).toEqual(completed.output[0])
  })

  test('streams reasoning before the message when a summary is asked for', async () => {
    const reasoning = { effort: 'low', summary: 'auto' }
    const { events } = await readEvents(await post({ input: VEGAN, reasoning, stream: true }))
    expect(namesOf(events).slice(2, 9)).toEqual([
      'response.output_item.added',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
      'response.output_item.done',
      'response.output_item.added',
    ])
    const { output, usage } = events.at(-1)?.data.response as OpenAI.Responses.Response
    expect(output.map(({ type }) => type)).toEqual(['reasoning', 'message'])
    expect(usage?.output_tokens_details.reasoning_tokens).toBeGreaterThan(10)
  })

  test('keeps the summary back from who does not ask for it, and encrypts on demand', async () => {
    const [item] = (await json({ input: VEGAN, reasoning: { effort: 'low' } })).output
    expect(item).toEqual({ id: item?.id, type: 'reasoning', summary: [] })
    const include = ['reasoning.encrypted_content']
    const { output } = await json({ input: VEGAN, reasoning: { effort: 'low' }, include })
    expect(output[0]).toMatchObject({ encrypted_content: expect.any(String) as string })
  })

  test('is incomplete at max_output_tokens, whole and streamed', async () => {
    const body = { input: VEGAN, max_output_tokens: 5 }
    const response = await json(body)
    expect(response).toMatchObject({
      status: 'incomplete',
      completed_at: null,
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ type: 'message', status: 'incomplete' }],
      usage: { output_tokens: 5 },
    })
    const { events } = await readEvents(await post({ ...body, stream: true }))
    expect(events.at(-1)?.event).toBe('response.incomplete')
  })

  test('spends max_output_tokens on reasoning first, so that no text may be left', async () => {
    const response = await json({ input: VEGAN, max_output_tokens: 5, reasoning: { effort: 'low' } })
    expect(response).toMatchObject({ status: 'incomplete', usage: { output_tokens: 5 } })
    expect(response.output.map(({ type }) => type)).toEqual(['reasoning'])
  })

  test('fills a schema', async () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
    const text = { format: { type: 'json_schema', name: 'place', schema } }
    const { output } = await json({ input: 'I live in Oslo.', text })
    expect(output).toMatchObject([{ content: [{ text: '{"city":"Oslo"}' }] }])
  })

  test.each([
    ['no input', {}, 'input', 'missing_required_parameter'],
    ['an input that is a number', { input: 5 }, 'input', 'invalid_type'],
    ['an empty list', { input: [] }, 'input', null],
    ['an item that is none', { input: [{ role: 'user', content: 'Hi' }, 'Hi'] }, 'input[1]', null],
    ['max_output_tokens 0', { input: VEGAN, max_output_tokens: 0 }, 'max_output_tokens', null],
    ['no model', { input: VEGAN, model: undefined }, 'model', 'missing_required_parameter'],
    [
      'instructions for the coder',
      { input: 'def f():', instructions: 'Hi', model: 'deci-coder-6b' },
      'input',
      null,
    ],
  ])('refuses %s', async (_name, body, param, code) => {
    const response = await post(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', param, code } })
  })

  test.each(['{', '[]', '"text"', ''])('refuses the body %j', async (body) => {
    const response = await fetch(`${server.origin}/v1/responses`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body,
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_json' } })
  })

  test('takes a body with the fields of an error for a body', async () => {
    expect((await json({ input: VEGAN, error: {}, status: 200 })).status).toBe('completed')
  })
})

describe('a fault of the Responses API', () => {
  const fault = (name: string) => post({ input: VEGAN, stream: true }, { 'x-practice-fault': name })

  test('cut: breaks the connection', async () => {
    const { events, error } = await readEvents(await fault('cut'))
    expect(error).toBeDefined()
    expect(namesOf(events)).not.toContain('response.completed')
  })

  test('unfinished: ends politely with its last piece', async () => {
    const { events, error } = await readEvents(await fault('unfinished'))
    expect(error).toBeUndefined()
    expect(namesOf(events).at(-1)).toBe('response.output_text.delta')
  })

  test('stream-error: ends with error and response.failed', async () => {
    const { events } = await readEvents(await fault('stream-error'))
    expect(events.map(({ data }) => data.sequence_number)).toEqual(events.map((_event, index) => index))
    const [error, failed] = events.slice(-2)
    expect(error).toMatchObject({
      event: 'error',
      data: { type: 'error', code: 'server_error', message: 'The model stopped working.', param: null },
    })
    expect(failed).toMatchObject({
      event: 'response.failed',
      data: { response: { status: 'failed', error: { code: 'server_error' }, output: [] } },
    })
  })

  test('strikes in a short answer as well', async () => {
    const headers = { 'x-practice-fault': 'stream-error' }
    const { events } = await readEvents(await post({ input: TOOL_ANSWERED, stream: true }, headers))
    expect(events.at(-1)?.event).toBe('response.failed')
  })

  test('broken: answers 500', async () => {
    expect((await fault('broken')).status).toBe(500)
  })
})

// The ones before know less of it.
describe.each(CLIENT_VERSIONS.filter(({ version }) => version >= 6))('openai $version', ({ Client }) => {
  const client = (headers: Record<string, string> = {}) =>
    new Client({ baseURL: `${server.origin}/v1`, apiKey: TOKEN, maxRetries: 0, defaultHeaders: headers })
  const request = { model: 'gpt-4o-mini', input: VEGAN }

  test('reads the text of a response', async () => {
    const response = await client().responses.create({
      model: 'gpt-4o-mini',
      instructions: 'x',
      input: VEGAN,
    })
    expect(response.output_text).toMatch(/^1\. Vegan recipes/)
  })

  test('iterates over a stream', async () => {
    let text = ''
    for await (const event of await client().responses.create({ ...request, stream: true }))
      if (event.type === 'response.output_text.delta') text += event.delta
    expect(text).toMatch(/^1\. Vegan recipes/)
  })

  test('gathers a stream with its helper', async () => {
    const stream = client().responses.stream({ ...request, reasoning: { effort: 'low', summary: 'auto' } })
    let text = ''
    stream.on('response.output_text.delta', (event) => void (text += event.delta))
    const response = await stream.finalResponse()
    expect(response).toMatchObject({ status: 'completed', output_text: text })
    expect(response.output.map(({ type }) => type)).toEqual(['reasoning', 'message'])
  })

  test('calls a tool and goes on with its result', async () => {
    const input: OpenAI.Responses.ResponseInputItem[] = [{ role: 'user', content: 'What is 17 times 23?' }]
    const tools = [MULTIPLY]
    const { output } = await client().responses.stream({ model: 'gpt-4o-mini', input, tools }).finalResponse()
    const [call] = output
    if (call?.type !== 'function_call') throw new Error('no call')
    expect(JSON.parse(call.arguments)).toEqual({ a: 17, b: 23 })
    const result = { type: 'function_call_output', call_id: call.call_id, output: '391' } as const
    const next = [...input, call, result] as OpenAI.Responses.ResponseInputItem[]
    const { output_text } = await client().responses.create({ model: 'gpt-4o-mini', input: next, tools })
    expect(output_text).toBe('The tool says: 391')
  })

  test.each(['cut', 'stream-error'])('notices the fault %s', async (fault) => {
    const stream = client({ 'x-practice-fault': fault }).responses.stream(request)
    await expect(stream.finalResponse()).rejects.toThrow()
  })

  test('names the status of a refusal', async () => {
    await expect(client({ 'x-practice-fault': 'busy' }).responses.create(request)).rejects.toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
    })
    await client({ 'x-practice-fault': 'busy' })
      .responses.create(request)
      .catch(() => {})
    expect((await client({ 'x-practice-fault': 'busy' }).responses.create(request)).status).toBe('completed')
  })
})
