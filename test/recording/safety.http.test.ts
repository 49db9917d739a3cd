/**
 * What strangers could try: a file that leads a key elsewhere, a page of a browser, a server that redirects, a large body.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { FORMAT, VERSION, type Exchange, type Recording } from '../../src/recording/file/format'
import { createRecorder } from '../../src/recording/recorder'
import { startReplay } from '../../src/recording/replay'
import { askRaw } from './raw-client'

const open: Server[] = []

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  open.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
})

const exchange = (path: string, headers: [string, string][] = []): Exchange => ({
  request: { server: 'BASE_URL', method: 'GET', path },
  response: {
    status: 200,
    headers: [['Content-Length', '2'], ...headers],
    ms: 0,
    frames: [[0, 'ok']],
    end: 'whole',
  },
})
const recording = (...exchanges: Exchange[]): Recording => ({
  format: FORMAT,
  version: VERSION,
  recordedAt: '2026-11-28',
  servers: {},
  exchanges,
})

test('a client stays with the server that it was made for, and so does its key', async () => {
  const seen: string[] = []
  const listen = (name: string) =>
    serve((request, response) => {
      seen.push(`${name}: ${request.headers.authorization}`)
      response.end(name)
    })
  const [first, second] = [await listen('first'), await listen('second')]
  const recorder = createRecorder()
  const own = await recorder.front('BASE_URL', new URL(`${first}/v1`))
  const other = await recorder.front('BASE_URL', new URL(`${second}/v1`))
  expect(other).not.toBe(own)
  expect(await recorder.front('BASE_URL', new URL(`${first}/v2`))).toBe(own)
  const ask = async (origin: string, key: string) =>
    (await fetch(`${origin}/v1/models`, { headers: { authorization: key } })).text()
  expect(await ask(own, 'key of first')).toBe('first')
  expect(await ask(other, 'key of second')).toBe('second')
  expect(seen).toEqual(['first: key of first', 'second: key of second'])
  await recorder.close()
})

test.each<[string, (origin: string) => string, RegExp, boolean]>([
  ['an address of its own', (origin) => `${origin}/a?b=1`, /^\/a\?b=1$/, true],
  ['a path', () => '/a', /^\/a$/, true],
  [
    'an address whose path begins with two slashes',
    (origin) => `${origin}//evil.example/x`,
    /^\/\.\/\/evil\.example\/x$/,
    true,
  ],
  ['a path with a dot and two slashes', () => '/.//evil.example/x', /^\/\.\/\/evil\.example\/x$/, true],
  ['another host, without a scheme', () => '//cdn.example/x', /^http:\/\/cdn\.example\/x$/, false],
  ['another host, with backslashes', () => '/\\cdn.example/x', /^http:\/\/cdn\.example\/x$/, false],
  ['another host', () => 'https://cdn.example/x', /^https:\/\/cdn\.example\/x$/, false],
  ['another port of this machine', () => 'http://127.0.0.1:9/x', /^http:\/\/127\.0\.0\.1:9\/x$/, false],
])(
  'a redirect leads where the server sent it, and only its own are recorded: %s',
  async (_name, location, passed, isKept) => {
    const origin = await serve((request, response) => {
      response.writeHead(307, { location: location(`http://${request.headers.host}`) }).end()
    })
    const recorder = createRecorder()
    const front = await recorder.front('BASE_URL', new URL(origin))
    const response = await fetch(`${front}/start`, { redirect: 'manual' })
    const given = response.headers.get('location') ?? ''
    expect(given).toMatch(passed)
    if (isKept) expect(new URL(given, front).origin).toBe(front)
    await recorder.settle()
    const [recorded] = recorder.snapshot(new Date()).exchanges
    const kept = recorded?.response.headers
      .filter(([name]) => /^location$/i.test(name))
      .map(([, value]) => value)
    expect(kept).toEqual(isKept ? [given] : [])
    await recorder.close()
  },
)

test.each(['//evil.example/x', 'http://evil.example/', '/\\evil.example', 'evil'])(
  'replay gives no redirect to another host, whatever the file says: %s',
  async (location) => {
    const replay = await startReplay(
      recording(
        exchange('/a', [
          ['Location', location],
          ['Set-Cookie', 'a=b'],
        ]),
      ),
      { pace: 0 },
    )
    const { headers } = await askRaw(replay.origin, { path: '/a', method: 'GET' })
    expect(headers).toEqual(['Content-Length: 2'])
    await replay.close()
  },
)

describe.each(['recorder', 'replay'])('a page of a browser is not served: %s', (kind) => {
  let asked: IncomingMessage[] = []
  let origin = ''
  let close: () => Promise<void>
  let told: () => Promise<string[]>

  beforeEach(async () => {
    asked = []
    if (kind === 'replay') {
      const replay = await startReplay(recording(exchange('/a'), exchange('/a')), { pace: 0 })
      ;({ origin, close } = replay)
      told = () => replay.takeMisses()
      return
    }
    const upstream = await serve((request, response) => {
      asked.push(request)
      response.end('ok')
    })
    const recorder = createRecorder()
    origin = await recorder.front('BASE_URL', new URL(upstream))
    close = () => recorder.close()
    told = () => Promise.resolve(recorder.takeProblems())
  })
  afterEach(() => close())

  test.each<[string, (port: string) => string, RegExp]>([
    ['a name that leads here', () => 'GET /a HTTP/1.1\r\nHost: evil.example', /Host 127\.0\.0\.1:\d+ alone/],
    ['the right name and another port', () => 'GET /a HTTP/1.1\r\nHost: 127.0.0.1:1', /Host/],
    [
      'a name that begins with the right one',
      (port) => `GET /a HTTP/1.1\r\nHost: localhost.evil.example:${port}`,
      /Host/,
    ],
    ['no name', () => 'GET /a HTTP/1.0', /Host/],
    [
      'a page of another origin',
      (port) =>
        `POST /a HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: https://evil.example\r\nContent-Length: 0`,
      /Origin/,
    ],
    ['a page of no origin', (port) => `GET /a HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: null`, /Origin/],
    [
      'a whole address',
      (port) => `GET http://evil.example/a HTTP/1.1\r\nHost: 127.0.0.1:${port}`,
      /no proxy/,
    ],
    ['no path', (port) => `OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1:${port}`, /no proxy/],
  ])('%s', async (_name, head, message) => {
    const answer = await askHead(origin, head(new URL(origin).port))
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).toMatch(message)
    expect(asked).toEqual([])
    // A page does not fail the cell that happens to run.
    expect(await told()).toEqual(message.source === 'Origin' ? [] : [expect.stringMatching(message)])
  })

  test.each(['127.0.0.1', 'localhost', 'LOCALHOST'])('and programs that ask %s are', async (host) => {
    const answer = await askHead(origin, `GET /a HTTP/1.1\r\nHost: ${host}:${new URL(origin).port}`)
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  })
})

/** Sends a head as it is, and gives what comes until the server closes. */
function askHead(origin: string, head: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    let text = ''
    socket.on('data', (bytes) => (text += bytes.toString()))
    socket.on('error', () => {})
    socket.on('close', () => resolve(text))
    socket.write(`${head}\r\nConnection: close\r\n\r\n`)
  })
}

