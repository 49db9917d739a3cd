/**
 * What answers a request: by value, in sequence, and never the wrong one.
 */
import { FORMAT, VERSION, type Exchange, type VolatileRule } from '../../../src/recording/file/format'
import { createMatcher } from '../../../src/recording/match/match'
import { clearSecrets, registerSecret } from '../../../src/secrets/registry'
import { describeRequest } from '../../../src/recording/wire/request'

interface Asked {
  readonly method?: string
  readonly target?: string
  readonly type?: string
  readonly headers?: readonly string[]
}

const asked = (body: unknown, options: Asked = {}) => {
  const {
    method = 'POST',
    target = '/v1/chat/completions',
    type = 'application/json',
    headers = [],
  } = options
  return describeRequest({
    server: 'BASE_URL',
    method,
    target,
    rawHeaders: ['Content-Type', type, 'Authorization', 'Bearer x', ...headers],
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  })
}

const recorded = (request: ReturnType<typeof asked>, text = 'ok'): Exchange => ({
  cell: 2,
  request,
  response: { status: 200, headers: [], ms: 0, frames: [[0, text]], end: 'whole' },
})

const matcherOf = (exchanges: readonly Exchange[], volatile: readonly VolatileRule[] = [], repeat = false) =>
  createMatcher(
    { format: FORMAT, version: VERSION, recordedAt: '2026-11-28', servers: {}, volatile, exchanges },
    { repeat },
  )

const take = (
  exchanges: readonly Exchange[],
  request: ReturnType<typeof asked>,
  volatile?: VolatileRule[],
) => {
  const match = matcherOf(exchanges, volatile).take(request, { key: '' })
  return match.kind === 'hit' ? match.index : match.message
}

const BODY = { model: 'm', temperature: 0.2, messages: [{ role: 'user', content: 'Hi' }], n: 1, stop: null }

test.each<[string, string | object, Asked?]>([
  ['the same', BODY],
  [
    'the order of fields',
    { stop: null, n: 1, messages: [{ content: 'Hi', role: 'user' }], temperature: 0.2, model: 'm' },
  ],
  ['white space', JSON.stringify(BODY, null, 3)],
  ['the way numbers are written', JSON.stringify(BODY).replace('0.2', '2.0e-1').replace('"n":1', '"n":1.0')],
  ['escapes', JSON.stringify(BODY).replace('Hi', '\\u0048i')],
  ['who asks', BODY, { headers: ['X-Api-Key', 'other', 'Cookie', 'a=b', 'User-Agent', 'curl'] }],
])('no difference: %s', (_name, body, options = {}) => {
  expect(take([recorded(asked(BODY))], asked(body, options))).toBe(0)
})

