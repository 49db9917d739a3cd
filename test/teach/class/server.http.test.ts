/**
 * The class server as its students use it, with a real server behind it.
 */
import OpenAI from 'openai'
import { curl } from '../../../src/curl/curl'
import { runChat } from './run-chat'
import {
  ask,
  CHAT,
  chunk,
  completion,
  KEY,
  linesOf,
  openClassRoom,
  TOKENS,
  until,
  type ClassRoom,
} from './class-room'

let room: ClassRoom
afterEach(() => room.close())

const USAGE = { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 }

describe('a class server', () => {
  test('asks the server with its key, and passes the answer on', async () => {
    room = await openClassRoom((_request, response) =>
      response.end(JSON.stringify(completion('Hello', USAGE))),
    )
    const response = await ask(room, CHAT)
    expect(await response.json()).toEqual(completion('Hello', USAGE))
    expect(room.asked).toHaveLength(1)
    const [{ headers, ...asked }] = room.asked as [ClassRoom['asked'][number]]
    expect(asked).toEqual({ method: 'POST', url: '/v1/chat/completions', body: JSON.stringify(CHAT) })
    expect(headers.authorization).toBe(`Bearer ${KEY}`)
  })

  test.each([
    ['/v1/chat/completions', 'POST'],
    ['/v1/responses', 'POST'],
    ['/v1/embeddings', 'POST'],
    ['/v1/models', 'GET'],
  ])('passes %s on', async (path, method) => {
    room = await openClassRoom((_request, response) => response.end('{}'))
    const body = method === 'POST' ? JSON.stringify(CHAT) : null
    const headers = { authorization: `Bearer ${TOKENS.ada}` }
    expect((await fetch(room.server.origin + path, { method, headers, body })).status).toBe(200)
    expect(room.asked[0]?.url).toBe(path)
  })

  test('takes the key of Anthropic where its clients put it', async () => {
    room = await openClassRoom((_request, response) =>
      response.end('{"usage":{"input_tokens":3,"output_tokens":4}}'),
    )
    const headers = {
      'x-api-key': TOKENS.grace,
      'anthropic-version': '2023-06-01',
      'content-type': 'application/json',
    }
    const body = JSON.stringify(CHAT)
    const response = await fetch(`${room.server.origin}/v1/messages`, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    expect(room.asked[0]?.headers).toMatchObject({ 'x-api-key': KEY, 'anthropic-version': '2023-06-01' })
    expect(room.asked[0]?.headers.authorization).toBeUndefined()
    expect(room.ledger.rowOf('grace', Date.now())).toMatchObject({ tokensInAll: 7, estimated: 0 })
  })

  test('passes each piece on when it comes, byte by byte the same', async () => {
    const events = ['one ', 'two ', 'three'].map((text) => chunk(text)).concat('data: [DONE]\n\n')
    let go: (() => void) | undefined
    room = await openClassRoom(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const event of events) {
        response.write(event)
        await new Promise<void>((next) => (go = next))
      }
      response.end()
    })
    const reader = (await ask(room, { ...CHAT, stream: true })).body!.getReader()
    for (const event of events) {
      // The next one is sent only when this one is here.
      const { value } = await reader.read()
      expect(Buffer.from(value!).toString()).toBe(event)
      await until(() => go !== undefined)
      const next = go
      go = undefined
      next?.()
    }
    expect((await reader.read()).done).toBe(true)
  })

  test('counts what the server tells, else what it can estimate, and says which', async () => {
    room = await openClassRoom(({ body }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(chunk('x'.repeat(40)))
      if (body.includes('include_usage'))
        response.write(`data: ${JSON.stringify({ choices: [], usage: USAGE })}\n\n`)
      response.end('data: [DONE]\n\n')
    })
    await (await ask(room, { ...CHAT, stream: true, stream_options: { include_usage: true } })).text()
    await until(() => room.ledger.rowOf('ada', Date.now()).running === 0)
    expect(room.ledger.rowOf('ada', Date.now())).toMatchObject({ requests: 1, tokensInAll: 12, estimated: 0 })
    await (await ask(room, { ...CHAT, stream: true }, { token: TOKENS.grace })).text()
    await until(() => room.ledger.rowOf('grace', Date.now()).running === 0)
    const { tokensInAll, estimated } = room.ledger.rowOf('grace', Date.now())
    expect(tokensInAll).toBeGreaterThanOrEqual(11)
    expect(estimated).toBe(tokensInAll)
    // Nothing is added to what a student asks.
    expect(room.asked.at(-1)?.body).toBe(JSON.stringify({ ...CHAT, stream: true }))
    expect(linesOf(room).map(({ kind, name, counted }) => [kind, name, counted])).toEqual([
      ['asked', 'ada', undefined],
      ['ended', 'ada', 'server'],
      ['asked', 'grace', undefined],
      ['ended', 'grace', 'estimate'],
    ])
    expect(JSON.stringify(linesOf(room))).not.toMatch(/Hi|xxx|class-token/)
  })

  test.each([
    [
      'in the middle of a stream',
      (response: import('node:http').ServerResponse) => response.write(chunk('one')),
    ],
    [
      'before its end is said',
      (response: import('node:http').ServerResponse) =>
        response.writeHead(200, { 'content-length': 100 }).write('{"a":'),
    ],
  ])('leaves an answer broken that the server breaks off %s', async (_where, begin) => {
    room = await openClassRoom((_request, response) => {
      begin(response)
      setTimeout(() => response.destroy(), 20)
    })
    const response = await ask(room, { ...CHAT, stream: true })
    await expect(response.text()).rejects.toThrow(/terminated|aborted/)
    await until(() => room.notes.length > 0)
    expect(room.notes).toEqual(['The server has broken off an answer.'])
    expect(linesOf(room).at(-1)).toMatchObject({ kind: 'ended', end: 'cut', counted: 'estimate' })
  })

  test('stops the request of a student who leaves', async () => {
    room = await openClassRoom((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(chunk('one'))
    })
    const controller = new AbortController()
    const response = await fetch(`${room.server.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKENS.ada}` },
      body: JSON.stringify({ ...CHAT, stream: true }),
      signal: controller.signal,
    })
    await response.body!.getReader().read()
    controller.abort()
    await until(() => room.closed.length > 0)
    await until(() => room.ledger.rowOf('ada', Date.now()).running === 0)
    expect(linesOf(room).at(-1)).toMatchObject({ end: 'left' })
  })

  test('stops one that left before the answer began', async () => {
    room = await openClassRoom(() => {})
    const controller = new AbortController()
    const asked = fetch(`${room.server.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKENS.ada}` },
      body: JSON.stringify(CHAT),
      signal: controller.signal,
    })
    await until(() => room.asked.length > 0)
    controller.abort()
    await expect(asked).rejects.toThrow()
    await until(() => room.closed.length > 0)
  })

  test('says what is wrong with its own key without blaming the student, and tells the teacher', async () => {
    room = await openClassRoom((_request, response) => {
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end(`{"error":{"message":"Incorrect API key provided: ${KEY.slice(0, 8)}***${KEY.slice(-4)}"}}`)
    })
    const response = await ask(room, CHAT)
    expect(response.status).toBe(502)
    expect(response.headers.get('x-should-retry')).toBe('false')
    const text = await response.text()
    expect(text).toContain('does not take the key of the class')
    expect(text).not.toContain(KEY.slice(-4))
    expect(room.notes).toEqual(['The server answers 401: check the key, and what it may be used for.'])
  })

  test('passes refusals of the server on, with what helps to wait', async () => {
    room = await openClassRoom((_request, response) =>
      response
        .writeHead(429, {
          'retry-after': '7',
          'set-cookie': 'a=b',
          'x-ratelimit-limit-tokens': '9',
          'openai-organization': 'org-x',
        })
        .end('{"error":{"message":"slow"}}'),
    )
    const response = await ask(room, CHAT)
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('7')
    for (const name of ['set-cookie', 'x-ratelimit-limit-tokens', 'openai-organization'])
      expect(response.headers.get(name)).toBeNull()
    expect(room.ledger.rowOf('ada', Date.now()).tokensInAll).toBe(0)
  })

  test('follows no redirect and does not tell where it leads', async () => {
    room = await openClassRoom((_request, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:1/${KEY}` }).end(),
    )
    const response = await ask(room, CHAT)
    expect(response.status).toBe(502)
    expect(response.headers.get('location')).toBeNull()
  })

  test('says that the server cannot be asked', async () => {
    const none = { url: new URL('http://127.0.0.1:9/v1'), key: KEY }
    room = await openClassRoom(() => {}, { upstream: none })
    const response = await ask(room, CHAT)
    expect([response.status, room.notes]).toEqual([
      502,
      ['The server cannot be asked: connect ECONNREFUSED 127.0.0.1:9'],
    ])
    expect(await response.text()).toMatch(/cannot be asked \(ECONNREFUSED\)/)
  })

  test('asks again at once where the server has closed a connection that it promised to keep', async () => {
    room = await openClassRoom((_request, response) => {
      response.end('{}')
      // Without a word, as llama.cpp does.
      setTimeout(() => response.socket?.destroy(), 0)
    })
    for (let round = 0; round < 10; round++) expect((await ask(room, CHAT)).status).toBe(200)
  })
})

describe('a limit of a class', () => {
  test('requests a minute: 429 with the seconds after which there is one more', async () => {
    let now = 1_000_000
    room = await openClassRoom((_request, response) => response.end('{}'), {
      limit: { requestsPerMinute: 2 },
      now: () => now,
    })
    expect((await ask(room, CHAT)).status).toBe(200)
    now += 20_000
    expect((await ask(room, CHAT)).status).toBe(200)
    const late = await ask(room, CHAT)
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '40'])
    expect(await late.json()).toMatchObject({
      error: { code: 'rate_limit_exceeded', message: '2 requests a minute are used up. Ask again in 40 s.' },
    })
    expect((await ask(room, CHAT, { token: TOKENS.grace })).status).toBe(200)
    now += 40_000
    expect((await ask(room, CHAT)).status).toBe(200)
    expect(room.ledger.rowOf('ada', now).refused).toBe(1)
  })

  test('requests a minute: a clock that is set back locks nobody out', async () => {
    let now = 100_000_000
    room = await openClassRoom((_request, response) => response.end('{}'), {
      limit: { requestsPerMinute: 1 },
      now: () => now,
    })
    expect((await ask(room, CHAT)).status).toBe(200)
    now -= 3_600_000
    expect((await ask(room, CHAT)).status).toBe(200)
    expect((await ask(room, CHAT)).status).toBe(429)
  })

  test('a request that is wrong is one of them', async () => {
    room = await openClassRoom((_request, response) => response.end('{}'), {
      limit: { requestsPerMinute: 1 },
    })
    const headers = { authorization: `Bearer ${TOKENS.ada}` }
    const wrong = () =>
      fetch(`${room.server.origin}/v1/chat/completions`, { method: 'POST', headers, body: 'no' })
    expect((await wrong()).status).toBe(400)
    expect((await wrong()).status).toBe(429)
  })

  test.each(['application/x-ndjson', 'text/plain'])(
    'tokens of an answer as %s are estimated',
    async (type) => {
      room = await openClassRoom((_request, response) => {
        response.writeHead(200, { 'content-type': type })
        response.end(`{"text":"${'word '.repeat(100)}"}\n{"text":"end"}\n`)
      })
      await (await ask(room, CHAT)).text()
      await until(() => room.ledger.rowOf('ada', Date.now()).running === 0)
      expect(room.ledger.rowOf('ada', Date.now()).tokensInAll).toBeGreaterThan(100)
    },
  )

  test('tokens of a day: final until midnight', async () => {
    let now = new Date(2026, 10, 28, 22).getTime()
    room = await openClassRoom(
      (_request, response) => response.end(JSON.stringify(completion('Hello', USAGE))),
      {
        limit: { tokensPerDay: 12 },
        now: () => now,
      },
    )
    expect((await ask(room, CHAT)).status).toBe(200)
    const late = await ask(room, CHAT)
    expect([late.status, late.headers.get('retry-after'), late.headers.get('x-should-retry')]).toEqual([
      429,
      '7200',
      'false',
    ])
    expect(await late.json()).toMatchObject({
      error: { type: 'insufficient_quota', code: 'insufficient_quota' },
    })
    now += 2 * 3_600_000
    expect((await ask(room, CHAT)).status).toBe(200)
  })

  test('tokens in all: final for ever', async () => {
    room = await openClassRoom(
      (_request, response) => response.end(JSON.stringify(completion('Hello', USAGE))),
      {
        limit: { tokensInAll: 10 },
      },
    )
    expect((await ask(room, CHAT)).status).toBe(200)
    const late = await ask(room, CHAT)
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, null])
    expect(await late.text()).toContain('Ask your teacher')
  })

  test('answers at a time', async () => {
    room = await openClassRoom(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(chunk('one'))
      },
      { limit: { streamsAtOnce: 1 } },
    )
    const first = await ask(room, { ...CHAT, stream: true })
    const second = await ask(room, CHAT)
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1'])
    await first.body!.cancel()
    await until(() => room.ledger.rowOf('ada', Date.now()).running === 0)
    const third = await ask(room, CHAT)
    expect(third.status).toBe(200)
    await third.body!.cancel()
  })

  test.each([
    ['/v1/chat/completions', { ...CHAT, model: 'dear' }, 403],
    ['/v1/chat/completions', { messages: CHAT.messages }, 400],
    ['/v1/serving/llm/dear/chat/completions', { ...CHAT, model: 'cheap' }, 403],
    ['/v1/serving/llm/cheap/chat/completions', { ...CHAT, model: 'dear' }, 403],
    ['/v1/serving/llm/cheap/chat/completions', { messages: CHAT.messages }, 200],
  ])('models: %s with %j', async (path, body, status) => {
    room = await openClassRoom((_request, response) => response.end('{}'), { limit: { models: ['cheap'] } })
    expect((await ask(room, body, { path })).status).toBe(status)
    expect(room.asked).toHaveLength(status === 200 ? 1 : 0)
  })

  test('models: a body that names two is sent as it was judged', async () => {
    room = await openClassRoom((_request, response) => response.end('{}'), { limit: { models: ['cheap'] } })
    const send = (body: string) =>
      fetch(`${room.server.origin}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKENS.ada}` },
        body,
      })
    expect((await send('{"model":"dear","messages":[],"model":"cheap"}')).status).toBe(200)
    expect(room.asked[0]?.body).toBe('{"model":"cheap","messages":[]}')
    expect((await send('{"model":"cheap","mod\\u0065l":"dear"}')).status).toBe(403)
    // All digits of a number arrive.
    await send('{"model":"cheap","seed":12345678901234567890,"temperature":1.0}')
    expect(room.asked[1]?.body).toContain('"seed":12345678901234567890')
  })

  test.each(['1,"model":"dear"', '1}', '', '01\n', [1], null])(
    'models: none is named by what passes for an exact number, %j',
    async (text) => {
      room = await openClassRoom((_request, response) => response.end('{}'), { limit: { models: ['cheap'] } })
      const posed = { model: 'cheap', top: { '\u0000exact number': text } }
      const body = JSON.stringify(posed).replace(/\}$/, ',"seed":12345678901234567890}')
      const headers = { authorization: `Bearer ${TOKENS.ada}` }
      await fetch(`${room.server.origin}/v1/chat/completions`, { method: 'POST', headers, body })
      expect(room.asked.map((asked) => asked.body)).toEqual([body])
    },
  )

  test('a server that changes to another protocol is none', async () => {
    room = await openClassRoom((_request, response) => {
      response.socket!.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nmore')
    })
    const response = await ask(room, CHAT)
    expect([response.status, await response.json()]).toMatchObject([502, { error: { code: 'server_unreachable' } }])
    expect(room.notes).toEqual(['The server cannot be asked: it changes to another protocol'])
  }) // prettier-ignore

  test('models: the list has those of the class', async () => {
    room = await openClassRoom((_request, response) => response.end('{}'), { limit: { models: ['cheap'] } })
    const response = await fetch(`${room.server.origin}/v1/models`, {
      headers: { authorization: `Bearer ${TOKENS.ada}` },
    })
    expect(await response.json()).toMatchObject({ object: 'list', data: [{ id: 'cheap' }] })
    expect(room.asked).toHaveLength(0)
  })
})

describe('clients of a class', () => {
  test('wait for the limit of a minute, and not for tokens that are used up', async () => {
    room = await openClassRoom(
      (_request, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(completion('Hello', USAGE))),
      {
        limit: { tokensPerDay: 12, streamsAtOnce: 1 },
      },
    )
    const client = new OpenAI({ baseURL: `${room.server.origin}/v1`, apiKey: TOKENS.ada })
    const ok = await client.chat.completions.create({
      model: 'm',
      messages: [{ role: 'user', content: 'Hi' }],
    })
    expect(ok.usage?.total_tokens).toBe(12)
    await expect(
      client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] }),
    ).rejects.toMatchObject({ status: 429, code: 'insufficient_quota' })
    // One request for each call: nothing was tried again.
    expect(room.ledger.rowOf('ada', Date.now()).refused).toBe(1)
    await expect(runChat(`${room.server.origin}/v1`, TOKENS.ada)).rejects.toMatchObject({
      code: 'http',
      status: 429,
    })
    expect(room.ledger.rowOf('ada', Date.now()).refused).toBe(2)
    const result = await curl({
      reject: false,
    })`curl -s ${`${room.server.origin}/v1/chat/completions`} -H ${`Authorization: Bearer ${TOKENS.ada}`} --json ${JSON.stringify(CHAT)}`
    expect([result.status, result.headers['retry-after']]).toEqual([
      429,
      expect.stringMatching(/^\d+$/) as string,
    ])
  })
})
