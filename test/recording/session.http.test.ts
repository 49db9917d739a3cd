/**
 * Recording and replaying with the real process, run from a bundle made here: the source as it is, not an older dist/.
 */
import { buildSync } from 'esbuild'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { setScopeSource } from '../../src/kernel/scope/scope'
import type { CellScope } from '../../src/kernel/scope/cell-scope'
import { cellWatch } from '../../src/kernel/cell/cell-watch'
import { openEndpoint, type PracticeOptions } from '../../src/practice/practice'
import { loadRecording } from '../../src/recording/file/save-recording'
import { startRecordingChild } from '../../src/recording/process/recording-child'
import type { RecordingMessage, RecordingReply } from '../../src/recording/process/protocol'
import { placedFile, startFromEnvironment } from '../../src/recording/start/from-environment'
import { currentSession } from '../../src/recording/start/session'

// Inside the repository, so that its dependencies are found.
const folder = mkdtempSync(join(resolve(__dirname, '../../node_modules'), '.recording-test-'))
const shown: string[] = []
let upstream: Server
let address = ''
let answered = 0

beforeAll(async () => {
  buildSync({
    absWorkingDir: resolve(__dirname, '../..'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outdir: folder,
    entryPoints: {
      'recording-server': 'src/recording/process/recording-main.ts',
      'recording-thread': 'src/recording/process/recording-thread.ts',
      session: 'src/recording/start/session.ts',
    },
    packages: 'external',
  })
  const display: CellScope['display'] = ({ data }) => {
    shown.push(data['text/plain'])
    return { update() {} }
  }
  setScopeSource(() => ({ display }) as unknown as CellScope)
  upstream = createServer((request, response) => {
    let body = ''
    request.on('data', (bytes: Buffer) => (body += bytes.toString()))
    request.on('end', () => {
      const delay = (answered++ * 7) % 40
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json', 'x-internal': 'not kept' })
        response.end(JSON.stringify({ asked: body, by: request.headers['x-api-key'] ? 'a key' : 'nobody' }))
      }, delay)
    })
  })
  await new Promise<void>((listening) => upstream.listen(0, '127.0.0.1', listening))
  address = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`
})
afterAll(async () => {
  upstream.closeAllConnections()
  await new Promise((closed) => upstream.close(closed))
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => void (shown.length = 0))
afterEach(async () => void (await currentSession()?.stop()))

type Env = Record<string, string | undefined>

const open = (env: Env, options: PracticeOptions = {}) => openEndpoint(options, { env, programs: { folder } })

const ask = async (env: Env, body: object, path = '/chat/completions'): Promise<string> => {
  const response = await fetch(`${env.BASE_URL}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${env.ACCESS_TOKEN}` },
    body: JSON.stringify(body),
  })
  return `${response.status} ${await response.text()}`
}

/** A cell from its beginning to its end. */
async function cell<T>(number: number, run: () => Promise<T>): Promise<T> {
  cellWatch()?.begin({ number, source: `cell ${number}` })
  const result = await run()
  cellWatch()?.end()
  return result
}

const path = (name: string) => join(folder, `${name}.recording.json`)

test('practice() records what the server answers, and replays it without the server', async () => {
  const file = path('lesson')
  const env: Env = { BASE_URL: address, ACCESS_TOKEN: 'a-key-of-3f9a8b7c6d5e4f' }
  const endpoint = await open(env, { record: file })
  expect(endpoint).toMatchObject({ isCanned: false, isRecorded: false, baseURL: env.BASE_URL })
  expect(env.BASE_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)
  expect(env.BASE_URL).not.toBe(address)
  expect(shown[0]).toContain('Recording into lesson.recording.json')
  const first = await cell(3, () => ask(env, { model: 'm', n: 1 }))
  const second = await cell(5, () => ask(env, { model: 'm', n: 2 }))
  const text = readFileSync(file, 'utf8')
  expect(text).not.toContain('3f9a8b7c6d5e4f')
  expect(text).not.toContain('x-internal')
  expect(text).not.toContain('127.0.0.1')
  expect(loadRecording(file).exchanges.map(({ cell: number }) => number)).toEqual([3, 5])
  await currentSession()?.stop()

  const asked = answered
  const student: Env = {}
  const replayed = await open(student, { recording: file, pace: 0 })
  expect(replayed).toMatchObject({ isCanned: false, isRecorded: true })
  expect(shown[1]).toMatch(
    /^\[recorded\] Answers were recorded on \d{4}-\d\d-\d\d: no model is asked\. 2 answers in lesson/,
  )
  expect(await cell(1, () => ask(student, { n: 2, model: 'm' }))).toBe(second)
  expect(await cell(2, () => ask(student, { model: 'm', n: 1 }))).toBe(first)
  expect(answered).toBe(asked)
})

test('a request that was not recorded fails the cell, and no server is asked', async () => {
  const file = path('lesson')
  const asked = answered
  const env: Env = { BASE_URL: address, ACCESS_TOKEN: 'x' }
  await open(env, { recording: file, pace: 0 })
  expect(env.BASE_URL).not.toBe(address)
  const run = cell(1, () => ask(env, { model: 'm', n: 3 }))
  await expect(run).rejects.toMatchObject({
    code: 'recording-miss',
    message: expect.stringMatching(/differs in n: /),
  })
  expect(await ask(env, { model: 'm', n: 4 })).toMatch(/^404 .*"code":"recording_miss"/)
  expect(answered).toBe(asked)
})

test('a cell that runs again gets its answers again', async () => {
  const env: Env = {}
  await open(env, { recording: path('lesson'), pace: 0 })
  const once = await cell(1, () => ask(env, { model: 'm', n: 1 }))
  expect(await cell(1, () => ask(env, { model: 'm', n: 1 }))).toBe(once)
  await expect(cell(2, () => ask(env, { model: 'm', n: 1 }))).rejects.toThrow(
    /recorded once and is asked for once more/,
  )
})

test('twenty requests at once are all recorded, in the order in which they were asked', async () => {
  const file = path('twenty')
  const env: Env = { BASE_URL: address, ACCESS_TOKEN: 'x' }
  await open(env, { record: file })
  const numbers = Array.from({ length: 20 }, (_, at) => at)
  const answers = await cell(1, () => Promise.all(numbers.map((n) => ask(env, { n }))))
  const bodies = loadRecording(file).exchanges.map(({ request }) => request.body)
  expect(bodies).toHaveLength(20)
  await currentSession()?.stop()
  const student: Env = {}
  await open(student, { recording: file, pace: 0 })
  expect(await cell(1, () => Promise.all(numbers.map((n) => ask(student, { n }))))).toEqual(answers)
})

test('two notebooks record at once, each into its own file', async () => {
  const children = ['one', 'two'].map((name) => {
    const child = startRecordingChild({}, { folder })
    child.ask({ kind: 'start', mode: 'record', file: path(name), pace: 0, repeat: false })
    const { origin } = child.ask({ kind: 'server', name: 'BASE_URL', address })
    return { name, child, env: { BASE_URL: `${origin}/v1`, ACCESS_TOKEN: 'x' } }
  })
  await Promise.all(children.flatMap(({ name, env }) => [1, 2, 3].map((n) => ask(env, { name, n }))))
  for (const { child } of children) child.ask({ kind: 'end', secrets: [], variables: {} })
  for (const { name, child } of children) {
    const bodies = loadRecording(path(name)).exchanges.map(({ request }) => JSON.stringify(request.body))
    expect(bodies).toHaveLength(3)
    expect(bodies.every((body) => body.includes(`"${name}"`))).toBe(true)
    await child.stop()
  }
})

test('an answer that came too late is not taken for that to the next question', () => {
  const before = childrenOf(process.pid)
  const child = startRecordingChild({}, { folder, answerMs: 1_000 })
  // A machine with much to do may need several times as long; the test's own time limit ends a wait in vain.
  const ask = (message: RecordingMessage): RecordingReply => {
    for (;;)
      try {
        return child.ask(message)
      } catch (error) {
        if (!(error as Error).message.includes('does not answer')) throw error
      }
  }
  const server: RecordingMessage = { kind: 'server', name: 'BASE_URL', address }
  ask({ kind: 'start', mode: 'record', file: path('late'), pace: 0, repeat: false })
  const [pid = 0] = childrenOf(process.pid).filter((id) => !before.includes(id))
  process.kill(pid, 'SIGSTOP')
  expect(() => child.ask(server)).toThrow('does not answer')
  expect(() => child.ask(server)).toThrow('does not answer')
  process.kill(pid, 'SIGCONT')
  expect(ask({ kind: 'begin', key: '1', number: 1, secrets: [] })).toEqual({})
  expect(ask(server)).toEqual({ origin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) })
  expect(ask({ kind: 'end', secrets: [], variables: {} })).toEqual({})
  process.kill(pid, 'SIGKILL')
  while (isRunning(pid)) execFileSync('sleep', ['0.05'])
  expect(() => ask(server)).toThrow('has ended')
  expect(() => ask(server)).toThrow('has ended')
  return child.stop()
})

test('rules that people have written stay when the notebook is recorded again', async () => {
  const file = path('rules')
  const env: Env = { BASE_URL: address, ACCESS_TOKEN: 'x' }
  await open(env, { record: file })
  await cell(1, () => ask(env, { time: 1 }))
  await currentSession()?.stop()
  writeFileSync(file, JSON.stringify({ ...loadRecording(file), volatile: [{ field: 'body.time' }] }))
  const again: Env = { BASE_URL: address, ACCESS_TOKEN: 'x' }
  await open(again, { record: file })
  await cell(1, () => ask(again, { time: 2 }))
  await currentSession()?.stop()
  expect(loadRecording(file)).toMatchObject({ volatile: [{ field: 'body.time' }] })
  const student: Env = {}
  await open(student, { recording: file, pace: 0 })
  expect(await cell(1, () => ask(student, { time: 3 }))).toMatch(/^200 /)
})

test('a server that cannot be reached is said, and not recorded', async () => {
  const file = path('nobody')
  const env: Env = { BASE_URL: 'http://127.0.0.1:9/v1', ACCESS_TOKEN: 'x' }
  await open(env, { record: file })
  expect(await cell(1, () => ask(env, { n: 1 }))).toMatch(
    /^502 .*server of BASE_URL could not be reached.*ECONNREFUSED/,
  )
  expect(existsSync(file)).toBe(false)
})

test.each([
  ['both', { record: 'a', recording: 'b' }, /cannot both be set/],
  ['no path', { recording: '' }, /must be true, or the path/],
  ['a number', { record: 1 }, /must be true, or the path/],
  ['a pace that is none', { recording: 'a', pace: -1 }, /pace must be a number/],
  ['an unknown notebook', { record: true }, /the name of this notebook is not known here/],
  [
    'a recording that is not there',
    { recording: '/nowhere/x.recording.json' },
    /cannot be read: No such file/,
  ],
])('practice() refuses %s', async (_name, options, message) => {
  await expect(open({}, options as PracticeOptions)).rejects.toThrow(message)
})

test.each([
  ['a broken file', '{', /broken\.recording\.json is no recording: it is not JSON/],
  [
    'a mode that there is not',
    undefined,
    /TSLAB_MAGICS_RECORDING is "again": set it to record, replay or off/,
  ],
])('the environment asks for %s: nothing runs', (_name, text, message) => {
  const file = path('broken')
  if (text !== undefined) writeFileSync(file, text)
  const env: Env = {
    TSLAB_MAGICS_RECORDING: text === undefined ? 'again' : 'replay',
    TSLAB_MAGICS_RECORDING_FILE: file,
  }
  expect(() => startFromEnvironment(env, { folder })).toThrow(message)
  expect(currentSession()).toBeUndefined()
})

test.each<[string, Env, string | undefined]>([
  ['the variable', { TSLAB_MAGICS_RECORDING_FILE: '/a/b.recording.json' }, '/a/b.recording.json'],
  [
    'the Jupyter server',
    { JPY_SESSION_NAME: '/somewhere/else/lesson 1.ipynb' },
    resolve('lesson 1.recording.json'),
  ],
  ['a console, which has no notebook', { JPY_SESSION_NAME: 'console-1' }, undefined],
  ['nobody', {}, undefined],
])('the place of the recording is known from %s', (_name, env, expected) => {
  expect(placedFile(env)).toBe(expected)
})

test('practice() replays what lies beside the notebook, unless a server is named', async () => {
  const placed = { TSLAB_MAGICS_RECORDING_FILE: path('lesson') }
  const named: Env = { ...placed, BASE_URL: address, ACCESS_TOKEN: 'x' }
  expect(await open(named)).toMatchObject({ isRecorded: false, baseURL: address })
  const student: Env = { ...placed }
  expect(await open(student)).toMatchObject({ isRecorded: true, baseURL: student.BASE_URL })
})

test('in replay every address that a client might take leads to the recording', async () => {
  const env: Env = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: '' }
  await open(env, { recording: path('lesson') })
  expect(env.OPENAI_BASE_URL).toBe(env.BASE_URL)
  const other: Env = {
    BASE_URL: 'https://user:pass@example.org/api/v2?x=1',
    OPENAI_BASE_URL: 'http://10.0.0.1:8080',
  }
  currentSession()?.apply(other)
  const { host } = new URL(env.BASE_URL ?? '')
  expect(other).toMatchObject({
    BASE_URL: `http://user:pass@${host}/api/v2?x=1`,
    OPENAI_BASE_URL: `http://${host}`,
  })
})

