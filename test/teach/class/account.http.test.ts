/**
 * What of a request is about the account of the key: on real sockets, nothing of it reaches the server unless it is allowed.
 */
import { ask, CHAT, linesOf, openClassRoom, TOKENS, until, type ClassRoom } from './class-room'

let room: ClassRoom
afterEach(() => room.close())

const open = (limit: NonNullable<Parameters<typeof openClassRoom>[1]>['limit'] = {}) =>
  openClassRoom((_request, response) => response.end('{}'), { limit })

const RESPONSES = { model: 'm', input: 'Hi' }
const MESSAGES = { model: 'm', max_tokens: 10, messages: [{ role: 'user', content: 'Hi' }] }
const part = (content: object) => ({ messages: [{ role: 'user', content: [content] }] })
const tool = (tools: object) => ({ tools: [{ type: 'function', function: { name: 'f' } }, tools] })

describe('what is refused', () => {
  test.each([
    // Stored in the account.
    ['/v1/responses', { previous_response_id: 'resp_1' }, 'previous_response_id'],
    ['/v1/responses', { conversation: 'conv_1' }, 'conversation'],
    ['/v1/responses', { conversation: { id: 'conv_1' } }, 'conversation'],
    ['/v1/responses', { prompt: { id: 'pmpt_1' } }, 'prompt'],
    ['/v1/responses', { input: [{ type: 'item_reference', id: 'msg_1' }] }, 'item_reference'],
    ['/v1/responses', { input: [{ id: 'msg_1' }] }, 'item_reference'],
    ['/v1/responses', { input: [{ Type: 'item_reference', id: 'msg_1' }] }, 'item_reference'],
    ['/v1/responses', { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }] }, 'file_id'],
    ['/v1/chat/completions', part({ type: 'file', file: { file_id: 'file-1' } }), 'file_id'],
    ['/v1/chat/completions', part({ type: 'file', file: { File_Id: 'file-1' } }), 'file_id'],
    ['/v1/messages', part({ type: 'document', source: { type: 'file', file_id: 'file_1' } }), 'file_id'],
    ['/v1/messages', { system: [{ type: 'document', source: { type: 'file', file_id: 'file_1' } }] }, 'file_id'],
    ['/v1/messages', { container: 'container_1' }, 'container'],
    // Done by the server.
    ['/v1/chat/completions', { web_search_options: {} }, 'web_search_options'],
    ['/v1/chat/completions', { plugins: [{ id: 'web' }] }, 'plugins'],
    ['/v1/chat/completions', { data_sources: [{ type: 'azure_search' }] }, 'data_sources'],
    ['/v1/chat/completions', tool({ google_search: {} }), 'google_search'],
    ['/v1/responses', tool({ type: 'web_search_preview_2025_03_11' }), 'web_search_preview'],
    ['/v1/responses', tool({ type: 'file_search', vector_store_ids: ['vs_1'] }), 'file_search'],
    ['/v1/responses', tool({ type: 'code_interpreter', container: { type: 'auto' } }), 'code_interpreter'],
    ['/v1/responses', tool({ type: 'image_generation' }), 'image_generation'],
    ['/v1/responses', tool({ type: 'mcp', server_url: 'https://evil.example' }), 'mcp'],
    ['/v1/responses', tool({ Type: 'mcp', name: 'f', input_schema: {} }), 'a tool without a known type'],
    ['/v1/responses', tool({ type: ['mcp'], name: 'f', input_schema: {} }), 'a tool without a known type'],
    ['/v1/messages', tool({ type: 'web_search_20250305', name: 'web_search' }), 'web_search'],
    ['/v1/messages', tool({ type: 'code_execution_20250825', name: 'code_execution' }), 'code_execution'],
    ['/v1/messages', { mcp_servers: [{ type: 'url', url: 'https://evil.example' }] }, 'mcp_servers'],
    // Other models, other servers, other prices.
    ['/v1/chat/completions', { models: ['dear'] }, 'models'],
    ['/v1/chat/completions', { fallbacks: ['dear'] }, 'fallbacks'],
    ['/v1/chat/completions', { api_base: 'https://evil.example' }, 'api_base'],
    ['/v1/chat/completions', { extra_headers: { a: 'b' } }, 'extra_headers'],
    ['/v1/chat/completions', { service_tier: 'priority' }, 'service_tier'],
    ['/v1/messages', { speed: 'fast' }, 'speed'],
  ])('%s with %j', async (path, more, name) => {
    room = await open()
    const body = { ...(path === '/v1/responses' ? RESPONSES : path === '/v1/messages' ? MESSAGES : CHAT), ...more }
    const response = await ask(room, body, { path })
    const { error } = (await response.json()) as { error: { message: string } }
    expect([response.status, error.message]).toEqual([403, expect.stringContaining(`Not for the class: ${name},`)])
    expect(room.asked).toEqual([])
    expect(linesOf(room)).toEqual([])
  }) // prettier-ignore

  test.each(['anthropic-beta', 'openai-beta'])('the header %s, until it is allowed', async (name) => {
    room = await open()
    const headers = { [name]: 'files-api-2025-04-14' }
    const refused = await ask(room, CHAT, { headers })
    const message = expect.stringContaining(`Not for the class: ${name},`) as string
    expect([refused.status, await refused.text(), room.asked]).toEqual([403, message, []])
    await room.close()
    room = await open({ allowed: [name] })
    expect((await ask(room, CHAT, { headers })).status).toBe(200)
    expect(room.asked).toHaveLength(1)
  })

  test.each([
    [{ Model: 'dear' }, 'Write model in small letters.'],
    [{ MODEL: 'dear' }, 'Write model in small letters.'],
    [{ Tools: [] }, 'Write tools in small letters.'],
    [{ Previous_Response_Id: 'resp_1' }, 'Write previous_response_id in small letters.'],
    // Letters that such servers take for s and k.
    [{ meſſages: [] }, 'Write messages in small letters.'],
    [{ fallbacKs: ['dear'] }, 'Write fallbacks in small letters.'],
    [{ model: ['dear'] }, 'The model is no text'],
    [{ n: 100 }, 'Ask for 8 answers at most.'],
    [{ n: '100' }, 'Ask for 8 answers at most.'],
    [{ best_of: 9 }, 'Ask for 8 answers at most.'],
    [{ background: 'true' }, 'leave `background` out'],
    [{ background: 1 }, 'leave `background` out'],
  ])('%j, whatever is allowed', async (more, message) => {
    room = await open({ models: ['m'], allowed: ['previous_response_id', 'fallbacks', 'background', 'n'] })
    const response = await ask(room, { ...CHAT, ...more })
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(message)])
    expect(room.asked).toEqual([])
  })

  test('lists in lists without end', async () => {
    room = await open()
    const deep = `{"model":"m","messages":${'['.repeat(30_000)}${']'.repeat(30_000)}}`
    const headers = { authorization: `Bearer ${TOKENS.ada}` }
    const response = await fetch(`${room.server.origin}/v1/chat/completions`, { method: 'POST', headers, body: deep })
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('lists in lists')])
    expect([room.asked, room.notes]).toEqual([[], []])
  }) // prettier-ignore

  test.each([
    ['[]', '[],'],
    ['{}', '{},'],
    ['numbers', '1,'],
    ['numbers of many digits', '12345678901234567890,'],
    ['texts that end in a backslash', '"\\\\",'],
  ])('as many %s as would keep others waiting', async (_what, piece) => {
    room = await open()
    const headers = { authorization: `Bearer ${TOKENS.ada}` }
    const send = (count: number) =>
      fetch(`${room.server.origin}/v1/chat/completions`, {
        method: 'POST',
        headers,
        body: `{"model":"m","messages":[],"a":[${piece.repeat(count)}0]}`,
      })
    const response = await send(60_000)
    expect([response.status, await response.text()]).toEqual([
      413,
      expect.stringContaining('too many values'),
    ])
    expect((await send(1_000)).status).toBe(200)
  })

  test('but a text whatever stands in it', async () => {
    room = await open()
    const content = 'a,[{\\"'.repeat(60_000)
    expect((await ask(room, { ...CHAT, messages: [{ role: 'user', content }] })).status).toBe(200)
  })
})

