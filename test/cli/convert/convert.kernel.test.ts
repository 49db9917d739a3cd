/**
 * A Python tutorial, converted and run on the real kernel: it sends what its cells say, and prints the answer.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { startPracticeServer, type PracticeServer } from '../../../src/practice/server'
import { bareEnv, joined, readCells, runCli } from '../../support/notebook'

jest.setTimeout(120_000)

const root = resolve(__dirname, '..', '..', '..')
const fixture = join(root, 'test', 'fixtures', 'convert', 'managed-inference.ipynb')
const access = { token: 'canary-5d2f8a', workspaceId: 'space-7' }

mkdirSync(join(root, 'test-results'), { recursive: true })
const folder = mkdtempSync(join(root, 'test-results', 'convert-'))
// What the notebook installs stays in this folder.
for (const name of ['package.json', 'package-lock.json'])
  cpSync(join(root, 'notebooks', name), join(folder, name))
let practice: PracticeServer
let recorder: Server
const requests: { path: string; key: unknown; workspace: unknown; body: unknown }[] = []

beforeAll(async () => {
  practice = await startPracticeServer({ access, fault: 'none' })
  recorder = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      const { authorization, 'x-deci-workspace': workspace } = request.headers
      requests.push({ path: request.url!, key: authorization, workspace, body: JSON.parse(body.toString()) })
      const answer = await fetch(practice.origin + request.url!, {
        method: 'POST',
        headers: headersOf(request),
        body: new Uint8Array(body),
      })
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
      response.end(Buffer.from(await answer.arrayBuffer()))
    })
  })
  await new Promise<void>((done) => recorder.listen(0, '127.0.0.1', done))
})

afterAll(async () => {
  recorder.close()
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    ['authorization', 'x-deci-workspace', 'content-type'].map((name) => [name, String(headers[name])]),
  )

describe('a converted tutorial', () => {
  test.each(['helpers', 'magics'])('sends and prints what the Python one does, with %s', async (style) => {
    requests.length = 0
    const notebook = join(folder, `${style}.ipynb`)
    const { port } = recorder.address() as AddressInfo
    const env = bareEnv({ BASE_URL: `http://127.0.0.1:${port}`, npm_config_prefer_offline: 'true' })
    expect((await runCli(['convert', fixture, '--style', style, '--out', notebook])).exitCode).toBe(0)
    const { exitCode, err } = await runCli(['run', notebook, '--save'], { env })
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    const shared = { key: `Bearer ${access.token}`, workspace: access.workspaceId }
    const messages = [
      { role: 'system', content: 'You are a world class chef.' },
      { role: 'user', content: 'Generate a list of keywords for a series of blog posts on vegan recipes.' },
    ]
    const path = (model: string) => `/serving/llm/${model}/chat/completions`
    expect(requests).toEqual([
      {
        ...shared,
        path: path('deci-nano'),
        body: { model: 'deci-nano', messages, temperature: 0.01, max_tokens: 50, stream: false },
      },
      {
        ...shared,
        path: path('deci-coder-6b'),
        body: {
          model: 'deci-coder-6b',
          messages: [{ role: 'user', content: 'def factorial(x: int) -> int:' }],
          temperature: 0.1,
          max_tokens: 100,
          stream: true,
        },
      },
      {
        ...shared,
        path: path('deci-nano'),
        body: { model: 'deci-nano', messages, temperature: 0.01, max_tokens: 100 },
      },
    ])
    const client = readCells(notebook).find(({ id }) => id === 'client-code')
    const printed = (client?.outputs ?? []).map(({ text }) => joined(text)).join('')
    expect(printed).toMatch(
      /^\n\n ~~ RESPONSE ~~ \n\n\n1\. Vegan recipes\n.*\n\n\n ~~ USAGE ~~ \n\n\n.*total_tokens: \d+/s,
    )
    expect(printed).not.toContain('types:')
  })
})