test.each<[string, object, RegExp]>([
  [
    'a path to another host',
    { servers: { BASE_URL: { path: '@evil.example/v1' } } },
    /has a path that is none/,
  ],
  ['a path to another port', { servers: { OPENAI_BASE_URL: { path: '9' } } }, /has a path that is none/],
  ['a variable of bash', { variables: { BASH_ENV: '/tmp/x' } }, /variables\.BASH_ENV is not for a recording/],
  ['the server of another client', { servers: { ANTHROPIC_BASE_URL: { path: '' } } }, /names no server/],
])(
  'a file of others that sets more than it may is refused, and sets nothing: %s',
  async (_name, change, message) => {
    const file = path('foreign')
    writeFileSync(file, JSON.stringify({ ...loadRecording(path('lesson')), ...change }))
    const env: Env = {}
    await expect(open(env, { recording: file })).rejects.toThrow(message)
    expect(env).toEqual({})
  },
)

test('a second server under the same name has a proxy of its own', async () => {
  const env: Env = { BASE_URL: address, ACCESS_TOKEN: 'x' }
  await open(env, { record: path('second') })
  const first = env.BASE_URL
  const other: Env = { BASE_URL: address.replace('127.0.0.1', 'localhost') }
  currentSession()?.apply(other)
  expect(new URL(other.BASE_URL ?? '').origin).not.toBe(new URL(first ?? '').origin)
  const again: Env = { BASE_URL: first, OPENAI_BASE_URL: other.BASE_URL }
  currentSession()?.apply(again)
  expect(again).toMatchObject({ BASE_URL: first, OPENAI_BASE_URL: other.BASE_URL })
})

