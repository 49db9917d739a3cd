/**
 * A student who means harm, on real sockets: gets a clear refusal, nothing of others, and takes nothing away from them.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createPage } from '../../../src/teach/class/page'
import { DEFAULT_LIMITS } from '../../../src/teach/class/limits'
import {
  ask,
  CHAT,
  chunk,
  completion,
  KEY,
  openClassRoom,
  sendRaw,
  TOKENS,
  until,
  type ClassRoom,
} from './class-room'

let room: ClassRoom
afterEach(() => room.close())

const HOST = 'Host: 127.0.0.1'
const ADA = `Authorization: Bearer ${TOKENS.ada}`
const BODY = JSON.stringify(CHAT)
const LENGTH = `Content-Length: ${BODY.length}`
const head = (line: string, ...headers: string[]): string => `${[line, ...headers].join('\r\n')}\r\n\r\n`
const post = (path: string, ...headers: string[]): string => head(`POST ${path} HTTP/1.1`, ...headers)
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])

/** Every file of the class, all notes, and what was answered: no secret of anybody is in it. */
function expectNothingOf(answers: readonly string[]): void {
  const files = readdirSync(room.folder)
    .filter((file) => !file.endsWith('.tokens'))
    .map((file) => readFileSync(join(room.folder, file), 'utf8'))
  for (const text of [...files, ...room.notes, ...answers])
    for (const secret of [KEY, KEY.slice(8, 24), ...Object.values(TOKENS)]) expect(text).not.toContain(secret)
}

const open = (options: Parameters<typeof openClassRoom>[1] = {}) =>
  openClassRoom((_request, response) => response.end(JSON.stringify(completion('Hello'))), options)

