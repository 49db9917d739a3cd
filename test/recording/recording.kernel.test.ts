/**
 * A notebook that is recorded in one kernel and replayed, as it was and changed, in another.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { someOf } from '../support/extent'
import { errorOf, Kernel, streamText } from '../support/kernel'
import { bareEnv } from '../support/notebook'

const folder = mkdtempSync(join(tmpdir(), 'recording-kernel-'))
const file = join(folder, 'lesson.recording.json')
const bare = Object.fromEntries(Object.keys(bareEnv()).map((name) => [name, bareEnv()[name] ?? '']))
const KEY = 'sec-9f8e7d6c5b4a39281706'

let server: Server
let address = ''
let asked = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (bytes: Buffer) => (body += bytes.toString()))
    request.on('end', () => {
      asked++
      if (!body.includes('"stream":true')) {
        response.writeHead(200, { 'content-type': 'application/json' })
        const message = { role: 'assistant', content: `answer ${asked}` }
        return response.end(
          JSON.stringify({
            id: 'c',
            object: 'chat.completion',
            created: 1,
            model: 'm',
            choices: [{ index: 0, message, finish_reason: 'stop' }],
          }),
        )
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const chunk = (delta: object, finish: string | null) =>
        response.write(
          `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
        )
      chunk({ content: 'streamed ' }, null)
      chunk({ content: String(asked) }, null)
      if (body.includes('cut here')) return setTimeout(() => response.socket?.end(), 20)
      chunk({}, 'stop')
      return response.end('data: [DONE]\n\n')
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  rmSync(folder, { recursive: true, force: true })
})

const IMPORT = 'import { bash, chat, curl, openai, practice, stream } from "tslab-magics"'
const POST = (body: string) =>
  `curl -s "$BASE_URL/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" -H "content-type: application/json" -d '${body}'`
/** Each by another client. */
const CELLS = {
  practice: 'await practice()',
  chat: 'console.log((await chat({ model: "m", temperature: 0.2, messages: "Hi", quiet: true })).text)',
  stream: 'console.log((await chat({ model: "m", messages: "Go on", stream: true, quiet: true })).text)',
  openai:
    'console.log((await openai().chat.completions.create({ model: "m", messages: [{ role: "user", content: "x" }] })).choices[0].message.content)',
  curl: `%%curl\n${POST('{"model":"m","n":1,"messages":[]}')}`,
  bash: `%%bash\n${POST('{"model":"m","n":2,"messages":[]}')}`,
  python: `%%bash
python3 - <<'PY'
import json, os, urllib.request
request = urllib.request.Request(os.environ["BASE_URL"] + "/embeddings", json.dumps({"model": "e", "input": ["a", "b"]}).encode(), {"Authorization": "Bearer " + os.environ["ACCESS_TOKEN"]})
print(urllib.request.urlopen(request).read().decode())
PY`,
  twice:
    'for (const _ of [1, 2]) console.log((await chat({ model: "m", messages: "again", quiet: true })).text)',
  cut: 'await chat({ model: "m", messages: "cut here", stream: true, quiet: true, retries: 0 }).catch((error) => console.log(error.code, error.partial.text))',
} as const

type CellName = keyof typeof CELLS
const names = Object.keys(CELLS) as CellName[]

async function start(env: Record<string, string>): Promise<Kernel> {
  const kernel = await Kernel.start({ env: { ...bare, TSLAB_MAGICS_RECORDING_FILE: file, ...env } })
  const cell = await kernel.run(IMPORT)
  expect(errorOf(cell)).toBeUndefined()
  return kernel
}

const recorded: Partial<Record<CellName, string>> = {}

test('a notebook is recorded: chat, stream, the official client, curl, real curl, Python', async () => {
  const kernel = await start({ TSLAB_MAGICS_RECORDING: 'record', BASE_URL: address, ACCESS_TOKEN: KEY })
  for (const name of names) {
    const cell = await kernel.run(CELLS[name])
    expect([name, errorOf(cell)]).toEqual([name, undefined])
    recorded[name] = streamText(cell)
  }
  const text = readFileSync(file, 'utf8')
  const leak = 'await chat({ model: "m", messages: "my key is " + process.env.ACCESS_TOKEN, quiet: true })'
  const cell = await kernel.run(leak)
  expect(errorOf(cell)?.evalue).toMatch(/was not written.*exchange 10 \(cell 11\), body of the request/)
  expect(JSON.stringify(cell.outputs)).not.toContain(KEY)
  expect(readFileSync(file, 'utf8')).toBe(text)
  await kernel.close()
  expect(text).not.toContain(KEY)
  expect(text).not.toContain(new URL(address).host)
  expect((JSON.parse(text) as { exchanges: unknown[] }).exchanges).toHaveLength(9)
})

