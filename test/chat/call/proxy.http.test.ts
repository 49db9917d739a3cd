import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type OpenAI from 'openai'
import { chat } from '../../../src/chat/chat'
import type { ChatOptions } from '../../../src/chat/chat-options'
import { openai } from '../../../src/chat/openai'
import { SYSTEM_CA_FILES } from '../../../src/env/certificate-variables'
import { notePracticeOrigin } from '../../../src/env/server-pair'
import { redact } from '../../../src/secrets/redact-text'
import { type RawRequest, RawServer, response } from '../../curl/support/raw-server'
import { answer } from '../../support/chat-wire'
import { CLIENT_VERSIONS } from '../../support/openai-clients'

const NAMES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [
  name,
  name.toUpperCase(),
])
const VARIABLES = [...NAMES, 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE']
const before = { ...process.env }
const systemFiles = [...SYSTEM_CA_FILES]
const folder = mkdtempSync(join(tmpdir(), 'proxy-'))
const proxy = new RawServer()
const hello = (_request: RawRequest, socket: NodeJS.WritableStream): void =>
  void socket.write(response('200 OK', ['Content-Type: text/event-stream'], answer('Hello').join('')))

beforeAll(async () => {
  proxy.enableTls().tunnels = true
  await proxy.listen()
})
beforeEach(() => {
  for (const name of VARIABLES) delete process.env[name]
  SYSTEM_CA_FILES.splice(0)
  proxy.reset(hello)
})
afterAll(async () => {
  for (const name of VARIABLES) {
    if (before[name] === undefined) delete process.env[name]
    else process.env[name] = before[name]
  }
  SYSTEM_CA_FILES.splice(0, Infinity, ...systemFiles)
  rmSync(folder, { recursive: true })
  await proxy.close()
})

const KEY = 'key-for-tests-of-proxies'
const place = () => `127.0.0.1:${proxy.port}`
const ask = (baseURL: string, options: Partial<ChatOptions> = {}) =>
  chat({ model: 'm', messages: 'Hi', baseURL, apiKey: KEY, retries: 0, quiet: true, ...options })
const targets = () => proxy.requests.map(({ method, target }) => `${method} ${target}`)
async function failure(
  promise: Promise<unknown>,
): Promise<{ message: string; hint?: string; code?: string }> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error as { message: string; hint?: string }
}