describe('a request that is refused before anybody is asked', () => {
  test.each([
    ['no token', post('/v1/chat/completions', HOST, LENGTH) + BODY, 401],
    ['an empty token', post('/v1/chat/completions', HOST, LENGTH, 'Authorization: Bearer ') + BODY, 401],
    [
      'a token of nobody',
      post('/v1/chat/completions', HOST, LENGTH, 'Authorization: Bearer class-token-of-nobody') + BODY,
      401,
    ],
    [
      "the teacher's key",
      post('/v1/chat/completions', HOST, LENGTH, `Authorization: Bearer ${KEY}`) + BODY,
      401,
    ],
    ['the beginning of a token', post('/v1/chat/completions', HOST, LENGTH, ADA.slice(0, -1)) + BODY, 401],
    [
      'another scheme',
      post('/v1/chat/completions', HOST, LENGTH, `Authorization: Basic ${TOKENS.ada}`) + BODY,
      401,
    ],
    ['a token in the address', post(`/v1/chat/completions?token=${TOKENS.ada}`, HOST, LENGTH) + BODY, 401],
    ['two tokens', post('/v1/chat/completions', HOST, LENGTH, ADA, `x-api-key: ${TOKENS.grace}`) + BODY, 401],
    [
      'Authorization twice',
      post('/v1/chat/completions', HOST, LENGTH, ADA, `Authorization: Bearer ${TOKENS.grace}`) + BODY,
      400,
    ],
    [
      'x-api-key twice',
      post('/v1/messages', HOST, LENGTH, `x-api-key: ${TOKENS.ada}`, `x-api-key: ${TOKENS.grace}`) + BODY,
      400,
    ],
    ['Host twice', post('/v1/chat/completions', HOST, 'Host: other.example', LENGTH, ADA) + BODY, 400],
    ['no Host', post('/v1/chat/completions', LENGTH, ADA) + BODY, 400],
    ['the Host of another', post('/v1/chat/completions', 'Host: api.openai.com', LENGTH, ADA) + BODY, 421],
    ['a Host with a login', post('/v1/chat/completions', 'Host: a@127.0.0.1', LENGTH, ADA) + BODY, 421],
    [
      'a page of a browser',
      post('/v1/chat/completions', HOST, LENGTH, ADA, 'Origin: https://evil.example') + BODY,
      403,
    ],
    ['.. in the path', post('/v1/../admin', HOST, LENGTH, ADA) + BODY, 400],
    ['.. behind a path', post('/v1/chat/completions/../../files', HOST, LENGTH, ADA) + BODY, 400],
    ['.. encoded', post('/v1/%2e%2e/files', HOST, LENGTH, ADA) + BODY, 400],
    ['.. half encoded', post('/v1/.%2E/files', HOST, LENGTH, ADA) + BODY, 400],
    [
      '.. as a model',
      post('/v1/serving/llm/%2e%2e%2f%2e%2e/chat/completions', HOST, LENGTH, ADA) + BODY,
      400,
    ],
    ['an encoded slash', post('/v1%2Fchat%2Fcompletions', HOST, LENGTH, ADA) + BODY, 404],
    ['a backslash', post('/v1\\..\\files', HOST, LENGTH, ADA) + BODY, 400],
    ['an encoded line break', post('/v1/chat/completions%0d%0aX: y', HOST, LENGTH, ADA) + BODY, 400],
    ['an encoded line break alone', post('/v1/chat%0d%0a/completions', HOST, LENGTH, ADA) + BODY, 400],
    ['an encoded zero', post('/v1/chat/completions%00', HOST, LENGTH, ADA) + BODY, 400],
    ['two slashes', post('//v1/chat/completions', HOST, LENGTH, ADA) + BODY, 400],
    [
      'another host after two slashes',
      post('//other.example/v1/chat/completions', HOST, LENGTH, ADA) + BODY,
      400,
    ],
    ['an absolute address', post('http://other.example/v1/chat/completions', HOST, LENGTH, ADA) + BODY, 400],
    [
      'an absolute address with a login',
      post(`http://a:b@127.0.0.1/v1/chat/completions`, HOST, LENGTH, ADA) + BODY,
      400,
    ],
    ['a fragment', post('/v1/chat/completions#x', HOST, LENGTH, ADA) + BODY, 400],
    ['a query with a line break', post('/v1/chat/completions?a=%0d%0ab', HOST, LENGTH, ADA) + BODY, 400],
    ['CONNECT', head('CONNECT other.example:443 HTTP/1.1', 'Host: other.example:443', ADA), 405],
    ['TRACE', head('TRACE /v1/chat/completions HTTP/1.1', HOST, ADA), 405],
    ['DELETE', head('DELETE /v1/chat/completions HTTP/1.1', HOST, ADA), 405],
    ['OPTIONS *', head('OPTIONS * HTTP/1.1', HOST, ADA), 400],
    ['a list of files', head('GET /v1/files HTTP/1.1', HOST, ADA), 404],
    ['an answer of another', head('GET /v1/responses/resp_123 HTTP/1.1', HOST, ADA), 404],
    ['a key of the account', head('GET /v1/organization/admin_api_keys HTTP/1.1', HOST, ADA), 404],
    ['another server beside the path', post('/v2/chat/completions', HOST, LENGTH, ADA) + BODY, 404],
    [
      'length and chunks',
      post('/v1/chat/completions', HOST, ADA, LENGTH, 'Transfer-Encoding: chunked') + `0\r\n\r\n${BODY}`,
      400,
    ],
    [
      'chunks by another name',
      post('/v1/chat/completions', HOST, ADA, 'Transfer-Encoding: xchunked') + BODY,
      400,
    ],
    ['two lengths', post('/v1/chat/completions', HOST, ADA, LENGTH, 'Content-Length: 3') + BODY, 400],
    ['a line break in a header', post('/v1/chat/completions', HOST, LENGTH, ADA, 'X-A: b\rc') + BODY, 400],
    [
      'a header that is folded',
      post('/v1/chat/completions', HOST, LENGTH, 'Authorization:\r\n Bearer x') + BODY,
      400,
    ],
    ['HTTP/1.0', head('POST /v1/chat/completions HTTP/1.0', HOST, LENGTH, ADA) + BODY, 505],
    [
      'a head that is too large',
      post('/v1/chat/completions', HOST, LENGTH, ADA, `X-A: ${'a'.repeat(20_000)}`) + BODY,
      431,
    ],
    ['no JSON', post('/v1/chat/completions', HOST, 'Content-Length: 2', ADA) + '{]', 400],
    ['JSON that is no object', post('/v1/chat/completions', HOST, 'Content-Length: 2', ADA) + '[]', 400],
    [
      'JSON in another alphabet',
      Buffer.concat([
        Buffer.from(post('/v1/chat/completions', HOST, 'Content-Length: 4', ADA)),
        Buffer.from('{}', 'utf16le'),
      ]),
      400,
    ],
    [
      'a body that is packed',
      post('/v1/chat/completions', HOST, LENGTH, ADA, 'Content-Encoding: gzip') + BODY,
      415,
    ],
    [
      'an answer in the background',
      post('/v1/responses', HOST, 'Content-Length: 19', ADA) + '{"background":true}',
      400,
    ],
  ])('%s', async (_what, bytes, status) => {
    room = await open()
    const answer = await sendRaw(room.port, bytes, '\r\n\r\n')
    expect(statusOf(answer)).toBe(status)
    expect(room.asked).toEqual([])
    expectNothingOf([answer])
  })

  test('a second request that is hidden in the body of the first', async () => {
    room = await open()
    const hidden = post('/v1/embeddings', HOST, `Authorization: Bearer ${TOKENS.grace}`, LENGTH) + BODY
    await sendRaw(
      room.port,
      post('/v1/chat/completions', HOST, ADA, 'Transfer-Encoding: chunked') + `0\r\n\r\n${hidden}`,
      '"Hello"',
    )
    // It is a request of its own, with a token of its own: nothing of it goes to the server as part of the other.
    expect(room.asked.map(({ url }) => url)).toEqual(['/v1/embeddings'])
  })

  test('headers that are about others', async () => {
    room = await open()
    const more = {
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=1',
      cookie: 'a=b',
      'openai-organization': 'org-x',
      'openai-project': 'proj_x',
      'x-api-version': '1',
      via: '1.1 evil',
    }
    expect((await ask(room, CHAT, { headers: more })).status).toBe(200)
    const { headers } = room.asked[0]!
    expect(Object.keys(headers).sort()).toEqual([
      'accept',
      'accept-encoding',
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ])
    expect(headers.host).toMatch(/^127\.0\.0\.1:\d+$/)
  })
})