const { stop: _stop, ...WITHOUT_STOP } = BODY
test.each<[string, string | object, Asked, RegExp]>([
  ['another value', { ...BODY, temperature: 0.7 }, {}, /differs in temperature: 0\.2 recorded, 0\.7 asked\./],
  ['another model', { ...BODY, model: 'm2' }, {}, /model: "m" recorded, "m2" asked/],
  [
    'another prompt',
    { ...BODY, messages: [{ role: 'user', content: 'Ho' }] },
    {},
    /messages\[0\]\.content: "Hi" recorded, "Ho" asked/,
  ],
  [
    'a message more',
    { ...BODY, messages: [...BODY.messages, { role: 'user', content: 'Ho' }] },
    {},
    /messages\[1\]: not in the recording/,
  ],
  ['a field more', { ...BODY, seed: 1 }, {}, /seed: not in the recording, 1 asked/],
  ['a field less', WITHOUT_STOP, {}, /stop: null recorded, not asked/],
  ['null for a value', { ...BODY, n: null }, {}, /n: 1 recorded, null asked/],
  ['a text for a number', { ...BODY, n: '1' }, {}, /n: 1 recorded, "1" asked/],
  ['false for null', { ...BODY, stop: false }, {}, /stop: null recorded, false asked/],
  ['an empty list for null', { ...BODY, stop: [] }, {}, /stop: null recorded, \[\] asked/],
  ['blanks in a text', { ...BODY, model: 'm ' }, {}, /model: "m" recorded, "m " asked/],
  [
    'another path',
    BODY,
    { target: '/v1/responses' },
    /path: "\/v1\/chat\/completions" recorded, "\/v1\/responses" asked/,
  ],
  ['another method', BODY, { method: 'PUT' }, /method: "POST" recorded, "PUT" asked/],
  ['a query', BODY, { target: '/v1/chat/completions?v=2' }, /query\.v: not in the recording, "2" asked/],
  [
    'another version of the protocol',
    BODY,
    { headers: ['anthropic-version', '1'] },
    /headers\.anthropic-version/,
  ],
  ['no JSON', 'Hi', {}, /body: \{"model".* recorded, "Hi" asked/],
  ['no body', '', {}, /body: \{"model".* recorded, not asked/],
])('a request that differs has no answer, and the field is named: %s', (_name, body, options, message) => {
  const result = take([recorded(asked(BODY))], asked(body, options))
  expect(result).toMatch(message)
  expect(result).toMatch(/^There is no recording of this .* The nearest, exchange 1 of cell 2, differs in /)
})

test('numbers beyond the digits of JavaScript are told apart', () => {
  const big = (digit: number) => `{"id":1234567890123456789${digit}}`
  expect(take([recorded(asked(big(1)))], asked(big(1)))).toBe(0)
  expect(take([recorded(asked(big(1)))], asked(big(2)))).toMatch(/body: /)
})

test('a field that is there twice is not taken for one that is there once', () => {
  expect(take([recorded(asked('{"a":1,"a":2}'))], asked('{"a":2}'))).toMatch(/body/)
})

test('a long text is shown where it differs', () => {
  const long = (word: string) => ({ content: `${'so on and '.repeat(40)}${word}${' so on'.repeat(40)}` })
  const message = String(take([recorded(asked(long('north')))], asked(long('south'))))
  expect(message).toContain('north')
  expect(message).toContain('south')
  expect(message.length).toBeLessThan(400)
})

describe('a message about what differs shows no part of a secret', () => {
  const LONG = Array.from({ length: 40 }, (_, at) => `q${at}Zx`).join('')
  afterEach(() => clearSecrets())

  test.each<[string, (secret: string) => unknown]>([
    ['a value', (secret) => ({ key: secret })],
    ['in a sentence', (secret) => ({ key: `please take ${secret} for it` })],
    ['far behind', (secret) => ({ key: `${'so on and '.repeat(40)}${secret}${' so on'.repeat(40)}` })],
    ['in a list', (secret) => ({ key: [{ token: secret }] })],
    ['in an object that is not recorded', (secret) => ({ key: { a: { b: `Bearer ${secret}` } } })],
  ])('%s', (_name, body) => {
    const message = () => String(take([recorded(asked(body('something else')))], asked(body(LONG))))
    const parts = Array.from({ length: LONG.length - 12 }, (_, at) => LONG.slice(at, at + 12))
    // Known to nobody yet: no run of it is cut.
    expect(parts.filter((part) => message().includes(part))).toEqual([])
    registerSecret(LONG, 'MY_TOKEN')
    expect(parts.filter((part) => message().includes(part))).toEqual([])
    expect(message()).toMatch(/key.*asked/)
    expect(message()).toContain('••••')
  })
})

test('a long path is shown in its segments', () => {
  const target = (end: string) => `/serving/llm/${'models/'.repeat(12)}${end}`
  const message = take([recorded(asked(BODY, { target: target('a') }))], asked(BODY, { target: target('b') }))
  expect(message).toMatch(/path: …"[/models]+\/a" recorded, …"[/models]+\/b" asked/)
})

test('the nearest is the one with the fewest fields that differ', () => {
  const others = [{ ...BODY, model: 'x', n: 3 }, { ...BODY, n: 2 }, { a: 1 }]
  const message = take([...others.map((body) => recorded(asked(body)))], asked(BODY))
  expect(message).toMatch(/exchange 2 of cell 2, differs in n: 2 recorded, 1 asked\.$/)
})

test('of those that are as near, the one of the same cell is named', () => {
  const matcher = matcherOf([
    recorded(asked({ ...BODY, n: 2 })),
    { ...recorded(asked({ ...BODY, n: 3 })), cell: 7 },
  ])
  const match = matcher.take(asked(BODY), { key: '', number: 7 })
  expect(match).toMatchObject({
    message: expect.stringMatching(/exchange 2 of cell 7, differs in n: 3 recorded/),
  })
})

test('keys in an address are neither kept nor matched; other values are', () => {
  const request = asked('', { method: 'GET', target: '/v1/models?key=AIzaSecret&page_token=a' })
  expect(JSON.stringify(request)).not.toContain('AIza')
  expect(
    take([recorded(request)], asked('', { method: 'GET', target: '/v1/models?page_token=a&key=other' })),
  ).toBe(0)
  expect(
    take([recorded(request)], asked('', { method: 'GET', target: '/v1/models?key=x&page_token=b' })),
  ).toMatch(/query\.page_token: "a" recorded, "b" asked/)
})

describe('equal requests', () => {
  const two = [
    recorded(asked(BODY), 'first'),
    recorded(asked({ ...BODY, n: 2 })),
    recorded(asked(BODY), 'second'),
  ]

  test('are a sequence, and one more has no answer', () => {
    const matcher = matcherOf(two)
    const indexes = [1, 2, 3].map(() => matcher.take(asked(BODY), { key: '' }))
    expect(indexes.map((match) => (match.kind === 'hit' ? match.index : match.message))).toEqual([
      0,
      2,
      'POST /v1/chat/completions was recorded 2 times and is asked for once more.',
    ])
    expect(matcher.unused()).toEqual([1])
  })

  test('begin anew for a cell that runs again', () => {
    const matcher = matcherOf(two)
    const run = () =>
      [1, 2]
        .map(() => matcher.take(asked(BODY), { key: 'cell' }))
        .map((match) => match.kind === 'hit' && match.index)
    expect(run()).toEqual([0, 2])
    matcher.rewind('cell')
    expect(run()).toEqual([0, 2])
    matcher.rewind('another')
    expect(run()).toEqual([false, false])
  })

  test('begin anew after the last where that is asked for', () => {
    const matcher = matcherOf(two, [], true)
    const indexes = [1, 2, 3, 4, 5].map(() => matcher.take(asked(BODY), { key: '' }))
    expect(indexes.map((match) => match.kind === 'hit' && match.index)).toEqual([0, 2, 0, 2, 0])
  })
})

describe('what may differ', () => {
  const dated = (date: string) => ({ messages: [{ role: 'system', content: `Today is ${date}.` }], id: date })
  const exchange = recorded(asked(dated('2026-11-28')))

  test.each<[string, VolatileRule[], string | object, number | RegExp]>([
    ['nothing by itself', [], dated('2027-01-01'), /messages\[0\]\.content/],
    [
      'what a rule names',
      [{ field: 'body.messages[0].content' }, { field: 'body.id' }],
      dated('2027-01-01'),
      0,
    ],
    [
      'any name and any place',
      [{ field: 'body.messages[*].*' }, { field: 'body.id' }],
      dated('2027-01-01'),
      0,
    ],
    [
      'what a pattern finds',
      [{ field: 'body.messages[*].content', pattern: '\\d{4}-\\d\\d-\\d\\d' }, { field: 'body.id' }],
      dated('2027-01-01'),
      0,
    ],
    [
      'and no more than that',
      [{ field: 'body.messages[*].content', pattern: '\\d{4}-\\d\\d-\\d\\d' }, { field: 'body.id' }],
      { ...dated('2027-01-01'), messages: [{ role: 'system', content: 'Now is 2027-01-01.' }] },
      /messages\[0\]\.content/,
    ],
    [
      'but not a field that is missing',
      [{ field: 'body.id' }],
      { messages: dated('2026-11-28').messages },
      /id: /,
    ],
  ])('%s', (_name, rules, body, expected) => {
    const result = take([exchange], asked(body), rules)
    if (typeof expected === 'number') expect(result).toBe(expected)
    else expect(result).toMatch(expected)
  })
})

describe('a form with files', () => {
  const form = (boundary: string, model: string, file: Buffer | string) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="model"\r\n\r\n${model}\r\n`),
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n`,
      ),
      Buffer.from(file),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ])
  const request = (
    boundary: string,
    model = 'whisper',
    file: Buffer | string = Buffer.from([0, 255, 13, 10, 1]),
  ) =>
    describeRequest({
      server: 'BASE_URL',
      method: 'POST',
      target: '/v1/audio/transcriptions',
      rawHeaders: ['content-type', `multipart/form-data; boundary=${boundary}`],
      body: form(boundary, model, file),
    })

  test('is compared by its parts, whatever stands between them', () => {
    expect(take([recorded(request('one'))], request('two--three'))).toBe(0)
  })
  test('with another field has no answer', () => {
    expect(take([recorded(request('one'))], request('one', 'other'))).toMatch(
      /parts\[0\]\.body: "whisper" recorded, "other" asked/,
    )
  })
  test('with another file has no answer', () => {
    expect(take([recorded(request('one'))], request('one', 'whisper', Buffer.from([0, 255, 2])))).toMatch(
      /parts\[1\]/,
    )
  })
  test('that is not written as one is compared as it is', () => {
    const broken = describeRequest({
      server: 'BASE_URL',
      method: 'POST',
      target: '/',
      rawHeaders: ['content-type', 'multipart/form-data; boundary=x'],
      body: Buffer.from('--x\r\nno end'),
    })
    expect(broken.body).toEqual({ text: '--x\r\nno end' })
  })
})
