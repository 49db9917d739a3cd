/**
 * The server that `practice()` names is the one that `chat()`, `compare()` and `openai()` ask, with its own key only:
 * over real sockets, with the variables as a cell would set them.
 */
import { buildSync } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type OpenAI from 'openai'
import { chat } from '../../src/chat/chat'
import { compare } from '../../src/chat/compare'
import { openai } from '../../src/chat/openai'
import { openEndpoint } from '../../src/practice/practice'
import { stopRunning } from '../../src/practice/running'
import { answer, streamCase } from '../support/chat-wire'
import { startDrawing } from '../support/drawing-scope'
import { NewestClient } from '../support/openai-clients'
import { type CaseServer, startCaseServer } from '../support/sse-server'

const root = resolve(__dirname, '../..')
// Inside the repository, so that aimock is found.
const folder = mkdtempSync(join(root, 'node_modules', '.same-server-test-'))
const entry = join(folder, 'practice-server.js')
const NAMES = ['BASE_URL', 'ACCESS_TOKEN', 'OPENAI_BASE_URL', 'OPENAI_API_KEY', 'WORKSPACE_ID', 'MODEL_NAME']
const before = NAMES.map((name) => [name, process.env[name]] as const)
const servers: CaseServer[] = []

beforeAll(() => {
  const entryPoints = { 'practice-server': 'src/practice/server-main.ts' }
  const external = ['@copilotkit/aimock']
  const how = { bundle: true, platform: 'node', format: 'cjs', outdir: folder } as const
  buildSync({ absWorkingDir: root, entryPoints, external, ...how })
})
beforeEach(() => {
  startDrawing()
  for (const name of NAMES) delete process.env[name]
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
  await stopRunning()
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
})

async function serve(): Promise<CaseServer> {
  const server = await startCaseServer(() => streamCase(answer('Hi')))
  servers.push(server)
  return server
}
const practise = () => openEndpoint({}, { env: process.env, entry })
const call = { model: 'deci-nano', messages: 'Hello' }
/** Asks in every way there is, without naming a server. */
async function askAll(): Promise<string[]> {
  const said = (await chat(call)).text
  const [compared] = await compare(['deci-nano'], 'Hello')
  const client = openai<OpenAI>({ OpenAI: NewestClient, maxRetries: 0 })
  const completion = await client.chat.completions.create({
    model: 'deci-nano',
    messages: [{ role: 'user', content: 'Hello' }],
  })
  return [said, compared!.text, completion.choices[0]!.message.content ?? '']
}
const authorizations = ({ requests }: CaseServer) =>
  requests.map(({ head }) => /^authorization: (.*)$/im.exec(head)?.[1])

describe('the server that practice() names', () => {
  test('is the practice endpoint, and gets what chat, compare and openai ask', async () => {
    const endpoint = await practise()
    expect(endpoint.isCanned).toBe(true)
    expect(new Set(await askAll())).toEqual(new Set([expect.stringContaining('canned')]))
    // The practice endpoint refuses every other key.
    expect(process.env.ACCESS_TOKEN).toBe(endpoint.token)
  })

  test('is the one of the notebook’s own pair when two servers are set, and gets its own key only', async () => {
    const [own, other] = [await serve(), await serve()]
    Object.assign(process.env, {
      BASE_URL: own.baseURL,
      ACCESS_TOKEN: 'key-of-own-server',
      OPENAI_BASE_URL: other.baseURL,
      OPENAI_API_KEY: 'key-of-other-server',
    })
    expect((await practise()).baseURL).toBe(own.baseURL)
    expect(await askAll()).toEqual(['Hi', 'Hi', 'Hi'])
    expect(authorizations(own)).toEqual(Array.from({ length: 3 }, () => 'Bearer key-of-own-server'))
    expect(authorizations(other)).toEqual([])
  })

  test('stays the same when the other pair is the only whole one', async () => {
    const [own, other] = [await serve(), await serve()]
    Object.assign(process.env, {
      BASE_URL: own.baseURL,
      OPENAI_BASE_URL: other.baseURL,
      OPENAI_API_KEY: 'key-of-other-server',
    })
    expect((await chat(call)).text).toBe('Hi')
    expect((await practise()).baseURL).toBe(other.baseURL)
    await askAll()
    expect(authorizations(other)).toEqual(Array.from({ length: 4 }, () => 'Bearer key-of-other-server'))
    expect(authorizations(own)).toEqual([])
  })

  test('gives way to a server that is named later, in chat and in practice() alike', async () => {
    await practise()
    const named = await serve()
    Object.assign(process.env, { OPENAI_BASE_URL: named.baseURL, OPENAI_API_KEY: 'key-of-named-server' })
    expect((await chat(call)).text).toBe('Hi')
    expect((await practise()).baseURL).toBe(named.baseURL)
    await askAll()
    expect(new Set(authorizations(named))).toEqual(new Set(['Bearer key-of-named-server']))
  })

  test('gets nothing, and no key, when a call names another one', async () => {
    const [own, other] = [await serve(), await serve()]
    Object.assign(process.env, { BASE_URL: own.baseURL, ACCESS_TOKEN: 'key-of-own-server' })
    await practise()
    await chat({ ...call, baseURL: other.baseURL })
    expect(own.requests).toHaveLength(0)
    expect(authorizations(other)).toEqual([undefined])
  })
})
