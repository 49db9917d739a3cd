import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { startPracticeServer, type PracticeServer } from '../../src/practice/server/server'

const TOKEN = 'practice-token-of-this-test'
const ACCESS = { token: TOKEN, workspaceId: 'space-1' }
const AUTH = { authorization: `Bearer ${TOKEN}`, 'x-deci-workspace': 'space-1' }
const NANO = '/serving/llm/deci-nano/chat/completions'
const BODY = {
  model: 'deci-nano',
  messages: [{ role: 'user', content: 'Keywords for vegan blog posts, please.' }],
}

let server: PracticeServer
let clock = 1_000

beforeAll(async () => {
  server = await startPracticeServer({
    access: ACCESS,
    fault: 'none',
    pace: { firstPieceMs: 0, piecesPerSecond: 2_000 },
    now: () => clock,
  })
})
afterAll(() => server.close())
beforeEach(() => {
  clock = 1_000
  server.apply({ access: ACCESS, fault: 'none' })
})

function post(path: string, body: unknown, headers: Record<string, string> = AUTH): Promise<Response> {
  return fetch(server.origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** The `data:` payloads of a stream, read until it ends or breaks. */
async function readStream(response: Response): Promise<{ payloads: string[]; error: unknown }> {
  let text = ''
  let error: unknown
  const decoder = new TextDecoder()
  try {
    for await (const bytes of response.body ?? [])
      text += decoder.decode(bytes as Uint8Array, { stream: true })
  } catch (cause) {
    error = cause
  }
  return { payloads: [...text.matchAll(/^data: (.*)$/gm)].map((match) => match[1] ?? ''), error }
}

interface Chunk {
  choices: { delta: { content?: string }; finish_reason: string | null }[]
  usage?: { completion_tokens: number; prompt_tokens: number; total_tokens: number }
}

const chunksOf = (payloads: string[]) =>
  payloads.filter((data) => data !== '[DONE]').map((data) => JSON.parse(data) as Chunk)
const textOf = (payloads: string[]) =>
  chunksOf(payloads)
    .map((chunk) => chunk.choices[0]?.delta.content ?? '')
    .join('')

describe('the practice endpoint', () => {
  test('listens on 127.0.0.1 and nowhere else', async () => {
    expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4')
    // Another loopback address does as well where the machine has no network.
    const host = outside?.address ?? '127.0.0.2'
    const refused = await new Promise<string | undefined>((resolve) => {
      const socket = connect({ host, port: Number(new URL(server.origin).port) })
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      socket.once('connect', () => resolve('connected'))
      socket.once('close', () => socket.destroy())
    })
    expect(refused).toBe('ECONNREFUSED')
  })

  test.each([NANO, '/v1/chat/completions', '/chat/completions'])('answers on %s', async (path) => {
    const response = await post(path, BODY)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      object: 'chat.completion',
      model: 'deci-nano',
      choices: [
        { index: 0, message: { role: 'assistant', content: expect.stringMatching(/Vegan/) as string } },
      ],
    })
  })

  test('lists its models', async () => {
    const response = await fetch(`${server.origin}/v1/models`, { headers: AUTH })
    const { data } = (await response.json()) as { data: { id: string }[] }
    expect(data.map(({ id }) => id)).toEqual(['deci-nano', 'deci-coder-6b', 'practice-embed'])
  })

  test('answers the models that are added, and lists them', async () => {
    const body = { ...BODY, model: 'gpt-4o-mini' }
    expect((await post('/v1/chat/completions', body)).status).toBe(404)
    server.apply({ access: ACCESS, fault: 'none', models: ['gpt-4o-mini'] })
    const response = await post('/v1/chat/completions', body)
    expect(await response.json()).toMatchObject({ model: 'gpt-4o-mini' })
    expect((await post('/serving/llm/gpt-4o-mini/chat/completions', body)).status).toBe(200)
    expect(await (await fetch(`${server.origin}/v1/models`, { headers: AUTH })).text()).toContain(
      'gpt-4o-mini',
    )
    server.apply({ access: ACCESS, fault: 'none', models: 'any' })
    expect((await post('/v1/chat/completions', { ...body, model: 'claude' })).status).toBe(200)
  })

  test.each(['responses', 'embeddings', 'messages'])('serves %s on the URLs of its models', async (name) => {
    const model = name === 'embeddings' ? 'practice-embed' : 'deci-nano'
    const body = { input: 'Hello', messages: BODY.messages, max_tokens: 50 }
    const key = { 'x-api-key': TOKEN, 'anthropic-version': '2023-06-01' }
    const path = `/serving/llm/${model}/${name}`
    const response = await post(path, body, { ...AUTH, ...key })
    expect(await response.json()).toMatchObject({ model })
    expect((await post(path, body, { authorization: AUTH.authorization, ...key })).status).toBe(403)
  })

  test('cuts an answer at max_tokens with finish_reason "length" and counts it', async () => {
    const answer = (await (await post(NANO, { ...BODY, max_tokens: 7 })).json()) as Chunk
    expect(answer.choices[0]?.finish_reason).toBe('length')
    expect(answer.usage?.completion_tokens).toBe(7)
    expect(answer.usage?.total_tokens).toBe((answer.usage?.prompt_tokens ?? 0) + 7)
  })

  test('streams the same text in pieces, with the finish reason and [DONE]', async () => {
    const whole = (await (await post(NANO, BODY)).json()) as { choices: { message: { content: string } }[] }
    const response = await post(NANO, { ...BODY, stream: true })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const { payloads } = await readStream(response)
    expect(payloads.length).toBeGreaterThan(20)
    expect(payloads.at(-1)).toBe('[DONE]')
    expect(textOf(payloads)).toBe(whole.choices[0]?.message.content)
    expect(chunksOf(payloads).at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }] })
    expect(payloads.some((data) => data.includes('"usage"'))).toBe(false)
  })

  test('cuts a stream at max_tokens and adds the usage when it is asked for', async () => {
    const body = { ...BODY, stream: true, max_tokens: 7, stream_options: { include_usage: true } }
    const { payloads } = await readStream(await post(NANO, body))
    const chunks = chunksOf(payloads)
    expect(chunks.at(-2)).toMatchObject({ choices: [{ finish_reason: 'length' }] })
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 7 } })
  })

  test('lets the coder refuse a system message in the form of OpenAI', async () => {
    const messages = [{ role: 'system', content: 'Be brief.' }, ...BODY.messages]
    const response = await post('/serving/llm/deci-coder-6b/chat/completions', {
      model: 'deci-coder-6b',
      messages,
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      error: {
        message: expect.stringContaining('role must be user') as string,
        type: 'invalid_request_error',
        param: 'messages',
        code: null,
      },
    })
  })

  test('refuses a stream before its first byte, with a status', async () => {
    expect((await post(NANO, { ...BODY, stream: true, messages: [] })).status).toBe(400)
  })

  test.each<[string, Record<string, string>, number, string]>([
    ['no token', { 'x-deci-workspace': 'space-1' }, 401, 'missing_api_key'],
    [
      'another scheme',
      { authorization: `Basic ${TOKEN}`, 'x-deci-workspace': 'space-1' },
      401,
      'missing_api_key',
    ],
    [
      'a wrong token',
      { authorization: 'Bearer nope', 'x-deci-workspace': 'space-1' },
      401,
      'invalid_api_key',
    ],
    ['no workspace', { authorization: `Bearer ${TOKEN}` }, 403, 'workspace_denied'],
    [
      'a wrong workspace',
      { authorization: `Bearer ${TOKEN}`, 'x-deci-workspace': 'x' },
      403,
      'workspace_denied',
    ],
  ])('refuses %s', async (_name, headers, status, code) => {
    const response = await post(NANO, BODY, headers)
    expect(response.status).toBe(status)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ error: { code, param: null } })
    expect(text).not.toContain(TOKEN)
  })

  test('asks for a workspace on the URLs of the tutorial only, but never takes a wrong one', async () => {
    const authorization = `Bearer ${TOKEN}`
    expect((await post('/v1/chat/completions', BODY, { authorization })).status).toBe(200)
    expect((await post('/v1/chat/completions', BODY, { authorization, 'x-deci-workspace': '' })).status).toBe(
      200,
    )
    expect(
      (await post('/v1/chat/completions', BODY, { authorization, 'x-deci-workspace': 'x' })).status,
    ).toBe(403)
  })

  test('takes a token until it expires', async () => {
    server.apply({ access: { ...ACCESS, expiresAt: 2_000 }, fault: 'none' })
    clock = 1_999
    expect((await post(NANO, BODY)).status).toBe(200)
    clock = 2_000
    const response = await post(NANO, BODY)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: 'token_expired' } })
  })

  test('keeps the control interface of aimock behind the gate', async () => {
    for (const path of ['/__aimock/journal', '/__aimock/reset', '/health', '/v1/images/generations'])
      expect((await post(path, {})).status).toBe(404)
    const response = await post(NANO, BODY, { ...AUTH, 'x-aimock-chaos-drop': '1' })
    expect(response.status).toBe(200)
  })

  test('names the method of a URL', async () => {
    expect((await fetch(server.origin + NANO, { headers: AUTH })).status).toBe(405)
  })

  test('says that a port is taken', async () => {
    const port = Number(new URL(server.origin).port)
    await expect(startPracticeServer({ access: ACCESS, fault: 'none', port })).rejects.toMatchObject({
      code: 'port',
      message: `Port ${port} is taken. Choose another one, or none to have one chosen.`,
    })
  })
})