test.each([
  ['constructor', '/a?constructor=1', /query\.constructor: not in the recording, "1" asked/],
  ['__proto__', '/a?__proto__=1', /query\.__proto__: not in the recording, "1" asked/],
  ['toString, twice', '/a?toString=1&toString=2', /query\.toString: not in the recording/],
])('a name that every object has is a name of a query: %s', async (_name, path, message) => {
  const replay = await startReplay(recording(exchange('/a')), { pace: 0 })
  expect(await askRaw(replay.origin, { path, method: 'GET' })).toMatchObject({
    status: expect.stringMatching(/^404/),
  })
  expect(await replay.takeMisses()).toEqual([expect.stringMatching(message)])
  expect(replay.unused()).toHaveLength(1)
  await replay.close()
})

test('a request that breaks what compares it is answered, and fails the cell', async () => {
  const replay = await startReplay(recording(exchange('/a')), { pace: 0 })
  const body = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
  const answer = await askRaw(replay.origin, { path: '/a', body })
  expect(answer.status).toMatch(/^(?:404|500) /)
  expect(await replay.takeMisses()).toHaveLength(1)
  await replay.close()
})

describe('what is too large', () => {
  const LIMIT = 100_000

  test('an answer is passed on whole, and is not recorded', async () => {
    const large = 'x'.repeat(LIMIT + 1)
    const origin = await serve(
      (request, response) => void response.end(request.url === '/large' ? large : 'small'),
    )
    const recorder = createRecorder({ maxBytes: LIMIT })
    const front = await recorder.front('BASE_URL', new URL(origin))
    expect(await (await fetch(`${front}/small`)).text()).toBe('small')
    expect(await (await fetch(`${front}/large`)).text()).toBe(large)
    await recorder.settle()
    expect(recorder.takeProblems()).toEqual([
      'The answer to GET /large is larger than 100000 bytes: it was not recorded.',
    ])
    expect(recorder.takeProblems()).toEqual([])
    expect(recorder.snapshot(new Date()).exchanges).toHaveLength(1)
    await recorder.close()
  })

  test('a request is refused in one line, and no server is asked', async () => {
    let asked = 0
    const origin = await serve((_, response) => {
      asked++
      response.end('ok')
    })
    const recorder = createRecorder({ maxBytes: LIMIT })
    const front = await recorder.front('BASE_URL', new URL(origin))
    const send = async (size: number) => {
      const response = await fetch(`${front}/up`, { method: 'POST', body: 'x'.repeat(size) })
      return `${response.status} ${await response.text()}`
    }
    expect(await send(LIMIT)).toBe('200 ok')
    expect(await send(LIMIT + 1)).toMatch(/^413 .*POST \/up is larger than 100000 bytes/)
    expect(recorder.takeProblems()).toHaveLength(1)
    expect(asked).toBe(1)
    await recorder.close()
  })
})
