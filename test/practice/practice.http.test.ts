/**
 * `practice()` with its real process, run from a bundle made here: the source as it is, not an older dist/.
 */
import { execFileSync, spawn } from 'node:child_process'
import { buildSync } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setScopeSource } from '../../src/kernel/scope/scope'
import type { CellScope } from '../../src/kernel/scope/cell-scope'
import { openEndpoint, practice, type PracticeOptions } from '../../src/practice/practice'
import { lastRunning, stopRunning } from '../../src/practice/running'
import { redact } from '../../src/secrets/redact-text'

// Inside the repository, so that aimock is found.
const folder = mkdtempSync(join(resolve(__dirname, '../../node_modules'), '.practice-test-'))
const entry = join(folder, 'practice-server.js')
const shown: string[] = []

beforeAll(() => {
  const root = resolve(__dirname, '../..')
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outdir: folder,
  } as const
  buildSync({
    ...common,
    entryPoints: { 'practice-server': 'src/practice/server-main.ts', practice: 'src/practice/practice.ts' },
    external: ['@copilotkit/aimock'],
  })
  const display: CellScope['display'] = ({ data }) => {
    shown.push(data['text/plain'])
    return { update() {} }
  }
  setScopeSource(() => ({ display }) as unknown as CellScope)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => void (shown.length = 0))
afterEach(() => stopRunning())

let now = Date.now()
const open = (env: Record<string, string | undefined>, options: PracticeOptions = {}) =>
  openEndpoint(options, { env, entry, now: () => now })

function ask(env: Record<string, string | undefined>): Promise<Response> {
  return fetch(`${env.BASE_URL}/serving/llm/deci-nano/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.ACCESS_TOKEN}`, 'x-deci-workspace': env.WORKSPACE_ID ?? '' },
    body: JSON.stringify({ model: 'deci-nano', messages: [{ role: 'user', content: 'Hello' }] }),
  })
}