describe('a proxy that the environment names', () => {
  test.each([
    ['http_proxy', `http://%`],
    ['http_proxy', '%'],
    ['all_proxy', 'http://%/'],
    ['ALL_PROXY', 'http://%'],
  ])('carries plain http: %s=%s', async (name, value) => {
    process.env[name] = value.replace('%', place())
    expect((await ask('http://models.corp.invalid/v1')).text).toBe('Hello')
    expect(targets()).toEqual(['POST http://models.corp.invalid/v1/chat/completions'])
    expect(proxy.requests[0]?.header('host')).toBe('models.corp.invalid')
    expect(proxy.requests[0]?.header('proxy-authorization')).toBeUndefined()
  })

  test.each([['https_proxy'], ['HTTPS_PROXY'], ['ALL_PROXY']])(
    'opens a tunnel for https and never sees the key: %s',
    async (name) => {
      process.env[name] = `http://${place()}`
      process.env['SSL_CERT_FILE'] = proxy.certificate
      for (let round = 0; round < 2; round++) expect((await ask('https://localhost/v1')).text).toBe('Hello')
      // One tunnel serves both.
      expect(targets()).toEqual([
        'CONNECT localhost:443',
        'POST /v1/chat/completions',
        'POST /v1/chat/completions',
      ])
      const [connect, post] = proxy.requests
      expect(connect?.head).not.toContain(KEY)
      expect(post?.header('authorization')).toBe(`Bearer ${KEY}`)
      expect(post?.header('proxy-authorization')).toBeUndefined()
    },
  )

  test('gets user and password, which are masked from then on', async () => {
    const login = Buffer.from('me:p@ss w%rd-0123').toString('base64')
    process.env['http_proxy'] = `http://me:p%40ss%20w%25rd-0123@${place()}`
    await ask('http://models.corp.invalid/v1')
    expect(proxy.requests[0]?.header('proxy-authorization')).toBe(`Basic ${login}`)
    expect(redact(`Basic ${login} or p@ss w%rd-0123`)).not.toMatch(/p@ss|cDpA/)
  })

  test.each([
    ['http://models.corp.invalid/v1', 'no_proxy', '.corp.invalid', 'ENOTFOUND'],
    ['http://models.corp.invalid/v1', 'NO_PROXY', '*', 'ENOTFOUND'],
    ['https://models.corp.invalid/v1', 'no_proxy', 'other, models.corp.invalid', 'ENOTFOUND'],
  ])('is passed by for %s with %s=%s', async (baseURL, name, list, code) => {
    Object.assign(process.env, { all_proxy: `http://${place()}`, [name]: list })
    expect((await failure(ask(baseURL))).message).toMatch(new RegExp(`${code}|EAI_AGAIN`))
    expect(proxy.requests).toEqual([])
  })

  test('is passed by for this machine when it runs on another one', async () => {
    process.env['http_proxy'] = 'http://proxy.corp.invalid:3128'
    expect((await ask(`${proxy.origin}/v1`)).text).toBe('Hello')
  })

  test('is passed by for the practice endpoint', async () => {
    const practice = await new RawServer().listen()
    practice.reset(hello)
    process.env['http_proxy'] = `http://${place()}`
    await ask(`${practice.origin}/v1`)
    expect(targets()).toEqual([`POST ${practice.origin}/v1/chat/completions`])
    notePracticeOrigin(practice.origin)
    expect((await ask(`${practice.origin}/v1`)).text).toBe('Hello')
    expect(practice.requests).toHaveLength(1)
    await practice.close()
  })

  test.each([
    [
      407,
      'http://models.corp.invalid/v1',
      'http_proxy',
      /Put user and password into http_proxy: http:\/\/USER:PASSWORD@/,
    ],
    [
      403,
      'http://models.corp.invalid/v1',
      'http_proxy',
      /Check http_proxy; if models\.corp\.invalid is reached/,
    ],
    [
      502,
      'http://models.corp.invalid/v1',
      'http_proxy',
      /through the proxy http:\/\/127\.0\.0\.1:\d+ \(http_proxy\)/,
    ],
    [407, 'https://models.corp.invalid/v1', 'HTTPS_PROXY', /Put user and password into HTTPS_PROXY/],
    [
      403,
      'https://models.corp.invalid/v1',
      'HTTPS_PROXY',
      /Check HTTPS_PROXY; if models\.corp\.invalid is reached/,
    ],
    [502, 'https://models.corp.invalid/v1', 'HTTPS_PROXY', /Check HTTPS_PROXY/],
  ])('that answers %i for %s is named with what to do', async (status, baseURL, variable, hint) => {
    proxy.tunnels = false
    proxy.answer = (_request, socket) => socket.write(response(`${status} Not today`, [], '<h1>No</h1>'))
    process.env[variable] = `http://${place()}`
    const error = await failure(ask(baseURL))
    proxy.tunnels = true
    expect(error).toMatchObject({ code: 'http', status })
    expect(error.message).toMatch(new RegExp(`^${status} `))
    expect(`${error.message} ${error.hint}`).toContain(`http://${place()} (${variable})`)
    expect(error.hint).toMatch(hint)
  })

  test.each(['http', 'https'])('that is down is named without its password: %s', async (scheme) => {
    process.env[`${scheme}_proxy`] = 'http://me:secret-of-proxy@127.0.0.1:1'
    const error = await failure(ask(`${scheme}://models.corp.invalid/v1`))
    expect(error).toMatchObject({
      code: 'network',
      message: `${scheme}://models.corp.invalid: the proxy http://127.0.0.1:1 (${scheme}_proxy): nothing listens there (ECONNREFUSED)`,
    })
    expect(error.hint).toContain('NO_PROXY')
  })

  test.each([
    ['socks5://127.0.0.1:1', /^http_proxy begins with socks5:\/\/ but only/],
    ['http://me:secret of proxy@', /^http_proxy is not an address of a proxy\. It looks like/],
  ])('that cannot be used is told before anything is sent: %s', async (value, words) => {
    process.env['http_proxy'] = value
    const error = await failure(ask('http://models.corp.invalid/v1'))
    expect(error).toMatchObject({ code: 'usage', message: expect.stringMatching(words) })
    expect(error.message).not.toContain('secret')
  })

  test('in capitals does not count for http, and that is told', async () => {
    process.env['HTTP_PROXY'] = `http://${place()}`
    const error = await failure(ask('http://models.corp.invalid/v1'))
    expect(error.hint).toMatch(
      /^HTTP_PROXY is set, but for http:\/\/ only http_proxy in small letters counts/,
    )
    expect(proxy.requests).toEqual([])
  })

  test('is not asked by a fetch of the caller', async () => {
    process.env['http_proxy'] = `http://${place()}`
    const body = answer('Mine').join('')
    const headers = { 'content-type': 'text/event-stream' }
    const { text } = await ask('http://models.corp.invalid/v1', {
      fetch: async () => new Response(body, { headers }),
    })
    expect(text).toBe('Mine')
  })
})