describe('in replay', () => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await start({
      TSLAB_MAGICS_RECORDING: 'replay',
      BASE_URL: 'http://127.0.0.1:9/v1',
      ACCESS_TOKEN: 'another',
    })
  })
  afterAll(() => kernel.close())

  /** Changes that do not change what is asked. */
  const REWRITTEN: Partial<Record<CellName, string>> = {
    chat: CELLS.chat.replace('model: "m", temperature: 0.2', 'temperature: 2e-1, model: "m"'),
    openai: `// a comment\n${CELLS.openai}`,
    curl: CELLS.curl.replace(
      '{"model":"m","n":1,"messages":[]}',
      '{ "n": 1.0,\n  "messages": [], "model": "m" }',
    ),
    bash: CELLS.bash.replace('curl -s', 'curl -sS --http1.1').replace('Bearer ', 'Bearer other'),
  }

  test('every cell prints what it printed, in any order, and no server is asked', async () => {
    const before = asked
    for (const name of [...names].reverse()) {
      const cell = await kernel.run(REWRITTEN[name] ?? CELLS[name])
      expect([name, errorOf(cell)]).toEqual([name, undefined])
      if (name !== 'practice') expect([name, streamText(cell)]).toEqual([name, recorded[name]])
    }
    expect(asked).toBe(before)
  })

  /** A cell, what is changed in it, and the field that is named. */
  const EDITS: readonly (readonly [CellName, string, string, RegExp])[] = [
    ['chat', '"m"', '"m2"', /model: "m" recorded, "m2" asked/],
    ['chat', '0.2', '0.7', /temperature: 0\.2 recorded, 0\.7 asked/],
    ['chat', 'temperature: 0.2, ', '', /temperature: 0\.2 recorded, not asked/],
    ['chat', '"Hi"', '"Hi!"', /messages\[0\]\.content: "Hi" recorded, "Hi!" asked/],
    ['chat', 'quiet', 'max_tokens: 5, quiet', /max_tokens: not in the recording, 5 asked/],
    ['chat', 'quiet', 'seed: 1, quiet', /seed: not in the recording, 1 asked/],
    ['chat', 'quiet', 'stop: ["."], quiet', /stop: not in the recording/],
    ['chat', 'quiet', 'n: 2, quiet', /n: not in the recording, 2 asked/],
    [
      'chat',
      '"Hi"',
      '[{ role: "system", content: "Hi" }]',
      /messages\[0\]\.role: "user" recorded, "system" asked/,
    ],
    [
      'chat',
      '"Hi"',
      '[{ role: "user", content: "Hi" }, { role: "user", content: "Ho" }]',
      /messages\[1\]: not in/,
    ],
    ['stream', '"m"', '"m3"', /model: "m" recorded, "m3" asked/],
    ['stream', 'Go on', 'Go on.', /messages\[0\]\.content/],
    ['stream', 'stream: true', 'stream: true, top_p: 0.5', /top_p: not in the recording/],
    ['openai', '"m"', '"m4"', /model: "m" recorded, "m4" asked/],
    ['openai', '"x"', '"y"', /messages\[0\]\.content: "x" recorded, "y" asked/],
    ['openai', 'model:', 'logprobs: true, model:', /logprobs: not in the recording/],
    ['openai', '"user"', '"system"', /messages\[0\]\.role/],
    ['curl', '"n":1', '"n":7', /n: \d recorded, 7 asked/],
    ['curl', '"n":1,', '', /differs in /],
    [
      'curl',
      '/chat/completions',
      '/completions',
      /path: "\/v1\/chat\/completions" recorded, "\/v1\/completions" asked/,
    ],
    [
      'curl',
      '/chat/completions',
      '/chat/completions?debug=1',
      /query\.debug: not in the recording, "1" asked/,
    ],
    ['curl', 'curl -s', 'curl -s -X PUT', /method: "POST" recorded, "PUT" asked/],
    ['curl', '"messages":[]', '"messages":[1]', /messages\[0\]: not in the recording, 1 asked/],
    ['bash', '"n":2', '"n":8', /n: \d recorded, 8 asked/],
    ['bash', '"model":"m"', '"model":"m5"', /model: "m" recorded, "m5" asked/],
    ['bash', "}'", ', "user":"me"}\'', /user: not in the recording, "me" asked/],
    ['bash', '/chat/completions', '/models', /path: /],
    ['bash', 'curl -s', 'curl -s -X DELETE', /method: /],
    ['python', '"e"', '"e2"', /model: "e" recorded, "e2" asked/],
    ['python', '["a", "b"]', '["b", "a"]', /input\[0\]: "a" recorded, "b" asked; input\[1\]/],
    ['python', '["a", "b"]', '["a"]', /input\[1\]: "b" recorded, not asked/],
    ['python', '["a", "b"]', '"a"', /input: \["a","b"\] recorded, "a" asked/],
    ['python', '/embeddings', '/embeddings/', /path: /],
    ['cut', 'cut here', 'cut there', /messages\[0\]\.content/],
  ]
  test.each(someOf(EDITS))('%s with %s as %s fails and names the field', async (name, from, to, message) => {
    const before = asked
    expect(CELLS[name]).toContain(from)
    const cell = await kernel.run(CELLS[name].replace(from, to))
    if (name !== 'cut') expect(errorOf(cell)).toBeDefined()
    expect(`${errorOf(cell)?.evalue} ${streamText(cell, 'stderr')}`).toMatch(message)
    expect(asked).toBe(before)
  })

  test.each<[string, CellName, RegExp]>([
    ['a call that is added', 'chat', /was recorded once and is asked for once more/],
    ['a call that is made once more in a loop', 'twice', /was recorded 2 times and is asked for once more/],
  ])('%s fails', async (_name, name, message) => {
    const cell = await kernel.run(CELLS[name])
    expect(errorOf(cell)?.evalue).toMatch(message)
  })

  test('a cell that hides the failure fails all the same', async () => {
    const cell = await kernel.run(
      'await chat({ model: "zzz", messages: "Hi", quiet: true }).catch(() => {})\nconsole.log("went on")',
    )
    expect(streamText(cell)).toBe('went on\n')
    expect(errorOf(cell)).toMatchObject({
      ename: 'RecordingError',
      evalue: expect.stringMatching(/model: "m" recorded, "zzz" asked/),
    })
  })
})