test('the environment has the last word: off records and replays nothing', async () => {
  const env: Env = { BASE_URL: address, ACCESS_TOKEN: 'x', TSLAB_MAGICS_RECORDING: 'off' }
  await open(env, { recording: path('lesson') })
  expect(env.BASE_URL).toBe(address)
})

test('a notebook process that is killed takes the recorder with it, and leaves no broken file', async () => {
  const file = path('killed')
  const script = `
    const { startSession } = require(${JSON.stringify(join(folder, 'session.js'))})
    const env = { BASE_URL: ${JSON.stringify(address)} }
    const session = startSession({ mode: 'record', file: ${JSON.stringify(file)}, pace: 0, isInteractive: false, env, programs: { folder: ${JSON.stringify(folder)} } })
    session.apply(env)
    const watch = globalThis[Symbol.for('tslab-magics.cell-watch')]
    void (async () => {
      for (let n = 1; ; n++) {
        watch.begin({ number: n, source: String(n) })
        await (await fetch(env.BASE_URL + '/chat', { method: 'POST', body: JSON.stringify({ n }) })).text()
        watch.end()
        if (n === 2) process.stdout.write('recording')
      }
    })()`
  const child = spawn(process.execPath, ['-e', script])
  const ended = new Promise((done) => child.once('exit', done))
  await new Promise((begun) => child.stdout.once('data', begun))
  const [recorder] = childrenOf(child.pid ?? 0)
  expect(recorder).toBeGreaterThan(0)
  child.kill('SIGKILL')
  await ended
  // The test's own time limit ends a wait in vain.
  while (isRunning(recorder ?? 0)) await new Promise((wait) => setTimeout(wait, 20))
  expect(loadRecording(file).exchanges.length).toBeGreaterThanOrEqual(2)
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
})

function childrenOf(pid: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([id, parent]) => (parent === pid && id ? [id] : []))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