test('the idempotency key of another names no answer of theirs', async () => {
  room = await open()
  const headers = { 'idempotency-key': 'lesson-1' }
  await ask(room, CHAT, { headers })
  await ask(room, CHAT, { headers })
  await ask(room, CHAT, { headers, token: TOKENS.grace })
  const [first, again, other] = room.asked.map((asked) => asked.headers['idempotency-key'])
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  expect(again).toBe(first)
  expect(other).not.toBe(first)
})

describe('a body', () => {
  test.each([
    ['with its length', true],
    ['in chunks', false],
  ])('of 100 MB %s is refused, and little of it is kept', async (_how, hasLength) => {
    room = await open()
    const piece = Buffer.alloc(1_000_000, 'a')
    const before = process.memoryUsage().rss
    let peak = 0
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(room.port, '127.0.0.1')
      socket.write(
        post(
          '/v1/chat/completions',
          HOST,
          ADA,
          hasLength ? 'Content-Length: 100000000' : 'Transfer-Encoding: chunked',
        ),
      )
      let sent = 0
      const send = (): void => {
        while (sent++ < 100) {
          peak = Math.max(peak, process.memoryUsage().rss)
          const isFree = hasLength
            ? socket.write(piece)
            : socket.write(Buffer.concat([Buffer.from('f4240\r\n'), piece, Buffer.from('\r\n')]))
          if (!isFree) return void socket.once('drain', send)
        }
        if (!hasLength) socket.write('0\r\n\r\n')
      }
      send()
      socket.on('data', (bytes) => {
        text += bytes.toString()
        socket.destroy()
      })
      socket.on('error', () => {})
      socket.once('close', () => resolve(text))
    })
    expect(statusOf(answer)).toBe(413)
    expect(room.asked).toEqual([])
    // The test's own pieces are in it too.
    expect((peak - before) / 1e6).toBeLessThan(80)
  })

  test('that comes slowly keeps nobody else waiting', async () => {
    room = await open({ limit: { streamsAtOnce: 2 } })
    const slow = [1, 2].map(() => {
      const socket = connect(room.port, '127.0.0.1')
      socket.on('error', () => {})
      socket.write(post('/v1/chat/completions', HOST, ADA, 'Content-Length: 1000') + '{')
      return socket
    })
    await until(() => room.ledger.rowOf('ada', Date.now()).running === 2)
    expect((await ask(room, CHAT)).status).toBe(429)
    expect((await ask(room, CHAT, { token: TOKENS.grace })).status).toBe(200)
    for (const socket of slow) socket.destroy()
    await until(() => room.ledger.rowOf('ada', Date.now()).running === 0)
    expect((await ask(room, CHAT)).status).toBe(200)
  })
})

test('connections that are reset in any state leave the server as it was', async () => {
  room = await open()
  const beginnings = [
    '',
    'G',
    head('CONNECT a:1 HTTP/1.1', 'Host: a:1'),
    post('/v1/chat/completions', HOST, ADA, LENGTH),
    post('/v1/chat/completions', HOST, ADA, LENGTH) + BODY,
  ]
  for (const bytes of beginnings)
    for (let round = 0; round < 5; round++)
      await new Promise<void>((done) => {
        const socket = connect(room.port, '127.0.0.1', () =>
          socket.write(bytes, () => socket.resetAndDestroy()),
        )
        socket.on('error', () => {}).once('close', () => done())
      })
  await until(() => room.ledger.rowOf('ada', Date.now()).running === 0)
  expect((await ask(room, CHAT)).status).toBe(200)
})

