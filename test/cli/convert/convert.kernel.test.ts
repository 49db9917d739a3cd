/**
 * A Python tutorial, converted and run on the real kernel: it sends what its cells say, and prints the answer.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { startPracticeServer, type PracticeServer } from '../../../src/practice/server/server'
import { longTest } from '../../support/extent'
import { bareEnv, joined, readCells, runCli, type NotebookOutput } from '../../support/notebook'

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

const tutorial = join(root, 'notebooks', 'managed-inference.ipynb')

const cellsById = (path: string) => new Map(readCells(path).map(({ id, outputs }) => [id, outputs ?? []]))

/** What the outputs of a cell say in plain text. */
const textOf = (outputs: readonly NotebookOutput[] = []) =>
  outputs
    .filter(({ name }) => name !== 'stderr')
    .map(({ text, data }) => joined(text ?? (data?.['text/plain'] as string[])))
    .join('')

/** The request that a cell has saved. */
function requestOf({ metadata }: NotebookOutput & { metadata?: Record<string, unknown> }) {
  const { request } = (metadata?.['tslab-magics'] ?? {}) as { request?: { body: { text: string } } }
  return request ? [request] : []
}

/** The answer in a text, without what is new each time. */
function answerOf(text: string) {
  const json = text.slice(text.indexOf('{'), text.indexOf('\n}') + 2)
  const { model, choices, usage } = JSON.parse(json) as Record<string, unknown>
  return { model, choices, usage }
}

/** The text of a stream, as events or as it was drawn. */
function streamedIn(text: string): string {
  const events = text.match(/^data: \{.*$/gm)
  // A slow machine is told how long it has waited.
  if (!events)
    return text
      .replace(/^waited .*$/gm, '')
      .replace(/\n\[deci-coder-6b .*$/s, '')
      .trim()
  interface Chunk {
    readonly choices: readonly { readonly delta: { readonly content?: string } }[]
  }
  const chunks = events.map((event) => JSON.parse(event.slice('data: '.length)) as Chunk)
  return chunks
    .map(({ choices }) => choices[0]?.delta.content ?? '')
    .join('')
    .trim()
}

describe('a converted tutorial', () => {
  longTest.each(['helpers', 'magics'])(
    'sends and prints what the Python one does, with %s',
    async (style) => {
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
      const [converted, own] = [cellsById(notebook), cellsById(tutorial)]
      // What it sends is what the tutorial of this project has saved.
      const saved = ['nano-curl', 'coder-curl'].flatMap((id) => own.get(id)!.flatMap(requestOf))
      expect(saved.map(({ body }) => JSON.parse(body.text) as unknown)).toEqual(
        requests.slice(0, 2).map(({ body }) => body),
      )
      // So is what it prints, but for identifiers and times.
      expect(textOf(converted.get('client-code'))).toBe(textOf(own.get('client-code')))
      expect(answerOf(textOf(converted.get('nano-curl')))).toEqual(answerOf(textOf(own.get('nano-curl'))))
      expect(streamedIn(textOf(converted.get('coder-curl')))).toBe(streamedIn(textOf(own.get('coder-curl'))))
    },
  )
})