describe('a fault of the practice endpoint', () => {
  const STREAM = { ...BODY, stream: true }
  const stream = (fault: string) => post(NANO, STREAM, { ...AUTH, 'x-practice-fault': fault })

  test('cut: breaks the connection in the middle, and the reader notices', async () => {
    const { payloads, error } = await readStream(await stream('cut'))
    expect(error).toBeDefined()
    expect(textOf(payloads)).toMatch(/^1\. Vegan/)
    expect(payloads).not.toContain('[DONE]')
  })

  test('unfinished: ends without an error, a finish reason or [DONE]', async () => {
    const { payloads, error } = await readStream(await stream('unfinished'))
    expect(error).toBeUndefined()
    expect(textOf(payloads)).toMatch(/^1\. Vegan/)
    expect(payloads).not.toContain('[DONE]')
    expect(chunksOf(payloads).every(({ choices }) => choices[0]?.finish_reason === null)).toBe(true)
  })

  test('stream-error: ends with an error event', async () => {
    const { payloads, error } = await readStream(await stream('stream-error'))
    expect(error).toBeUndefined()
    expect(payloads.length).toBeGreaterThan(10)
    expect(JSON.parse(payloads.at(-1) ?? '')).toMatchObject({ error: { code: 'model_failed' } })
  })

  test('busy: asks twice to come again, then answers', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 4; i++) {
      const response = await stream('busy')
      statuses.push(response.status)
      if (response.status === 429) expect(response.headers.get('retry-after')).toBe('1')
      await response.text()
    }
    expect(statuses).toEqual([429, 429, 200, 429])
  })

  test('broken: answers 500 in the form of OpenAI', async () => {
    const response = await stream('broken')
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ error: { type: 'server_error' } })
  })

  test('an answer that is not streamed is whole under the faults of streams', async () => {
    for (const fault of ['cut', 'unfinished', 'stream-error'])
      expect((await post(NANO, BODY, { ...AUTH, 'x-practice-fault': fault })).status).toBe(200)
  })

  test('applies to every request until it is taken back; a header comes first', async () => {
    server.apply({ access: ACCESS, fault: 'broken' })
    expect((await post(NANO, BODY)).status).toBe(500)
    expect((await post(NANO, BODY, { ...AUTH, 'x-practice-fault': 'none' })).status).toBe(200)
    server.apply({ access: ACCESS, fault: 'none' })
    expect((await post(NANO, BODY)).status).toBe(200)
  })

  test('is refused when there is none of that name', async () => {
    expect((await stream('gremlin')).status).toBe(400)
  })
})