/** Waits until a process is gone; the test's own time limit ends a wait in vain. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    // A dead child of a process that has not been waited for still has an entry.
    if (
      process.platform === 'linux' &&
      /^\d+ \(.*\) Z/.test(execFileSync('cat', [`/proc/${pid}/stat`]).toString())
    )
      return
    await new Promise((tick) => setTimeout(tick, 20))
  }
}

describe('practice', () => {
  test('starts an endpoint, sets the three variables and says that answers are canned', async () => {
    const env: Record<string, string | undefined> = {}
    const endpoint = await open(env)
    expect(env).toEqual({
      BASE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      ACCESS_TOKEN: expect.stringMatching(/^practice-[\w-]{24}$/) as string,
      WORKSPACE_ID: 'practice',
    })
    expect(endpoint).toMatchObject({ isCanned: true, baseURL: env.BASE_URL, token: env.ACCESS_TOKEN })
    expect(shown).toEqual([
      `[practice] Answers are canned: no model is asked. Endpoint: ${env.BASE_URL} · Set: BASE_URL, ACCESS_TOKEN, WORKSPACE_ID`,
    ])
    const response = await ask(env)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('canned answer')
  })

  test('gives the models of the tutorial a URL each', async () => {
    const endpoint = await open({ MODEL_NAME: 'other' })
    expect(endpoint.model('deci-coder-6b')).toEqual({
      name: 'deci-coder-6b',
      url: `${endpoint.baseURL}/serving/llm/deci-coder-6b`,
    })
  })

  test('registers the token as a secret', async () => {
    const env: Record<string, string | undefined> = {}
    await open(env)
    expect(redact(`token ${env.ACCESS_TOKEN}`)).toBe('token ••••')
  })

  test('starts one endpoint however often it is called', async () => {
    const env: Record<string, string | undefined> = {}
    const [first, second] = await Promise.all([open(env), open(env)])
    const third = await open(env)
    expect(new Set([first.baseURL, second.baseURL, third.baseURL]).size).toBe(1)
    expect(shown.at(-1)).toBe(`[practice] Answers are canned: no model is asked. Endpoint: ${env.BASE_URL}`)
  })

  test('accepts the token and the workspace that are set already, and leaves them as they are', async () => {
    const env: Record<string, string | undefined> = {
      ACCESS_TOKEN: 'token-of-my-own',
      WORKSPACE_ID: 'my-space',
    }
    await open(env)
    expect(env).toMatchObject({ ACCESS_TOKEN: 'token-of-my-own', WORKSPACE_ID: 'my-space' })
    expect((await ask(env)).status).toBe(200)
    env.ACCESS_TOKEN = 'another-token-now'
    expect((await ask(env)).status).toBe(401)
    await open(env)
    expect((await ask(env)).status).toBe(200)
  })

  test('issues a new token when the old one has expired', async () => {
    const env: Record<string, string | undefined> = {}
    await open(env, { expiresInMs: 0 })
    const expired = env.ACCESS_TOKEN
    expect(await (await ask(env)).json()).toMatchObject({ error: { code: 'token_expired' } })
    now = Date.now() + 1
    await open(env)
    expect(env.ACCESS_TOKEN).not.toBe(expired)
    expect((await ask(env)).status).toBe(200)
  })

  test('teaches a fault until it is taken back', async () => {
    const env: Record<string, string | undefined> = {}
    await open(env, { fault: 'broken' })
    expect(shown.at(-1)).toMatch(/Fault: broken$/)
    expect((await ask(env)).status).toBe(500)
    await open(env)
    expect((await ask(env)).status).toBe(500)
    await open(env, { fault: 'none' })
    expect((await ask(env)).status).toBe(200)
  })

  test('answers other models from one call to the next, until it is told otherwise', async () => {
    const env: Record<string, string | undefined> = {}
    const status = async () =>
      (
        await fetch(`${env.BASE_URL}/v1/responses`, {
          method: 'POST',
          headers: { authorization: `Bearer ${env.ACCESS_TOKEN}` },
          body: JSON.stringify({ model: 'gpt-4o-mini', input: 'Hello' }),
        })
      ).status
    await open(env, { models: 'any' })
    expect(await status()).toBe(200)
    await open(env)
    expect(await status()).toBe(200)
    await open(env, { models: [] })
    expect(await status()).toBe(404)
  })

  test('is not taken for a server of the user when a client is pointed at it', async () => {
    const env: Record<string, string | undefined> = {}
    await open(env)
    Object.assign(env, { OPENAI_BASE_URL: `${env.BASE_URL}/v1`, OPENAI_API_KEY: env.ACCESS_TOKEN })
    expect((await open(env)).isCanned).toBe(true)
  })

  test('starts a new endpoint when the old one was killed, and moves BASE_URL along', async () => {
    const env: Record<string, string | undefined> = {}
    await open(env)
    const { pid } = (await lastRunning())!.child
    process.kill(pid, 'SIGKILL')
    await gone(pid)
    await expect(ask(env)).rejects.toThrow()
    await open(env)
    expect((await lastRunning())?.child.pid).not.toBe(pid)
    expect(env.BASE_URL).toBe((await lastRunning())?.child.origin)
    expect((await ask(env)).status).toBe(200)
  })

  test('starts nothing with a server in the environment, and says so', async () => {
    const env: Record<string, string | undefined> = {
      OPENAI_BASE_URL: 'https://models.example/v1',
      OPENAI_API_KEY: 'key-of-that-server',
      MODEL_NAME: 'llama3',
    }
    const endpoint = await open(env)
    expect(await lastRunning()).toBeUndefined()
    expect(shown).toEqual([
      '[server] No practice endpoint started: this notebook talks to https://models.example/v1 · Set: BASE_URL, ACCESS_TOKEN',
    ])
    expect(env).toMatchObject({ BASE_URL: 'https://models.example/v1', ACCESS_TOKEN: 'key-of-that-server' })
    expect(endpoint).toMatchObject({ isCanned: false, workspaceId: '' })
    expect(endpoint.model('deci-nano')).toEqual({ name: 'llama3', url: 'https://models.example/v1' })
  })

  test('takes a server without a path for one with the URLs of the tutorial', async () => {
    const endpoint = await open({ BASE_URL: 'https://models.example/', ACCESS_TOKEN: 'key-of-that-server' })
    expect(endpoint.model('deci-nano')).toEqual({
      name: 'deci-nano',
      url: 'https://models.example/serving/llm/deci-nano',
    })
  })

  test.each([
    ['BASE_URL', 'ACCESS_TOKEN'],
    ['OPENAI_BASE_URL', 'OPENAI_API_KEY'],
  ])('refuses %s without %s by name', async (url, key) => {
    await expect(open({ [url]: 'http://a' })).rejects.toThrow(`${url} is set but ${key} is not.`)
  })

  test.each([
    [{ fault: 'gremlin' }, 'There is no fault "gremlin"'],
    [{ expiresInMs: -1 }, 'expiresInMs must be'],
    [{ models: 'all' }, 'models must be'],
    [{ port: 70_000 }, 'port must be'],
  ])('refuses %j', async (options, message) => {
    await expect(practice(options as PracticeOptions)).rejects.toThrow(message)
  })

  test('says so when the process ends before it listens', async () => {
    await expect(openEndpoint({}, { env: {}, entry: join(folder, 'missing.js') })).rejects.toMatchObject({
      code: 'practice',
    })
    expect((await open({})).isCanned).toBe(true)
  })
})

describe('the process of the endpoint', () => {
  const START = `
    const { openEndpoint } = require(${JSON.stringify(join(folder, 'practice.js'))})
    const env = {}
    openEndpoint({}, { env, entry: ${JSON.stringify(entry)} }).then(() => {
      const pid = require('child_process').execFileSync('pgrep', ['-P', String(process.pid), '-f', 'practice-server']).toString().trim()
      process.stderr.write(JSON.stringify({ ...env, pid }) + '\\n')
    })`
  // A stand-in for a kernel that is busy with something else.
  const start = (after: string) =>
    spawn(process.execPath, ['-e', START + after], { cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] })
  const facts = async (child: ReturnType<typeof start>) => {
    for await (const bytes of child.stderr!) return JSON.parse(String(bytes)) as Record<string, string>
    throw new Error('it ended before it said anything')
  }

  test('ends when its parent is killed without a chance to clean up', async () => {
    const parent = start('; setInterval(() => {}, 1000)')
    const env = await facts(parent)
    expect((await ask(env)).status).toBe(200)
    parent.kill('SIGKILL')
    await gone(Number(env.pid))
    await expect(ask(env)).rejects.toThrow()
  })

  test('does not keep its parent alive, and ends with it', async () => {
    const parent = start('')
    const [env, code] = await Promise.all([
      facts(parent),
      new Promise((resolve) => parent.once('exit', resolve)),
    ])
    expect(code).toBe(0)
    await gone(Number(env.pid))
  })

  test('outlives an interrupt, as Stop sends it', async () => {
    const env: Record<string, string | undefined> = {}
    await open(env)
    process.kill((await lastRunning())!.child.pid, 'SIGINT')
    expect((await ask(env)).status).toBe(200)
  })

  test('shows its token neither in its arguments nor in its environment', async () => {
    const env: Record<string, string | undefined> = {}
    await open(env)
    const { pid } = (await lastRunning())!.child
    const [command, environ] = execFileSync('cat', [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`])
      .toString()
      .split('\0\0')
    expect(`${command}${environ}`).not.toContain(env.ACCESS_TOKEN)
  })
})