describe('what is passed on', () => {
  test.each([
    ['/v1/responses', { ...RESPONSES, previous_response_id: null, background: false, store: false }],
    ['/v1/responses', { ...RESPONSES, input: [{ type: 'reasoning', id: 'rs_1' }, { id: 'msg_1', role: 'assistant', content: 'Hi' }, { type: 'function_call_output', call_id: 'c', output: '1' }] }],
    ['/v1/responses', { ...RESPONSES, tools: [{ type: 'function', name: 'f' }, { type: 'custom', name: 'g' }] }],
    ['/v1/chat/completions', { ...CHAT, n: 2, service_tier: 'flex', tools: [] }],
    // A student's own tool may have files.
    ['/v1/chat/completions', { ...CHAT, tools: [{ type: 'function', function: { name: 'f', parameters: { properties: { file_id: { type: 'string' } } } } }] }],
    ['/v1/messages', { ...MESSAGES, tools: [{ name: 'f', input_schema: {} }, { type: 'bash_20250124', name: 'bash' }] }],
    ['/v1/messages', { ...MESSAGES, messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input: { file_id: 'mine' } }] }] }],
  ])('%s with %j', async (path, body) => {
    room = await open()
    expect((await ask(room, body, { path })).status).toBe(200)
    expect(JSON.parse(room.asked[0]!.body)).toEqual(body)
  }) // prettier-ignore

  test('what the teacher allows by name', async () => {
    room = await open({ allowed: ['web_search', 'previous_response_id', 'file_id'] })
    const body = {
      ...RESPONSES,
      input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }],
      previous_response_id: 'resp_1',
      tools: [{ type: 'web_search' }],
    }
    expect((await ask(room, body, { path: '/v1/responses' })).status).toBe(200)
    const other = { ...body, tools: [{ type: 'code_interpreter' }] }
    expect((await ask(room, other, { path: '/v1/responses' })).status).toBe(403)
  })
})