describe('certificates that the environment names', () => {
  const direct = () => `https://localhost:${proxy.port}/v1`

  test('are needed for a server that nobody vouches for', async () => {
    expect((await failure(ask(direct()))).message).toContain('self-signed')
    expect(proxy.requests).toEqual([])
  })

  test('are those of a folder, whatever its files are called', async () => {
    copyFileSync(proxy.certificate, join(folder, 'company-root.txt'))
    writeFileSync(join(folder, 'README'), 'no certificate')
    process.env['SSL_CERT_DIR'] = folder
    expect((await ask(direct())).text).toBe('Hello')
  })

  test('are those of the system, where no variable is set', async () => {
    SYSTEM_CA_FILES.push(proxy.certificate)
    expect((await ask(direct())).text).toBe('Hello')
  })

  test('take the place of those of the system', async () => {
    const other = await new RawServer().enableTls().listen()
    SYSTEM_CA_FILES.push(proxy.certificate)
    process.env['SSL_CERT_FILE'] = other.certificate
    expect((await failure(ask(direct()))).message).toContain('self-signed')
    await other.close()
  })

  test.each([
    [
      'SSL_CERT_FILE',
      '/no/such/file.pem',
      /^SSL_CERT_FILE names \/no\/such\/file\.pem, which cannot be read: No such/,
    ],
    ['SSL_CERT_FILE', __filename, /^SSL_CERT_FILE names .*, which holds no certificate in PEM form\.$/],
  ])('that cannot be read are told: %s=%s', async (name, value, words) => {
    process.env[name] = value
    expect(await failure(ask(direct()))).toMatchObject({
      code: 'usage',
      message: expect.stringMatching(words),
    })
    // Plain http asks for none.
    expect((await ask(`${proxy.origin}/v1`)).text).toBe('Hello')
  })

  test.each([
    ['is missing', '/no/such/folder'],
    ['is a file', __filename],
    ['holds no certificate', __dirname],
  ])('of a folder that %s are none, and the others count', async (_what, path) => {
    process.env['SSL_CERT_DIR'] = path
    SYSTEM_CA_FILES.push(proxy.certificate)
    expect((await ask(direct())).text).toBe('Hello')
  })

  test('cost no try on a kept connection that the server closed', async () => {
    process.env['SSL_CERT_FILE'] = proxy.certificate
    const seen = new Set<number>()
    proxy.answer = (request, socket) => {
      if (seen.has(request.connection)) return void socket.end()
      seen.add(request.connection)
      hello(request, socket)
    }
    for (let round = 0; round < 3; round++) expect((await ask(direct())).text).toBe('Hello')
    expect(proxy.requests).toHaveLength(5)
  })
})

describe.each(CLIENT_VERSIONS)('openai() with version $version', ({ Client }) => {
  const client = (baseURL: string) => openai<OpenAI>({ OpenAI: Client, baseURL, apiKey: KEY, maxRetries: 0 })
  const say = async (baseURL: string): Promise<string> => {
    const messages = [{ role: 'user' as const, content: 'Hi' }]
    let text = ''
    const stream = await client(baseURL).chat.completions.create({ model: 'm', messages, stream: true })
    for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? ''
    return text
  }

  test('goes through the tunnel of a proxy', async () => {
    Object.assign(process.env, { https_proxy: `http://${place()}`, SSL_CERT_FILE: proxy.certificate })
    expect(await say('https://localhost:8443/v1')).toBe('Hello')
    // A connection that another version left open may serve again.
    expect(targets().at(-1)).toBe('POST /v1/chat/completions')
    expect(proxy.requests.every(({ method, head }) => method !== 'CONNECT' || !head.includes(KEY))).toBe(true)
  })

  test('sends a form through it, with its length', async () => {
    process.env['http_proxy'] = `http://${place()}`
    proxy.answer = (_request, socket) =>
      socket.write(response('200 OK', ['Content-Type: application/json'], '{"id":"file-1","object":"file"}'))
    const file = new File(['{}'], 'a.jsonl')
    const { id } = await client('http://models.corp.invalid/v1').files.create({ file, purpose: 'batch' })
    expect(id).toBe('file-1')
    expect(proxy.requests[0]?.target).toBe('http://models.corp.invalid/v1/files')
    expect(proxy.requests[0]?.header('content-type')).toMatch(/^multipart\/form-data; ?boundary=/)
    expect(proxy.requests[0]?.body.toString()).toContain('a.jsonl')
  })

  test('names a proxy that refuses or is down', async () => {
    proxy.tunnels = false
    proxy.answer = (_request, socket) => socket.write(response('407 Login please', []))
    process.env['https_proxy'] = `http://${place()}`
    const refused = await failure(say('https://models.corp.invalid/v1'))
    proxy.tunnels = true
    expect(refused).toMatchObject({ status: 407 })
    expect(refused.message).toContain(`the proxy http://${place()} (https_proxy) opened no tunnel`)
    process.env['https_proxy'] = 'http://127.0.0.1:1'
    const down = await failure(say('https://models.corp.invalid/v1'))
    expect(down.message).toContain('the proxy http://127.0.0.1:1 (https_proxy): nothing listens there')
  })
})
