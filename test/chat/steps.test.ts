import { createFormatSniffer } from '../../src/chat/answer/sniff-format'
import { answerFooter } from '../../src/chat/cell/draw-answer'
import { createDeltaBatch } from '../../src/chat/answer/batch-deltas'
import type { Answer, AnswerDelta } from '../../src/chat/answer/answer'
import { readParts } from '../../src/chat/answer/chunk-parts'
import { ChatError } from '../../src/chat/answer/errors'
import { describeMarkup, errorText } from '../../src/chat/answer/error-text'
import { createLineEnds } from '../../src/chat/answer/event-text'
import { describeRefusal, retryAfterMs } from '../../src/chat/call/http-error'
import { EMPTY_CHOICE } from '../../src/chat/answer/message-builder'
import { readPayloads } from '../../src/chat/answer/payloads'
import { createChunkNormalizer } from '../../src/chat/answer/normalize-chunk'
import { mayRefuseStreamOptions, retryWaitMs } from '../../src/chat/call/retry'
import { createTextBuffer } from '../../src/chat/answer/text-buffer'
import { createToolCalls } from '../../src/chat/answer/tool-calls'

describe('createFormatSniffer', () => {
  test.each([
    ['data: {}', 'sse'],
    ['\n\n: ping\n', 'sse'],
    ['event:x', 'sse'],
    ['foo: bar\ndata: {}\n', 'sse'],
    ['  {"a"', 'json'],
    ['\n[', 'json'],
    ['<!doctype html>', 'html'],
    ['Internal Server Error', 'other'],
    ['  \n ', undefined],
  ])('finds %j to be %s, also letter by letter', (text, mode) => {
    const whole = createFormatSniffer()
    expect(whole.add(text) ?? whole.end()).toBe(mode)
    const letters = createFormatSniffer()
    let found: unknown
    for (const letter of text) found ??= letters.add(letter)
    expect(found ?? letters.end()).toBe(mode)
  })

  test('gives up on a text without any field', () => {
    expect(createFormatSniffer().add('word '.repeat(20_000))).toBe('other')
  })
})

describe('createLineEnds', () => {
  test.each([
    [['a\r', '\nb'], 'a\nb'],
    [['a\r', 'b'], 'a\nb'],
    [['a\r\r\n', '\n'], 'a\n\n\n'],
    [['\r', '', '\n'], '\n'],
  ])('writes %j as %j', (pieces, text) => {
    const lineEnds = createLineEnds()
    expect(pieces.map(lineEnds).join('')).toBe(text)
  })
})

describe('readPayloads', () => {
  test.each([
    [' \n ', []],
    [' [DONE]\t', [{ type: 'done' }]],
    ['{"a":1}\n{"b":2}\n[DONE]', ['chunk', 'chunk', 'done']],
    ['{"a":1', ['malformed']],
    ['"just words"', ['malformed']],
    ['null', ['other']],
  ])('reads %j', (data, types) => {
    const wanted = types.map((type) => (typeof type === 'string' ? type : type.type))
    expect(readPayloads(data).map(({ type }) => type)).toEqual(wanted)
  })

  test('does not take a message for a complaint', () => {
    const [payload] = readPayloads('{"message":{"role":"assistant","content":"Hi"}}')
    expect(payload).toMatchObject({ type: 'chunk', error: null })
  })
})

describe('readParts', () => {
  test.each([
    ['delta before message', { delta: { content: 'a' }, message: { content: 'b' } }, 'a'],
    ['message without delta', { delta: null, message: { content: 'b' } }, 'b'],
    ['text without both', { text: 'c' }, 'c'],
    ['parts', { delta: { content: ['x', { type: 'text', text: 'y' }, { type: 'image_url' }] } }, 'xy'],
    ['nothing', {}, ''],
  ])('takes %s', (_name, choice, text) => {
    expect(readParts(choice).text || '').toBe(text)
  })
})

describe('createToolCalls', () => {
  const call = (fields: object, name?: string, text = '') => ({
    ...fields,
    function: { name, arguments: text },
  })

  test('keeps the first id and name where a server changes its mind', () => {
    const calls = createToolCalls()
    calls.add(call({ index: 0, id: 'a' }, 'f', '{'))
    calls.add(call({ index: 0, id: 'b' }, undefined, '}'))
    expect(calls.list()).toEqual([{ id: 'a', name: 'f', arguments: '{}' }])
  })

  test('sorts by index, and goes by id without one', () => {
    const calls = createToolCalls()
    for (const fragment of [call({ index: 1, id: 'b' }, 'g'), call({ index: 0, id: 'a' }, 'f')])
      calls.add(fragment)
    expect(calls.list().map(({ name }) => name)).toEqual(['f', 'g'])
    const byId = createToolCalls()
    for (const [id, text] of [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ])
      byId.add(call({ id }, 'f', text))
    expect(byId.list().map((one) => one.arguments)).toEqual(['13', '2'])
  })
})

describe('errorText', () => {
  test.each([
    [{ error: { message: 'boom' } }, 'boom'],
    [
      {
        success: false,
        errors: [
          { code: 1, message: 'a' },
          { code: 2, message: 'b' },
        ],
      },
      'a; b',
    ],
    [{ error: 'Bad Request', message: ['n must be a number'] }, 'n must be a number'],
    [{ error: 'invalid_grant', error_description: 'The token has expired' }, 'The token has expired'],
    [{ detail: [{ loc: ['body', 'n'], msg: 'too big' }] }, 'body.n: too big'],
    [{ error: { code: 'x' } }, 'x'],
    [{ error: { message: 'two\n\u001b[31mlines' } }, 'two [31mlines'],
    [{ a: 1 }, ''],
  ])('reads %j', (value, text) => {
    expect(errorText(value)).toBe(text)
  })

  test('reads the title of a page, else its heading', () => {
    expect(describeMarkup('<title>\n 502 &amp; out </title><h1>x</h1>')).toBe('HTML page: 502 & out')
    expect(describeMarkup('<html><h1 class="a">Gone</h1>')).toBe('HTML page: Gone')
    const xml =
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
    expect(describeMarkup(xml)).toBe('XML document: Access Denied')
  })
})

