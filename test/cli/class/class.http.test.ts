/**
 * `tslab-magics practice --class` with real files, sockets and servers.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { get as httpsGet } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from '../../../src/cli/main'
import { classCommand } from '../../../src/cli/class/class'
import type { ClassOptions } from '../../../src/cli/class/options'
import { FORMAT, VERSION } from '../../../src/recording/file/format'
import { clearSecrets } from '../../../src/secrets/registry'

const KEY = `sk-proj-${'Zx8Cv7Bn6Mm5As4D'.repeat(2)}`
const CHAT = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] }
let folder = ''
let server: Server
let address = ''
let asked: (string | undefined)[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers.authorization)
    const answer = { choices: [], usage: { prompt_tokens: 60, completion_tokens: 40 } }
    request
      .resume()
      .once('end', () => response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'class-'))
  writeFileSync(join(folder, 'students.txt'), 'ada\ngrace\n')
  asked = []
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  clearSecrets()
})

interface Served {
  readonly out: string
  readonly err: string
  readonly base: string
  readonly token: string
}

/** Runs the command around some requests. */
async function serve(
  options: ClassOptions,
  env: Record<string, string>,
  act: (served: Served) => Promise<unknown>,
  terminal?: { columns: number; rows: number },
): Promise<{ out: string; err: string }> {
  const said = { out: '', err: '' }
  const io = {
    cwd: folder,
    env,
    ...(terminal && { terminal: () => terminal }),
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  }
  const exitCode = await classCommand(options, io, async () => {
    const base = /^export BASE_URL=(\S+)$/m.exec(said.out)?.[1] ?? ''
    const tokens = join(folder, 'students.tokens')
    const token = existsSync(tokens) ? (/^ada (\S+)$/m.exec(readFileSync(tokens, 'utf8'))?.[1] ?? '') : ''
    await act({ ...said, base, token })
  })
  expect(exitCode).toBe(0)
  return said
}

const ask = (base: string, token: string, path = '/chat/completions'): Promise<Response> =>
  fetch(base + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(CHAT),
  })