describe('a student who does not read', () => {
  test('holds the server back, and is given up', async () => {
    let sent = 0
    room = await openClassRoom(
      async (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        const event = chunk('x'.repeat(60_000))
        const gone = new Promise((next) => response.once('close', next))
        while (!response.destroyed) {
          sent += event.length
          if (!response.write(event))
            await Promise.race([gone, new Promise((next) => response.once('drain', next))])
        }
      },
      { stallMs: 200 },
    )
    const socket = connect(room.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.pause()
    socket.write(post('/v1/chat/completions', HOST, ADA, LENGTH) + BODY)
    await until(() => room.closed.length > 0)
    // What lies in buffers on the way, and no more: an endless answer would be without end.
    expect(sent).toBeLessThan(50_000_000)
    socket.destroy()
    await until(() => room.ledger.rowOf('ada', Date.now()).running === 0)
  })

  test('is given up also when the server has said all', async () => {
    room = await openClassRoom(
      (_request, response) =>
        response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(20_000_000)),
      { stallMs: 200 },
    )
    const socket = connect(room.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.pause()
    socket.write(post('/v1/chat/completions', HOST, ADA, LENGTH) + BODY)
    await until(() => room.asked.length > 0)
    await until(() => room.ledger.rowOf('ada', Date.now()).running === 0)
    socket.destroy()
  })
})

describe('many connections', () => {
  test('of one take none away from another', async () => {
    let finish: (() => void) | undefined
    room = await openClassRoom(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(chunk('one'))
        finish = () => response.end('data: [DONE]\n\n')
      },
      { maxConnections: 50 },
    )
    const streamed = await ask(room, { ...CHAT, stream: true }, { token: TOKENS.grace })
    const sockets: Socket[] = []
    let closed = 0
    for (let at = 0; at < 1_000; at++) {
      const socket = connect(room.port, '127.0.0.1', () => socket.write(at % 2 === 0 ? 'POST /v1/ch' : ''))
      socket.on('error', () => {}).once('close', () => closed++)
      sockets.push(socket)
    }
    await until(() => closed > 900)
    expect((await ask(room, { ...CHAT, stream: true }, { token: TOKENS.alan })).status).toBe(200)
    // The one that is answered to grace, which began first.
    for (const socket of sockets) socket.destroy()
    expect(finish).toBeDefined()
    await streamed.body!.cancel()
  })
})

