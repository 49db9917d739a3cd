/**
 * The file of a recording: what it looks like, what is refused, and that it is whole at every moment.
 */
import { spawn } from 'node:child_process'
import { buildSync } from 'esbuild'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { FORMAT, VERSION, type Exchange, type Recording } from '../../../src/recording/file/format'
import { joinFrames, toBytes, toText } from '../../../src/recording/file/frames'
import { printRecording } from '../../../src/recording/file/print-recording'
import { readRecording } from '../../../src/recording/file/read-recording'
import { loadRecording, saveRecording } from '../../../src/recording/file/save-recording'
import { prepareValues } from '../../../src/secrets/find-secrets'

const folder = mkdtempSync(join(tmpdir(), 'recording-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NO_VALUES = prepareValues(new Map())

const exchange = (text: string, cell = 1): Exchange => ({
  cell,
  request: {
    server: 'BASE_URL',
    method: 'POST',
    path: '/v1/chat/completions',
    query: [['api-version', '2']],
    body: { json: { model: 'm', messages: [{ role: 'user', content: text }], stop: ['a', 'b'] } },
  },
  response: {
    status: 200,
    headers: [['Content-Type', 'text/event-stream']],
    ms: 12,
    frames: [
      [0, 'data: {"a":1}\n\n'],
      [7, { base64: '4g==' }],
    ],
    end: 'whole',
  },
})

const recording = (...exchanges: Exchange[]): Recording => ({
  format: FORMAT,
  version: VERSION,
  recordedAt: '2026-11-28T17:00:00.000Z',
  servers: { BASE_URL: { path: '/v1' } },
  exchanges,
})

test('a recording is JSON with a field a line and a frame a line', () => {
  expect(printRecording(recording(exchange('Hi')))).toBe(`{
  "format": "tslab-magics recording",
  "version": 1,
  "recordedAt": "2026-11-28T17:00:00.000Z",
  "servers": {
    "BASE_URL": {
      "path": "/v1"
    }
  },
  "exchanges": [
    {
      "cell": 1,
      "request": {
        "server": "BASE_URL",
        "method": "POST",
        "path": "/v1/chat/completions",
        "query": [
          ["api-version", "2"]
        ],
        "body": {
          "json": {
            "model": "m",
            "messages": [
              {
                "role": "user",
                "content": "Hi"
              }
            ],
            "stop": ["a", "b"]
          }
        }
      },
      "response": {
        "status": 200,
        "headers": [
          ["Content-Type", "text/event-stream"]
        ],
        "ms": 12,
        "frames": [
          [0, "data: {\\"a\\":1}\\n\\n"],
          [7, { "base64": "4g==" }]
        ],
        "end": "whole"
      }
    }
  ]
}
`)
})

test('what is written is what is read', () => {
  const file = join(folder, 'a.recording.json')
  const written = recording(exchange('Hi'), exchange('Ünï\u2028 \u0000'))
  expect(saveRecording(file, { recording: written, values: NO_VALUES })).toEqual([])
  expect(loadRecording(file)).toEqual(written)
})

test.each([
  ['text', 'Grüße', 'Grüße'],
  ['half a character', Buffer.from([0xc3]), { base64: 'ww==' }],
  ['a byte order mark', Buffer.from([0xef, 0xbb, 0xbf, 0x41]), '\ufeffA'],
  ['a replacement character that was sent', '\ufffd', '\ufffd'],
  ['nothing', '', ''],
])('bytes are text where they are UTF-8: %s', (_name, bytes, expected) => {
  const buffer = Buffer.from(bytes as string)
  expect(toText(buffer)).toEqual(expected)
  expect(toBytes(toText(buffer))).toEqual(buffer)
})

test('a character that two pieces share is whole again', () => {
  const bytes = Buffer.from('data: é\n\n')
  const frames = [...bytes].map((byte) => [1, toText(Buffer.from([byte]))] as const)
  expect(joinFrames(frames)).toEqual(bytes)
})

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{', /is no recording: it is not JSON/],
  ['JSON of something else', '{"cells":[]}', /"format" is not/],
  ['a list', '[]', /"format" is not/],
  ['no version', { ...recording(), version: undefined }, /no version/],
  ['a newer version', { ...recording(), version: 99 }, /is of version 99.*up to 1.*Update/],
  ['no date', { ...recording(), recordedAt: 'soon' }, /recordedAt is no date/],
  ['a server without a path', { ...recording(), servers: { BASE_URL: {} } }, /servers\.BASE_URL has no path/],
  ...['HTTPS_PROXY', '__proto__', 'constructor', 'base_url'].map((name): [string, unknown, RegExp] => [
    `a server under another name: ${name}`,
    { ...recording(), servers: JSON.parse(`{"${name}":{"path":"/v1"}}`) as unknown },
    /servers\.\S+ names no server: BASE_URL, OPENAI_BASE_URL do/,
  ]),
  ...[
    '@evil.example/v1',
    '9',
    ':9/v1',
    '.evil.example',
    '//evil.example',
    '/\\evil',
    '\\evil',
    '/a b',
    '/v1?x',
    '/v1#x',
  ].map((path): [string, unknown, RegExp] => [
    `a path that leads elsewhere: ${path}`,
    { ...recording(), servers: { BASE_URL: { path } } },
    /servers\.BASE_URL has a path that is none/,
  ]),
  ...['BASH_ENV', 'HTTPS_PROXY', 'ANTHROPIC_BASE_URL', 'BASE_URL', 'ACCESS_TOKEN', '__proto__'].map(
    (name): [string, unknown, RegExp] => [
      `a variable that is none of a recording: ${name}`,
      { ...recording(), variables: JSON.parse(`{"${name}":"x"}`) as unknown },
      /variables\.\S+ is not for a recording to set: MODEL_NAME is/,
    ],
  ),
  [
    'a variable that is no text',
    { ...recording(), variables: { MODEL_NAME: 1 } },
    /variables\.MODEL_NAME is no text/,
  ],
  ['variables that are a text', { ...recording(), variables: 'x' }, /variables is no object/],
  ...['text', null, {}, { text: 1 }, { parts: ['a'] }, { parts: [{ headers: {}, body: 'a' }] }, []].map(
    (body): [string, unknown, RegExp] => [
      `a body of a request that is none: ${JSON.stringify(body)}`,
      { ...recording(), exchanges: [{ ...exchange(''), request: { ...exchange('').request, body } }] },
      /exchanges\[0\] has a body of the request/,
    ],
  ),
  ...['a', { a: 1 }, null].map((headers): [string, unknown, RegExp] => [
    `headers of a request that are none: ${JSON.stringify(headers)}`,
    { ...recording(), exchanges: [{ ...exchange(''), request: { ...exchange('').request, headers } }] },
    /exchanges\[0\] has headers of the request/,
  ]),
  ['exchanges that are none', { ...recording(), exchanges: {} }, /exchanges is no list/],
  ['an exchange without a request', { ...recording(), exchanges: [{}] }, /exchanges\[0\] has no request/],
  [
    'an ending that there is not',
    recording({ ...exchange(''), response: { ...exchange('').response, end: 'odd' as never } }),
    /exchanges\[0\] ends in none of: whole, cut, reset, stopped/,
  ],
  [
    'frames that are texts',
    recording({ ...exchange(''), response: { ...exchange('').response, frames: ['a'] as never } }),
    /exchanges\[0\] has frames/,
  ],
  ['a rule without a field', { ...recording(), volatile: [{}] }, /volatile\[0\] names no field/],
  [
    'a rule whose pattern is none',
    { ...recording(), volatile: [{ field: 'body.a', pattern: '(' }] },
    /volatile\[0\] has a pattern that is no regular expression/,
  ],
])('a file that is no recording is refused, with the reason: %s', (_name, file, message) => {
  const text = typeof file === 'string' ? file : JSON.stringify(file)
  expect(() => readRecording(text, 'x.recording.json')).toThrow(message)
})

test('fields that a later library adds are passed over', () => {
  const text = JSON.stringify({ ...recording(exchange('Hi')), later: 1 })
  expect(readRecording(text, 'x').exchanges).toHaveLength(1)
})

test.each(['', '/', '/v1', '/v1/', '/api/v1/x', '/.', '/a@b:9'])('a path of a server is read: %s', (path) => {
  const text = JSON.stringify({ ...recording(), servers: { OPENAI_BASE_URL: { path } } })
  expect(readRecording(text, 'x').servers).toEqual({ OPENAI_BASE_URL: { path } })
})

test('a missing file says how to make it', () => {
  expect(() => loadRecording(join(folder, 'none.json'))).toThrow(/No such file.*run --record/)
})

test('a secret in what would be written leaves the file as it was', () => {
  const file = join(folder, 'b.recording.json')
  saveRecording(file, { recording: recording(exchange('before')), values: NO_VALUES })
  const before = readFileSync(file, 'utf8')
  const key = `sk-proj-${'a1B2c3D4e5F6g7H8'.repeat(2)}`
  const found = saveRecording(file, {
    recording: recording(exchange('fine'), exchange(`my key is ${key}`, 4)),
    values: NO_VALUES,
  })
  expect(found.map(({ line }) => line)).toEqual(['exchange 2 (cell 4), body of the request: OpenAI key'])
  expect(JSON.stringify(found)).not.toContain(key)
  expect(readFileSync(file, 'utf8')).toBe(before)
})

test('a process that is killed while it writes leaves a whole file, and the next one takes away what it left', async () => {
  const bundle = join(
    mkdtempSync(join(resolve(__dirname, '../../../node_modules'), '.recording-test-')),
    'write.js',
  )
  buildSync({
    bundle: true,
    platform: 'node',
    outfile: bundle,
    stdin: {
      resolveDir: resolve(__dirname, '../../../src'),
      contents: `
        import { saveRecording } from './recording/file/save-recording'
        import { prepareValues } from './secrets/find-secrets'
        const [, , file, json] = process.argv
        const recording = JSON.parse(json)
        for (const one of recording.exchanges) one.response.frames = Array.from({ length: 3000 }, (_, at) => [1, 'data: ' + at + '\\n\\n'])
        for (let round = 0; ; round++) {
          saveRecording(file, { recording: { ...recording, recordedAt: new Date(round).toISOString() }, values: prepareValues(new Map()) })
          if (round === 0) process.stdout.write('writing')
        }`,
    },
  })
  const file = join(folder, 'killed', 'c.recording.json')
  for (let round = 0; round < 6; round++) {
    const child = spawn(process.execPath, [bundle, file, JSON.stringify(recording(exchange('Hi')))])
    const ended = new Promise((done) => child.once('exit', done))
    await new Promise((begun) => child.stdout.once('data', begun))
    await new Promise((wait) => setTimeout(wait, round * 7))
    child.kill('SIGKILL')
    await ended
    expect(loadRecording(file).exchanges).toHaveLength(1)
  }
  saveRecording(file, { recording: recording(), values: NO_VALUES })
  expect(readdirSync(join(folder, 'killed'))).toEqual(['c.recording.json'])
  rmSync(resolve(bundle, '..'), { recursive: true })
  expect(existsSync(bundle)).toBe(false)
})

test('the rules of the file are kept as they are', () => {
  const text = JSON.stringify({ ...recording(), volatile: [{ field: 'body.time', why: 'the clock' }] })
  const file = join(folder, 'd.recording.json')
  writeFileSync(file, text)
  expect(loadRecording(file).volatile).toEqual([{ field: 'body.time', why: 'the clock' }])
})