describe('tslab-magics practice --class', () => {
  test('stands before the server of the environment, and keeps what was used over a restart', async () => {
    const env = { BASE_URL: address, ACCESS_TOKEN: KEY }
    const options = { class: 'students.txt', tokensInAll: '150' }
    let first = ''
    const { out, err } = await serve(options, env, async ({ base, token }) => {
      first = token
      expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)
      expect((await ask(base, token)).status).toBe(200)
    })
    expect(asked).toEqual([`Bearer ${KEY}`])
    expect(err).toMatch(
      /^A class of 2, tokens in \S+students\.tokens, use in \S+students\.usage\.jsonl\. Stop it with Ctrl\+C\.\n/,
    )
    expect(err).toMatch(/^ada: requests 1, tokens today 100 of 100,000, in all 100 of 150$/m)
    await serve(options, env, async ({ base, token }) => {
      expect(token).toBe(first)
      expect((await ask(base, token)).status).toBe(200)
      expect((await ask(base, token)).status).toBe(429)
    })
    const files = readdirSync(folder).filter((file) => !file.endsWith('.tokens'))
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'))
    for (const text of [out, err, ...texts])
      for (const secret of [KEY, first]) expect(text).not.toContain(secret)
  })

  test.each([
    ['the variables of OpenAI', () => ({ OPENAI_BASE_URL: address, OPENAI_API_KEY: KEY }), {}],
    [
      'a variable that is named',
      () => ({ MISTRAL_API_KEY: ` Bearer ${KEY}\n` }),
      () => ({ server: address, key: 'MISTRAL_API_KEY' }),
    ],
    [
      'the variable of its address',
      () => ({ BASE_URL: address, ACCESS_TOKEN: KEY }),
      () => ({ server: address }),
    ],
  ])('takes the key from %s', async (_where, env, options) => {
    const chosen: ClassOptions = typeof options === 'function' ? options() : options
    await serve({ class: 'students.txt', ...chosen }, env(), async ({ base, token }) => {
      expect((await ask(base, token)).status).toBe(200)
    })
    expect(asked).toEqual([`Bearer ${KEY}`])
  })

  test('keeps what the key opens beside models, but for what is allowed', async () => {
    const env = { BASE_URL: address, ACCESS_TOKEN: KEY }
    const body = { model: 'm', input: 'Hi', previous_response_id: 'resp_1' }
    const statusWith = async (options: ClassOptions): Promise<number> => {
      let status = 0
      const { err } = await serve({ class: 'students.txt', ...options }, env, async ({ base, token }) => {
        const headers = { authorization: `Bearer ${token}` }
        const response = await fetch(`${base}/responses`, {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
        })
        status = response.status
      })
      expect(err.includes('Students may ask any model of the server')).toBe(options.models === undefined)
      return status
    }
    expect(await statusWith({ models: 'm' })).toBe(403)
    expect(await statusWith({ allow: 'web_search, previous_response_id' })).toBe(200)
  })

  test('never sends a key to another server than its own', async () => {
    const env = { OPENAI_API_KEY: KEY }
    const { err } = await serve({ class: 'students.txt', server: address }, env, async ({ base, token }) => {
      expect((await ask(base, token)).status).toBe(200)
    })
    expect(asked).toEqual([undefined])
    expect(err).toContain('The server gets no key: none is set for it.')
  })

  test('answers with canned answers where no server is named, and where tokens are used up', async () => {
    const canned = async ({ base, token }: Served) => {
      const response = await ask(base, token)
      expect([response.status, response.headers.get('x-class-answer')]).toEqual([200, 'canned'])
      expect(await response.text()).toContain('This is a canned answer')
    }
    const { err } = await serve({ class: 'students.txt' }, {}, canned)
    expect(err).toContain('all answers are canned: set BASE_URL and ACCESS_TOKEN')
    const options = { class: 'students.txt', tokensInAll: '1', whenUsedUp: 'canned' }
    await serve(options, { BASE_URL: address, ACCESS_TOKEN: KEY }, async (served) => {
      const real = await ask(served.base, served.token)
      expect([real.status, real.headers.get('x-class-answer')]).toEqual([200, null])
      await real.text()
      await canned(served)
      expect(asked).toHaveLength(1)
    })
  })

  test('answers with a recording where tokens are used up', async () => {
    const exchange = {
      request: { method: 'POST', path: '/v1/chat/completions', body: { json: CHAT } },
      response: {
        status: 200,
        headers: [['content-type', 'application/json']],
        ms: 1,
        frames: [[0, '{"recorded":true}']],
        end: 'whole',
      },
    }
    const recording = {
      format: FORMAT,
      version: VERSION,
      recordedAt: new Date().toISOString(),
      servers: { BASE_URL: { path: '/v1' } },
      exchanges: [exchange],
    }
    writeFileSync(join(folder, 'a.recording.json'), JSON.stringify(recording))
    const options = { class: 'students.txt', tokensInAll: '1', whenUsedUp: 'a.recording.json' }
    await serve(options, { BASE_URL: address, ACCESS_TOKEN: KEY }, async ({ base, token }) => {
      await (await ask(base, token)).text()
      const response = await ask(base, token)
      expect([response.headers.get('x-class-answer'), await response.text()]).toEqual([
        'recorded',
        '{"recorded":true}',
      ])
    })
  })

  test('serves a class that another program keeps, below the path of a proxy', async () => {
    const options = { tokens: 'hub.tokens', publicUrl: 'https://hub.example/services/class/' }
    const token = 'hub-token-of-ada-0123456789'
    writeFileSync(join(folder, 'hub.tokens'), `ada ${token}\n`, { mode: 0o600 })
    await serve(options, { BASE_URL: address, ACCESS_TOKEN: KEY }, async ({ out, err }) => {
      expect(out).toBe('export BASE_URL=https://hub.example/services/class/v1\n')
      const origin = /^Listening at (\S+)\.$/m.exec(err)?.[1] ?? ''
      expect((await ask(`${origin}/services/class/v1`, token)).status).toBe(200)
      expect((await ask(`${origin}/v1`, token)).status).toBe(200)
      expect((await fetch(`${origin}/services/class/class/health`)).status).toBe(200)
    })
    expect(readFileSync(join(folder, 'hub.tokens'), 'utf8')).toBe(`ada ${token}\n`)
    expect(readdirSync(folder).sort()).toEqual(['hub.tokens', 'hub.usage.jsonl', 'students.txt'])
  })

  test('draws a table in a terminal, with the address of the page', async () => {
    const { err } = await serve(
      { class: 'students.txt' },
      { BASE_URL: address, ACCESS_TOKEN: KEY },
      async ({ base, token, err: before }) => {
        await (await ask(base, token)).text()
        const page = /^Use: (\S+)$/m.exec(before)?.[1] ?? ''
        const entered = await fetch(page, { redirect: 'manual' })
        expect(entered.status).toBe(303)
      },
      { columns: 80, rows: 24 },
    )
    expect(err).toMatch(/student +requests +tokens today +in all/)
    expect(err).toMatch(/ada +1 +100 of 100,000 +100/)
    for (const line of err.split('\n').filter((each) => each.includes('students:')))
      expect(line.length).toBeLessThan(90)
  })

  const hasOpenssl = spawnSync('openssl', ['version']).status === 0
  ;(hasOpenssl ? test : test.skip)('serves by https with a certificate', async () => {
    const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout ${join(folder, 'key.pem')} -out ${join(folder, 'cert.pem')}`
    expect(spawnSync('openssl', words.split(' ')).status).toBe(0)
    const options = { class: 'students.txt', tlsCert: 'cert.pem', tlsKey: 'key.pem' }
    const { err } = await serve(
      options,
      { BASE_URL: address, ACCESS_TOKEN: KEY },
      async ({ base, token }) => {
        expect(base).toMatch(/^https:/)
        const headers = { authorization: `Bearer ${token}` }
        const asking = httpsGet(`${base}/models`, {
          headers,
          ca: readFileSync(join(folder, 'cert.pem')),
          agent: false,
        })
        const status = await new Promise((resolve, reject) => {
          asking.once('response', (response) => resolve(response.resume().statusCode)).once('error', reject)
        })
        expect(status).toBe(200)
      },
    )
    expect(err).not.toContain('unencrypted')
  })

  test('counts what was under way when it is stopped', async () => {
    const endless = createServer((request, response) => {
      request.resume().once('end', () => response.write('{'))
    })
    await new Promise<void>((listening) => endless.listen(0, '127.0.0.1', listening))
    const env = { BASE_URL: `http://127.0.0.1:${(endless.address() as AddressInfo).port}/v1` }
    await serve({ class: 'students.txt' }, env, async ({ base, token }) => {
      await (await ask(base, token)).body!.getReader().read()
    })
    const lines = readFileSync(join(folder, 'students.usage.jsonl'), 'utf8').trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { end?: string }).end)).toEqual([undefined, 'left'])
    endless.closeAllConnections()
    await new Promise((closed) => endless.close(closed))
  })

  test('says when it is open to the network', async () => {
    const { err } = await serve(
      { class: 'students.txt', host: '0.0.0.0' },
      { BASE_URL: address, ACCESS_TOKEN: KEY },
      async ({ out }) => {
        const port = Number(new URL(/=(\S+)/.exec(out)?.[1] ?? '').port)
        expect((await fetch(`http://127.0.0.1:${port}/class/health`)).status).toBe(200)
      },
    )
    expect(err).toContain('Open to the network: whoever reaches 0.0.0.0 can ask, with a token.')
    expect(err).toContain('Tokens and answers go unencrypted.')
  })

  test.each<[string, ClassOptions, RegExp]>([
    ['a key in an option', { key: KEY }, /--key takes the name of a variable/],
    ['a variable that is not set', { key: 'NO_SUCH_KEY' }, /NO_SUCH_KEY is not set/],
    [
      'a limit that is no number',
      { requestsPerMinute: 'many' },
      /--requests-per-minute takes a whole number above 0/,
    ],
    ['a limit of nothing', { tokensPerDay: '0' }, /--tokens-per-day takes/],
    ['a body without a size', { maxBody: '1e9' }, /--max-body takes megabytes/],
    ['an address with a login', { server: 'http://a:b@127.0.0.1/v1' }, /has a login or a query/],
    ['half a certificate', { tlsCert: 'a.pem' }, /--tls-cert and --tls-key belong together/],
    ['something else when used up', { whenUsedUp: 'more' }, /--when-used-up takes/],
    ['a class that is not there', { class: 'none.txt' }, /none\.txt cannot be read: No such file/],
    ['a fault', { fault: 'cut' }, /--fault and --expires are for the practice endpoint alone/],
  ])('refuses %s, and does not repeat what may be a key', async (_what, options, message) => {
    const env = { BASE_URL: address, ACCESS_TOKEN: KEY }
    const refused = serve({ class: 'students.txt', ...options }, env, () => Promise.resolve())
    await expect(refused).rejects.toThrow(message)
    await expect(refused).rejects.not.toThrow(KEY)
  })

  test('refuses a token of the page that can be guessed, and does not repeat it', async () => {
    const env = { BASE_URL: address, ACCESS_TOKEN: KEY, CLASS_PAGE_TOKEN: 'fifteen-letters' }
    const refused = serve({ class: 'students.txt' }, env, () => Promise.resolve())
    await expect(refused).rejects.toThrow(/^CLASS_PAGE_TOKEN has fewer than 16 characters/)
    await expect(refused).rejects.not.toThrow('fifteen-letters')
  })

  test('is a command, which says in one line what is wrong', async () => {
    writeFileSync(join(folder, 'students.txt'), 'ada\n=1+1\n')
    let said = ''
    const io = { cwd: folder, env: {}, out: () => {}, err: (text: string) => void (said += text) }
    expect(await main(['practice', '--class', 'students.txt'], io)).toBe(1)
    expect(said).toMatch(/^error: \S+students\.txt, line 2: a name begins with a letter or a digit.*\n$/)
  })
})
