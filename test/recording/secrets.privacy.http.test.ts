/**
 * Every secret of the corpus in every place of a request and of an answer: none is in any recording, also when it is made
 * again, and also when the value becomes known only later.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { keepFile } from '../../src/recording/keep'
import { createRecorder } from '../../src/recording/recorder'
import { loadRecording } from '../../src/recording/file/save-recording'
import { clearSecrets } from '../../src/secrets/registry'
import { CANARY } from '../privacy/canary'
import { rounds, someOf } from '../support/extent'

const folder = mkdtempSync(join(tmpdir(), 'recording-privacy-'))
const corpus = (
  JSON.parse(readFileSync(join(__dirname, '../fixtures/secrets/secrets.json'), 'utf8')) as {
    name: string
    parts: string[]
  }[]
).map(({ name, parts }) => ({ name, value: parts.join('') }))
const secrets = [...corpus, { name: 'ACCESS_TOKEN', value: CANARY }]

/** What a place does with a secret: which request holds it, or how the answer gives it back. */
interface Place {
  readonly path?: (secret: string) => string
  readonly headers?: (secret: string) => Record<string, string>
  readonly body?: (secret: string) => string | FormData
  readonly answer?: (response: ServerResponse, secret: string) => void
}

const header = (secret: string) => encodeURIComponent(secret)
const event = (content: string) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`
const pieces = (secret: string) => secret.match(/[^]{1,4}/g) ?? []
const form = (secret: string) => {
  const data = new FormData()
  data.append('note', `the key is ${secret}`)
  data.append('file', new Blob([`key: ${secret}`]), 'a.txt')
  return data
}

const PLACES: Readonly<Record<string, Place>> = {
  authorization: { headers: (secret) => ({ authorization: `Bearer ${header(secret)}` }) },
  'a header of its own': { headers: (secret) => ({ 'x-our-key': header(secret) }) },
  cookie: { headers: (secret) => ({ cookie: `session=${header(secret)}` }) },
  'query by a key name': { path: (secret) => `/x?api_key=${encodeURIComponent(secret)}` },
  'query by another name': { path: (secret) => `/x?q=${encodeURIComponent(secret)}` },
  path: { path: (secret) => `/hooks/${encodeURIComponent(secret)}/x` },
  'body, JSON': { body: (secret) => JSON.stringify({ messages: [{ content: `my key is ${secret}` }] }) },
  'body, text': { body: (secret) => `token: ${secret}` },
  'body, a form': { body: (secret) => new URLSearchParams({ note: secret }).toString() },
  'body, with files': { body: form },
  'answer, JSON': {
    answer: (response, secret) => void response.end(JSON.stringify({ you: `sent ${secret}` })),
  },
  'answer, an error': {
    answer: (response, secret) =>
      void response.writeHead(401).end(JSON.stringify({ error: { message: `Incorrect key: ${secret}` } })),
  },
  'answer, a stream of pieces': {
    answer(response, secret) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const piece of ['Your key is ', ...pieces(secret), '.']) response.write(event(piece))
      response.end('data: [DONE]\n\n')
    },
  },
  'answer, cut in it': {
    answer(response, secret) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(event(`Your key is ${secret}`), () => response.socket?.end())
    },
  },
  'answer, compressed': {
    answer: (response, secret) =>
      void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(`you sent ${secret}`)),
  },
  'answer, a kept header': {
    answer: (response, secret) => void response.writeHead(200, { 'x-request-id': header(secret) }).end('ok'),
  },
  'answer, another header': {
    answer: (response, secret) =>
      void response
        .writeHead(200, { 'x-you-sent': header(secret), 'set-cookie': `a=${header(secret)}` })
        .end('ok'),
  },
  'answer, a redirect': {
    answer: (response, secret) =>
      void response.writeHead(307, { location: `/x?token=${encodeURIComponent(secret)}` }).end(),
  },
  'answer, base64': {
    answer: (response, secret) =>
      void response.end(JSON.stringify({ data: Buffer.from(secret).toString('base64') })),
  },
}

/** Every way in which a reader of the file could come to a secret. */
function holds(text: string, secret: string): boolean {
  const json = JSON.stringify(secret).slice(1, -1)
  const bytes = Buffer.from(secret)
  const views = [text, ...decodedParts(text)]
  const forms = [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
  ]
  return views.some((view) => forms.some((form) => view.includes(form)))
}

function decodedParts(text: string): string[] {
  const base64 = [...text.matchAll(/"base64": "([^"]*)"/g)].map(([, data]) =>
    Buffer.from(data ?? '', 'base64').toString('latin1'),
  )
  const deltas = [...text.matchAll(/\\"content\\":\\"((?:[^"\\]|\\\\.)*?)\\"/g)]
    .map(([, piece]) => piece)
    .join('')
  return [...base64, deltas]
}

let server: Server
let answer: Place['answer']
let current = ''
let address: URL

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    request.resume().once('end', () => {
      if (answer) answer(response, current)
      else response.end('{"ok":true}')
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => clearSecrets())
afterAll(() => clearSecrets())

async function send(origin: string, place: Place, secret: string): Promise<void> {
  current = secret
  answer = place.answer
  const { path = () => '/x', headers, body } = place
  await fetch(origin + path(secret), {
    method: 'POST',
    headers: headers?.(secret) ?? {},
    body: body?.(secret) ?? '{"ask":1}',
    redirect: 'manual',
  })
    .then((response) => response.text())
    .catch(() => {})
}

/** Every secret is tried in some places; `npm run test:all` tries each in all of them. */
const isTried = (secret: number, place: number) =>
  (secret + place) % rounds(1, 20) === 0 || secret === corpus.length

const places = Object.entries(PLACES).map(([name, place], at) => [name, place, at] as const)

test.each(someOf(places))('no secret of the corpus is in a recording: %s', async (name, place, at) => {
  const file = join(folder, `${name.replace(/\W+/g, '-')}.recording.json`)
  const before = createRecorder()
  const origin = await before.front('BASE_URL', address)
  await send(origin, {}, 'nothing')
  keepFile(file, before).write()
  await before.close()
  const clean = readFileSync(file, 'utf8')

  const leaks: string[] = []
  for (const { name: variable, value } of secrets.filter((_, index) => isTried(index, at))) {
    const recorder = createRecorder()
    const own = await recorder.front('BASE_URL', address)
    await send(own, place, value)
    await recorder.settle()
    // In the second round the file that the first has left is made again.
    for (let round = 0; round < 2; round++) {
      try {
        keepFile(file, recorder).write({ secrets: [[value, variable]] })
      } catch (error) {
        const { code, message } = error as { code: string; message: string }
        expect(code).toBe('recording-secret')
        if (holds(message, value)) leaks.push(`the message for ${variable}`)
        expect(readFileSync(file, 'utf8').length).toBeGreaterThan(0)
      }
      if (holds(readFileSync(file, 'utf8'), value)) leaks.push(variable)
    }
    await recorder.close()
  }
  expect(leaks).toEqual([])
  expect(loadRecording(file).exchanges).toHaveLength(1)
  expect(clean).toContain('"ask": 1')
})

test('a value that becomes a secret later is taken out of what was written before', async () => {
  const file = join(folder, 'later.recording.json')
  const recorder = createRecorder()
  const origin = await recorder.front('BASE_URL', address)
  await send(origin, { body: () => '{"say":"Xk29fjQ8alwPz0"}' }, '')
  const kept = keepFile(file, recorder)
  kept.write()
  expect(readFileSync(file, 'utf8')).toContain('Xk29fjQ8alwPz0')
  expect(() => kept.write({ secrets: [['Xk29fjQ8alwPz0', 'MY_TOKEN']] })).toThrow(/value of MY_TOKEN|secret/)
  expect(existsSync(file)).toBe(false)
  await recorder.close()
})

test.each<[string, NonNullable<Place['answer']>]>([
  [
    'in the pieces of a stream',
    (response, secret) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const piece of pieces(secret)) response.write(event(piece))
      response.end('data: [DONE]\n\n')
    },
  ],
  [
    'packed',
    (response, secret) =>
      void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(`you sent ${secret}`)),
  ],
])('a value that becomes a secret later is found %s', async (name, give) => {
  const file = join(folder, `later-${name.replace(/\W/g, '-')}.recording.json`)
  const recorder = createRecorder()
  const origin = await recorder.front('BASE_URL', address)
  await send(origin, { answer: give }, 'Xk29fjQ8alwPz0')
  const kept = keepFile(file, recorder)
  expect(kept.write()).toBe(true)
  expect(() => kept.write({ secrets: [['Xk29fjQ8alwPz0', 'MY_TOKEN']] })).toThrow(/body of the answer/)
  expect(existsSync(file)).toBe(false)
  await recorder.close()
})

test('what was not written is not taken for written, and what comes after a secret is told of again', async () => {
  const file = join(folder, 'again.recording.json')
  const recorder = createRecorder()
  const origin = await recorder.front('BASE_URL', address)
  const kept = keepFile(file, recorder)
  recorder.begin('1', 1)
  await send(origin, { body: () => `my key is ${CANARY}` }, '')
  const write = () => kept.write({ secrets: [[CANARY, 'ACCESS_TOKEN']] })
  expect(write).toThrow(/exchange 1 \(cell 1\)/)
  expect(write()).toBe(false)
  recorder.begin('2', 2)
  await send(origin, {}, '')
  expect(write).toThrow(/exchange 1 \(cell 1\)/)
  expect(write()).toBe(false)
  expect(existsSync(file)).toBe(false)
  recorder.begin('1', 1)
  await send(origin, {}, '')
  expect(write()).toBe(true)
  expect(loadRecording(file).exchanges).toHaveLength(2)
  await recorder.close()
})

test('what is in no way a secret stays readable', async () => {
  const file = join(folder, 'plain.recording.json')
  const recorder = createRecorder()
  const origin = await recorder.front('BASE_URL', address)
  const text =
    'Explain what an API key, a token and a password are. Example: sk-your-key-here, $ACCESS_TOKEN.'
  const usage = {
    prompt_tokens: 12,
    completion_tokens: 345,
    id: 'chatcmpl-B1qZr7fQ2m',
    system_fingerprint: 'fp_44709d6fcb',
  }
  await send(
    origin,
    {
      body: () => JSON.stringify({ messages: [{ content: text }] }),
      answer: (response) =>
        void response
          .writeHead(200, { 'x-request-id': 'req_0f9a8b7c6d5e4f3a2b1c' })
          .end(JSON.stringify(usage)),
    },
    '',
  )
  keepFile(file, recorder).write()
  const written = readFileSync(file, 'utf8')
  expect(written).toContain(text)
  expect(written).toContain('chatcmpl-B1qZr7fQ2m')
  await recorder.close()
})