describe('describeRefusal', () => {
  const refuse = (status: number, body: string, statusText = '') =>
    describeRefusal({ status, statusText, body, header: () => null }).message

  test('says that there was no body', () => {
    expect(refuse(502, '', 'Bad Gateway')).toBe('502 Bad Gateway (no body)')
    expect(refuse(529, '')).toBe('529 status code (no body)')
  })

  test('keeps a long body short', () => {
    expect(refuse(500, 'x'.repeat(100_000)).length).toBeLessThan(400)
  })
})

describe('retryAfterMs', () => {
  const now = () => Date.parse('2026-01-01T00:00:00Z')
  test.each([
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{}, undefined],
  ])('reads %j', (headers: Record<string, string>, ms) => {
    expect(retryAfterMs((name) => headers[name] ?? null, now)).toBe(ms)
  })
})

describe('retryWaitMs', () => {
  const wait = (error: ChatError, tries = 1) =>
    retryWaitMs({ error, tries, retries: 3, shouldRetry: null, random: 0 })
  const busy = (retryAfterMs?: number) => new ChatError('http', '429 busy', { status: 429, retryAfterMs })

  test('doubles from half a second, and keeps to what the server asks up to a minute', () => {
    expect([1, 2, 3, 4].map((tries) => wait(busy(), tries))).toEqual([500, 1000, 2000, undefined])
    expect(wait(busy(20_000))).toBe(20_000)
    expect(wait(busy(0))).toBe(0)
    expect(wait(busy(61_000))).toBeUndefined()
  })

  test.each(['truncated', 'stopped', 'timeout', 'stream', 'empty', 'not_sse', 'parse'] as const)(
    'never follows %s',
    (code) => {
      expect(wait(new ChatError(code, 'x'))).toBeUndefined()
    },
  )
})

describe('mayRefuseStreamOptions', () => {
  test.each([
    [400, '400 Unrecognized request argument supplied: stream_options', true],
    [422, '422 body.stream_options.include_usage: Extra inputs are not permitted', true],
    [400, '400 status code (no body)', true],
    [400, '400 the request exceeds the available context size', false],
    [500, '500 stream_options', false],
  ])('of %i with %j is %s', (status, message, may) => {
    expect(mayRefuseStreamOptions(new ChatError('http', message, { status }))).toBe(may)
  })
})

describe('createTextBuffer', () => {
  test('gives what was added, also when it is read in between', () => {
    const buffer = createTextBuffer()
    expect(buffer.isEmpty).toBe(true)
    let text = ''
    for (let at = 0; at < 2000; at++) {
      buffer.add(`${at},`)
      text += `${at},`
      if (at % 700 === 0) expect(buffer.toString()).toBe(text)
    }
    expect(buffer.toString()).toBe(text)
  })
})

describe('createDeltaBatch', () => {
  test('joins what follows each other and keeps the order', () => {
    const told: AnswerDelta[] = []
    const batch = createDeltaBatch((delta) => told.push(delta))
    const text = (piece: string, choice = 0) => batch.add({ type: 'text-delta', text: piece, choice })
    text('a')
    text('b')
    batch.add({ type: 'reasoning-delta', text: 'r', choice: 0 })
    text('c')
    text('d', 1)
    batch.flush()
    batch.flush()
    expect(told.map((delta) => (delta.type === 'tool-calls' ? '' : delta.text))).toEqual([
      'ab',
      'r',
      'c',
      'd',
    ])
  })
})

describe('createChunkNormalizer', () => {
  test('lets a regular chunk pass as it is, after the first of its choice', () => {
    const regulator = createChunkNormalizer('chat')
    const chunk = (content: string) => ({
      id: 'a',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'm',
      choices: [{ index: 0, delta: { content }, finish_reason: null }],
    })
    expect(regulator.next(chunk('a'))).toMatchObject({
      choices: [{ delta: { role: 'assistant', content: 'a' } }],
    })
    const second = chunk('b')
    expect(regulator.next(second)).toBe(second)
  })
})

describe('answerFooter', () => {
  const footer = (fields: Partial<Answer>) =>
    answerFooter({
      ...EMPTY_CHOICE,
      choices: [EMPTY_CHOICE],
      usage: null,
      model: 'm',
      id: '',
      events: 1,
      timing: { firstTokenMs: 210, totalMs: 1500, tokensPerSecond: 54.2 },
      ...fields,
    })

  test('says in words how the answer ended, and counts', () => {
    expect(footer({ finishReason: 'stop', usage: { prompt_tokens: 9, completion_tokens: 12 } })).toBe(
      'm · finished · 9 + 12 tokens · first token 210 ms · total 1.50 s · 54 tokens/s',
    )
    expect(footer({ finishReason: 'length' })).toMatch(/the token limit was reached/)
    expect(footer({ finishReason: 'content_filter' })).toMatch(/content filter/)
    expect(footer({ finishReason: 'abort' })).toMatch(/aborted by the server/)
    expect(footer({ finishReason: 'eos' })).toMatch(/finish reason: eos/)
    expect(footer({ finishReason: null })).toMatch(/no finish reason/)
  })
})