describe('tokens of a request', () => {
  test('that cannot fit into what is left are refused before they cost', async () => {
    room = await open({ tokensPerDay: 1_000 })
    const long = { ...CHAT, messages: [{ role: 'user', content: 'word '.repeat(4_000) }] }
    const response = await ask(room, long)
    expect([response.status, await response.text()]).toEqual([429, expect.stringMatching(/about 5,\d{3} tokens, and you have 1,000 tokens left/)])
    expect(room.asked).toEqual([])
    expect((await ask(room, CHAT)).status).toBe(200)
  }) // prettier-ignore

  const text = 'word '.repeat(2_000)
  test.each([
    ['/v1/embeddings', { input: Array.from({ length: 3_000 }, (_, at) => at) }],
    ['/v1/embeddings', { input: [Array.from({ length: 3_000 }, (_, at) => at)] }],
    ['/v1/chat/completions', { ...CHAT, response_format: { type: 'json_schema', json_schema: { description: text } } }],
    ['/v1/chat/completions', { ...CHAT, functions: [{ name: 'f', description: text }] }],
    ['/v1/chat/completions', { ...CHAT, prediction: { type: 'content', content: text } }],
    ['/v1/chat/completions', { ...CHAT, response_format: { [text]: 1 } }],
    ['/v1/chat/completions', part({ type: 'text', text: `data:text/plain;base64,${text}` })],
  ])('count wherever they stand, also for one who leaves: %s', async (path, body) => {
    room = await openClassRoom(() => {})
    const leaving = new AbortController()
    const left = fetch(room.server.origin + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKENS.ada}` },
      body: JSON.stringify({ model: 'm', ...body }),
      signal: leaving.signal,
    })
    await until(() => room.asked.length > 0)
    leaving.abort()
    await expect(left).rejects.toThrow()
    await until(() => room.ledger.rowOf('ada', Date.now()).running === 0)
    expect(room.ledger.rowOf('ada', Date.now()).tokensToday).toBeGreaterThan(2_000)
  }) // prettier-ignore
})
