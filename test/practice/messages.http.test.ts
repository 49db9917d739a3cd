/**
 * The Messages API of the practice endpoint on the wire, against the shapes that Anthropic documents.
 */
import type { PracticeServer } from '../../src/practice/server/server'
import { ACCESS, namesOf, readEvents, startQuickServer, TOKEN } from './quick-server'

let server: PracticeServer
beforeAll(async () => void (server = await startQuickServer()))
afterAll(() => server.close())
afterEach(() => server.apply({ access: ACCESS, fault: 'none', models: 'any' }))

const VERSION = { 'anthropic-version': '2023-06-01' }
const KEY = { 'x-api-key': TOKEN }
const HELLO = [{ role: 'user', content: 'Hello, Claude' }]
const WEATHER = {
  name: 'get_weather',
  input_schema: { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] },
}
const ASK = [{ role: 'user', content: [{ type: 'text', text: 'How is the weather in Paris?' }] }]

function send(path: string, body: object, headers: Record<string, string>): Promise<Response> {
  return fetch(server.origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
}
const post = (body: object, headers: Record<string, string> = {}) =>
  send(
    '/v1/messages',
    { model: 'claude-any', max_tokens: 1_000, messages: HELLO, ...body },
    { ...VERSION, ...KEY, ...headers },
  )
const json = async (body: object) => (await (await post(body)).json()) as Record<string, unknown>
const stream = async (body: object, headers: Record<string, string> = {}) =>
  readEvents(await post({ stream: true, ...body }, headers))

describe('POST /v1/messages', () => {
  test('answers with every field of a message', async () => {
    const response = await post({ system: 'Be brief.' })
    expect(response.headers.get('request-id')).toMatch(/^req_/)
    expect(await response.json()).toEqual({
      id: expect.stringMatching(/^msg_/) as string,
      type: 'message',
      role: 'assistant',
      model: 'claude-any',
      content: [{ type: 'text', text: expect.stringMatching(/canned answer/) as string }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      stop_details: null,
      container: null,
      diagnostics: null,
      usage: {
        input_tokens: expect.any(Number) as number,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        output_tokens: expect.any(Number) as number,
        output_tokens_details: { thinking_tokens: 0 },
        service_tier: 'standard',
        server_tool_use: null,
        inference_geo: null,
        speed: null,
      },
    })
  })

  test.each([
    ['x-api-key', KEY],
    ['authorization', { authorization: `Bearer ${TOKEN}` }],
  ])('takes the token in %s', async (_name, key) => {
    const body = { model: 'claude-any', max_tokens: 9, messages: HELLO }
    expect((await send('/v1/messages', body, { ...VERSION, ...key })).status).toBe(200)
    expect((await send('/messages?beta=true', body, { ...VERSION, ...key })).status).toBe(200)
  })

  test('streams the documented events in their order', async () => {
    const { events, error } = await stream({})
    expect(error).toBeUndefined()
    expect(namesOf(events)).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    expect(events.every(({ event, data }) => event === data.type)).toBe(true)
    const whole = await json({})
    const { id: _id, ...start } = whole
    expect(events[0]?.data.message).toMatchObject({
      ...start,
      content: [],
      stop_reason: null,
      usage: { input_tokens: 7, output_tokens: 1 },
    })
    expect(events[1]?.data).toEqual({
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'text', text: '' },
    })
    const deltas = events.filter(({ event }) => event === 'content_block_delta')
    const text = deltas.map(({ data }) => (data.delta as { text: string }).text).join('')
    expect(whole.content).toEqual([{ type: 'text', text }])
    const { input_tokens, output_tokens } = whole.usage as Record<string, number>
    expect(events.at(-2)?.data).toEqual({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null, stop_details: null, container: null },
      usage: {
        input_tokens,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens,
        output_tokens_details: { thinking_tokens: 0 },
        server_tool_use: null,
      },
    })
  })

  test('stops at max_tokens', async () => {
    expect(await json({ max_tokens: 3 })).toMatchObject({
      content: [{ text: 'This is a' }],
      stop_reason: 'max_tokens',
      usage: { output_tokens: 3 },
    })
  })

  test('stops at a stop sequence and names it', async () => {
    expect(await json({ stop_sequences: ['never said', 'canned'] })).toMatchObject({
      content: [{ text: 'This is a ' }],
      stop_reason: 'stop_sequence',
      stop_sequence: 'canned',
    })
  })

  test('thinks in a block of its own with a signature', async () => {
    const thinking = { type: 'enabled', budget_tokens: 1_024 }
    const { events } = await stream({ thinking, max_tokens: 2_000 })
    const first = events.filter(({ data }) => data.index === 0).map(({ data }) => data)
    expect(first[0]).toMatchObject({ content_block: { type: 'thinking', thinking: '', signature: '' } })
    expect(first.at(-2)).toMatchObject({
      delta: { type: 'signature_delta', signature: expect.stringMatching(/^\w{20}/) as string },
    })
    expect(first[1]).toMatchObject({ delta: { type: 'thinking_delta', thinking: 'A cann' } })
    expect(await json({ thinking: { type: 'adaptive', display: 'omitted' } })).toMatchObject({
      content: [{ type: 'thinking', thinking: '' }, { type: 'text' }],
    })
  })

  test('calls a tool, whole and streamed', async () => {
    const whole = await json({ tools: [WEATHER], messages: ASK })
    expect(whole).toMatchObject({
      content: [{ type: 'tool_use', name: 'get_weather', input: { location: 'Paris' } }],
      stop_reason: 'tool_use',
    })
    const { events } = await stream({ tools: [WEATHER], messages: ASK })
    expect(events[1]?.data.content_block).toMatchObject({ type: 'tool_use', name: 'get_weather', input: {} })
    const deltas = events.filter(({ event }) => event === 'content_block_delta').map(({ data }) => data.delta)
    expect(deltas[0]).toEqual({ type: 'input_json_delta', partial_json: '' })
    expect(deltas.map((delta) => (delta as { partial_json: string }).partial_json).join('')).toBe(
      '{"location":"Paris"}',
    )
  })

  test('goes on with the result of a tool', async () => {
    const use = { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { location: 'Paris' } }
    const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: '15 °C' }] }
    const messages = [...ASK, { role: 'assistant', content: [use] }, { role: 'user', content: [result] }]
    expect(await json({ tools: [WEATHER], messages })).toMatchObject({
      content: [{ text: 'The tool says: 15 °C' }],
      stop_reason: 'end_turn',
    })
  })

  test.each([
    ['any', { type: 'any' }, 'tool_use'],
    ['a named tool', { type: 'tool', name: 'get_weather' }, 'tool_use'],
    ['none', { type: 'none' }, 'end_turn'],
    ['auto', { type: 'auto' }, 'end_turn'],
  ])('obeys the tool choice %s', async (_name, choice, reason) => {
    const messages = choice.type === 'none' ? ASK : [{ role: 'user', content: 'Hello' }]
    const body = { tools: [WEATHER], tool_choice: choice, messages }
    expect(await json(body)).toMatchObject({ stop_reason: reason })
  })

  test.each<[string, object, string]>([
    ['no max_tokens', { max_tokens: undefined }, 'max_tokens: Field required'],
    ['max_tokens 0', { max_tokens: 0 }, 'max_tokens must be a whole number above 0.'],
    ['no messages', { messages: undefined }, 'messages: at least one message is required'],
    [
      'a system message',
      { messages: [{ role: 'system', content: 'Hi' }] },
      'messages.0.role: must be user or assistant; a system prompt is the top-level field system',
    ],
    [
      'a message without content',
      { messages: [{ role: 'user' }] },
      'messages.0.content: must be a text or a list of blocks',
    ],
    [
      'little thinking',
      { thinking: { type: 'enabled', budget_tokens: 10 } },
      'thinking.enabled.budget_tokens: must be a whole number of at least 1024',
    ],
    [
      'more thinking than tokens',
      { thinking: { type: 'enabled', budget_tokens: 1_024 } },
      'max_tokens must be greater than thinking.budget_tokens',
    ],
    [
      'other thinking',
      { thinking: { type: 'hard' } },
      'thinking.type: must be one of enabled, adaptive, disabled',
    ],
    ['no model', { model: undefined }, 'The body names no model.'],
  ])('refuses %s in the form of Anthropic', async (_name, body, message) => {
    const response = await post(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message },
      request_id: response.headers.get('request-id'),
    })
  })

  test.each<[string, Record<string, string>, number, string, RegExp]>([
    ['no key', VERSION, 401, 'authentication_error', /send the header "x-api-key: \$ACCESS_TOKEN"/],
    ['a wrong key', { ...VERSION, 'x-api-key': 'no' }, 401, 'authentication_error', /not the one/],
    [
      'another workspace',
      { ...VERSION, ...KEY, 'x-deci-workspace': 'no' },
      403,
      'permission_error',
      /workspace/,
    ],
    ['no version', KEY, 400, 'invalid_request_error', /^anthropic-version: header is required/],
    [
      'a fault that does not exist',
      { ...VERSION, ...KEY, 'x-practice-fault': 'no' },
      400,
      'invalid_request_error',
      /no such fault/,
    ],
  ])('refuses %s', async (_name, headers, status, type, message) => {
    const response = await send('/v1/messages', { model: 'x', max_tokens: 1, messages: HELLO }, headers)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({
      type: 'error',
      error: { type, message: expect.stringMatching(message) as string },
    })
  })

  test('does not know a model that was not allowed, and says how to allow it', async () => {
    server.apply({ access: ACCESS, fault: 'none' })
    const response = await post({})
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      error: {
        type: 'not_found_error',
        message: expect.stringContaining('practice({ models: ["claude-any"] })') as string,
      },
    })
  })

  test('is asked with POST', async () => {
    const response = await fetch(`${server.origin}/v1/messages`, { headers: { ...VERSION, ...KEY } })
    expect(response.status).toBe(405)
    expect(await response.json()).toMatchObject({ type: 'error' })
  })
})