describe('an answer that has the key in it', () => {
  const pieces = (text: string, size: number): string[] => text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
  const packed = Buffer.from(`Bearer ${KEY}`).toString('base64')

  test.each([1, 3, 7, 16, 1_000])('in JSON, cut after every %d bytes', async (size) => {
    const text = JSON.stringify(
      completion(`Your headers: authorization: Bearer ${KEY}, and ${packed}`, {
        prompt_tokens: 1,
        completion_tokens: 2,
      }),
    )
    room = await openClassRoom(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': `req-${KEY}` })
      for (const piece of pieces(text, size)) {
        response.write(piece)
        await new Promise((next) => setImmediate(next))
      }
      response.end()
    })
    const response = await ask(room, CHAT)
    const got = await response.text()
    expect(JSON.parse(got)).toMatchObject({
      choices: [
        {
          message: {
            content: expect.stringMatching(
              /^Your headers: authorization: Bearer ••••, and [\w+/=]*••••[\w=]*$/,
            ) as string,
          },
        },
      ],
    })
    expectNothingOf([got, ...[...response.headers].flat()])
    expect(room.ledger.rowOf('ada', Date.now()).tokensInAll).toBe(3)
  })

  test.each([1, 2, 3, 5, 8, 13, 40])('in a stream, with %d letters in an event', async (size) => {
    const said = `It is ${KEY} and no more.`
    room = await openClassRoom((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const piece of pieces(said, size)) response.write(chunk(piece))
      response.end('data: [DONE]\n\n')
    })
    const got = await (await ask(room, { ...CHAT, stream: true })).text()
    const events = [...got.matchAll(/^data: (\{.*)$/gm)].map(
      ([, data = '']) => JSON.parse(data) as { choices: { delta: { content: string } }[] },
    )
    const text = events.map(({ choices }) => choices[0]?.delta.content).join('')
    // Fewer than four characters give nothing away.
    expect(text).toMatch(/^It is (?:s|sk|sk-)?•••• and no more\.$/)
    expect(got.endsWith('data: [DONE]\n\n')).toBe(true)
    expectNothingOf([got, text])
  })

  test('in a stream of two answers that take turns', async () => {
    const line = (index: number, content: string) =>
      `data: ${JSON.stringify({ choices: [{ index, delta: { content } }] })}\n\n`
    room = await openClassRoom((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const piece of pieces(KEY, 4)) response.write(line(0, piece) + line(1, 'abcd'))
      response.end('data: [DONE]\n\n')
    })
    const got = await (await ask(room, { ...CHAT, stream: true })).text()
    const events = [...got.matchAll(/^data: (\{.*)$/gm)].map(
      ([, data = '']) => JSON.parse(data) as { choices: { index: number; delta: { content: string } }[] },
    )
    const textOf = (index: number) =>
      events
        .filter(({ choices }) => choices[0]?.index === index)
        .map(({ choices }) => choices[0]?.delta.content)
        .join('')
    expect([textOf(0), textOf(1)]).toEqual(['••••', 'abcd'.repeat(pieces(KEY, 4).length)])
  })

  test('at its end, and cut off there', async () => {
    room = await openClassRoom((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const piece of pieces(`So: ${KEY}`.slice(0, -3), 5)) response.write(chunk(piece))
      setTimeout(() => response.destroy(), 20)
    })
    const response = await ask(room, { ...CHAT, stream: true })
    let got = ''
    const decoder = new TextDecoder()
    await expect(
      (async () => {
        for await (const bytes of response.body!) got += decoder.decode(bytes as Uint8Array, { stream: true })
      })(),
    ).rejects.toThrow()
    const text = [...got.matchAll(/"content":"([^"]*)"/g)].map(([, content]) => content).join('')
    expect(text).toMatch(/^So: (?:s|sk|sk-)?••••$/)
  })

  test('in an event that is no JSON, in a name, in a comment', async () => {
    room = await openClassRoom((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(
        `: ${KEY}\n\nevent: ${KEY}\ndata: ${KEY}\n\ndata: ${JSON.stringify({ [KEY]: 1 })}\n\ndata: [DONE]\n\n`,
      )
    })
    const got = await (await ask(room, { ...CHAT, stream: true })).text()
    expect(got).toBe(': ••••\n\nevent: ••••\ndata: ••••\n\ndata: {"••••":1}\n\ndata: [DONE]\n\n')
  })

  test('in an error', async () => {
    room = await openClassRoom((_request, response) =>
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { message: `bad key ${KEY}` } })),
    )
    const response = await ask(room, CHAT)
    expect([response.status, await response.json()]).toEqual([400, { error: { message: 'bad key ••••' } }])
  })
})

describe('the page of a class', () => {
  test('has a token of its own, and nothing of anybody', async () => {
    const PAGE = 'page-token-of-this-test'
    const page = createPage({
      token: PAGE,
      prefix: '',
      isSecure: false,
      limits: DEFAULT_LIMITS,
      rows: () => room.members.names().map((name) => room.ledger.rowOf(name, Date.now())),
    })
    room = await open({ page })
    await (await ask(room, { ...CHAT, model: '<script>alert(1)</script>' })).text()
    await (await ask(room, { ...CHAT, model: TOKENS.ada })).text()
    const { origin } = room.server
    const get = (path: string, headers = {}) => fetch(origin + path, { headers, redirect: 'manual' })
    for (const path of ['/class', `/class?token=${TOKENS.ada}`, '/class?token=', `/class?token=${KEY}`])
      expect((await get(path)).status).toBe(403)
    expect((await get('/class', { authorization: `Bearer ${TOKENS.ada}` })).status).toBe(403)
    const entered = await get(`/class?token=${PAGE}`)
    expect([entered.status, entered.headers.get('location')]).toEqual([303, 'class'])
    const cookie = entered.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/)
    expect(cookie).not.toContain(PAGE)
    const shown = await get('/class', { cookie: cookie.split(';')[0] })
    expect(shown.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
    const html = await shown.text()
    expect(html).toContain('<td>ada</td>')
    expect(html).not.toMatch(/<script|alert/)
    expectNothingOf([html, cookie])
    expect(html).not.toContain(PAGE)
    // For a balancer: that it is there, and no more.
    expect(await (await get('/class/health')).text()).toBe('ok\n')
  })
})