describe('a fault of the Messages API', () => {
  test.each([
    ['cut', 'content_block_delta', true],
    ['unfinished', 'content_block_delta', false],
    ['stream-error', 'error', false],
  ])('%s', async (fault, last, breaks) => {
    const { events, error } = await stream({}, { 'x-practice-fault': fault })
    expect(namesOf(events).at(-1)).toBe(last)
    expect(error !== undefined).toBe(breaks)
    if (fault === 'stream-error')
      expect(events.at(-1)?.data).toEqual({
        type: 'error',
        error: { type: 'api_error', message: 'The model stopped working.' },
      })
  })

  test('busy: asks twice to come again, then answers', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 3; i++) {
      const response = await post({}, { 'x-practice-fault': 'busy' })
      statuses.push(response.status)
      if (response.status === 200) continue
      expect(response.headers.get('retry-after')).toBe('1')
      expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'rate_limit_error' } })
    }
    expect(statuses).toEqual([429, 429, 200])
  })

  test('broken: answers 500', async () => {
    const response = await post({}, { 'x-practice-fault': 'broken' })
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'api_error' } })
  })
})

describe('beside messages', () => {
  test('counts the tokens that would be sent', async () => {
    const body = { model: 'claude-any', system: 'Be brief.', messages: HELLO }
    const response = await send('/v1/messages/count_tokens', body, { ...VERSION, ...KEY })
    expect(await response.json()).toEqual({
      input_tokens: ((await json({ system: 'Be brief.' })) as { usage: { input_tokens: number } }).usage
        .input_tokens,
    })
    expect((await send('/v1/messages/count_tokens', {}, { ...VERSION, ...KEY })).status).toBe(400)
  })

  test('lists models in the form of Anthropic to who sends its version', async () => {
    server.apply({ access: ACCESS, fault: 'none', models: ['claude-any'] })
    const response = await fetch(`${server.origin}/v1/models`, { headers: { ...VERSION, ...KEY } })
    expect(await response.json()).toMatchObject({
      data: expect.arrayContaining([
        {
          type: 'model',
          id: 'claude-any',
          display_name: 'claude-any',
          created_at: '2024-01-01T00:00:00.000Z',
        },
      ]) as unknown,
      has_more: false,
      first_id: 'deci-nano',
      last_id: 'claude-any',
    })
  })
})
