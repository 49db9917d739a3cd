import { join } from 'node:path'
import type { Answer, AnswerDelta } from '../../../src/chat/answer/answer'
import { createAnswerReader } from '../../../src/chat/answer/answer-reader'
import { ChatError } from '../../../src/chat/answer/errors'
import { describeRefusal } from '../../../src/chat/call/http-error'
import {
  caseChunks,
  type CaseOutcome,
  differences,
  plainBody,
  readCases,
  singleBytes,
  type SseCase,
} from '../../support/sse-cases'

const cases = readCases(join(__dirname, '../../fixtures/sse/cases.json'))
const bytesOf = (text: string) => new TextEncoder().encode(text)

/** Why the body of a case ends where it does, as a transport would say it. */
function causeOf({ transport }: SseCase): unknown {
  const end = transport?.end
  if (end === 'hold') return new ChatError('timeout', 'no byte for 700 ms')
  if (end === 'fin')
    return Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' })
  if (end?.startsWith('reset')) return Object.assign(new Error('reset'), { code: 'ECONNRESET' })
  return undefined
}

function read(sseCase: SseCase, chunks: Iterable<Uint8Array>): CaseOutcome {
  const { status, headers } = sseCase
  try {
    if (status >= 400) {
      const body = Buffer.concat([...chunks]).toString()
      throw describeRefusal({ status, header: (name) => headers[name] ?? null, body })
    }
    const reader = createAnswerReader()
    for (const chunk of chunks) if (!reader.done) reader.push(chunk)
    return { answer: reader.end(causeOf(sseCase)), error: null }
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    return { answer: error.partial, error }
  }
}

describe('createAnswerReader', () => {
  describe.each(cases.map((one) => [one.name, one] as const))('on %s', (_name, one) => {
    test('gives what is expected, with the bytes as they are, as one chunk and one by one', async () => {
      const { chunks } = await plainBody(one)
      expect(differences(one, read(one, chunks))).toEqual([])
      expect(differences(one, read(one, [Buffer.concat(chunks)]))).toEqual([])
      expect(differences(one, read(one, singleBytes(chunks)))).toEqual([])
    })
  })

  test('covers cases of every group', () => {
    expect(cases.length).toBeGreaterThanOrEqual(110)
    expect(caseChunks(cases[0]!).length).toBeGreaterThan(1)
  })
})

/** Reads one body given as text and tells deltas and ending. */
function readText(...pieces: string[]): {
  answer: Answer | undefined
  error: ChatError | null
  deltas: AnswerDelta[]
} {
  const deltas: AnswerDelta[] = []
  const reader = createAnswerReader({ onDelta: (delta) => deltas.push(delta) })
  try {
    for (const piece of pieces) reader.push(bytesOf(piece))
    return { answer: reader.end(), error: null, deltas }
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    return { answer: error.partial, error, deltas }
  }
}

const event = (payload: unknown) => `data: ${JSON.stringify(payload)}\n\n`
const delta = (fields: object, finish: string | null = null) =>
  event({ choices: [{ index: 0, delta: fields, finish_reason: finish }] })
const DONE = 'data: [DONE]\n\n'

describe('an answer', () => {
  test('tells each delta once, in order, as it comes', () => {
    const { deltas } = readText(
      delta({ reasoning_content: 'Hm' }),
      delta({ content: 'a' }),
      delta({ content: 'b' }, 'stop'),
    )
    expect(deltas).toEqual([
      { type: 'reasoning-delta', text: 'Hm', choice: 0 },
      { type: 'text-delta', text: 'a', choice: 0 },
      { type: 'text-delta', text: 'b', choice: 0 },
    ])
  })

  test('holds half a character back from the deltas, not from the text', () => {
    const { deltas, answer } = readText(
      String.raw`data: {"choices":[{"delta":{"content":"a\ud83d"}}]}` + '\n\n',
      String.raw`data: {"choices":[{"delta":{"content":"\ude00"},"finish_reason":"stop"}]}` + '\n\n',
    )
    expect(deltas.map((one) => (one.type === 'text-delta' ? one.text : ''))).toEqual(['a', '😀'])
    expect(answer?.text).toBe('a😀')
  })

  test('tells a half character that stays alone at the end', () => {
    const { deltas, answer } = readText(
      String.raw`data: {"choices":[{"delta":{"content":"a\ud83d"},"finish_reason":"stop"}]}` + '\n\n' + DONE,
    )
    expect(deltas).toHaveLength(2)
    expect(answer?.text).toBe('a\ud83d')
  })

  test('keeps the one of two spellings of reasoning', () => {
    const { answer } = readText(delta({ reasoning: 'Hm', reasoning_content: 'Hm', content: 'x' }, 'stop'))
    expect(answer?.reasoning).toBe('Hm')
  })

  test('takes a message that repeats the deltas once', () => {
    const whole = { choices: [{ index: 0, message: { content: 'Hello' }, finish_reason: 'stop' }] }
    expect(
      readText(delta({ content: 'Hel' }), delta({ content: 'lo' }), event(whole), DONE).answer?.text,
    ).toBe('Hello')
  })

  test('takes the text of the chunk that also reports an error', () => {
    const chunk = { choices: [{ delta: { content: 'lo' } }], error: { message: 'boom' } }
    const { error } = readText(delta({ content: 'Hel' }), event(chunk), delta({ content: 'never' }))
    expect(error).toMatchObject({ code: 'stream', message: 'boom', partial: { text: 'Hello' } })
  })

  test.each([
    ['FastChat', { text: '**NETWORK ERROR**', error_code: 50001 }, /NETWORK ERROR/],
    ['a flat error', { object: 'error', message: 'no memory', code: 50002 }, /no memory/],
    ['a message without choices', { message: 'overloaded' }, /overloaded/],
    ['FastAPI validation', { detail: [{ loc: ['body', 'n'], msg: 'too big' }] }, /^body\.n: too big/],
  ])('fails with the words of %s', (_name, payload, words) => {
    const { error } = readText(delta({ content: 'Hel' }), event(payload))
    expect(error?.code).toBe('stream')
    expect(error?.message).toMatch(words)
    expect(error?.partial?.text).toBe('Hel')
  })

  test('fails with an error that comes as a bare line of JSON, also when it is spread over lines', () => {
    const bare = JSON.stringify({ error: { message: 'boom' } })
    expect(readText(delta({ content: 'Hel' }), `${bare}\n\n`).error).toMatchObject({
      code: 'stream',
      message: 'boom',
    })
    const pretty = JSON.stringify({ error: { message: 'boom' } }, null, 2)
    expect(readText(delta({ content: 'Hel' }), `${pretty}\n\n`).error).toMatchObject({
      code: 'stream',
      message: 'boom',
    })
    expect(readText(`${bare}\n\n`, DONE).error).toMatchObject({ message: 'boom' })
  })

  test('is empty when [DONE] is all that came', () => {
    expect(readText(DONE).error?.code).toBe('empty')
    expect(readText(event({ choices: [], usage: { total_tokens: 1 } }), DONE).error?.code).toBe('empty')
  })

  test('is whole when only the usage after its finish reason was cut', () => {
    expect(readText(delta({ content: 'Hi' }, 'stop'), 'data: {"usage":{"total').answer?.text).toBe('Hi')
  })

  test('reads on after a finish reason', () => {
    const { answer } = readText(
      delta({ content: 'Hi' }, 'stop'),
      delta({ content: '!' }),
      event({ usage: { total_tokens: 3 } }),
      DONE,
    )
    expect(answer).toMatchObject({ text: 'Hi!', usage: { total_tokens: 3 }, finishReason: 'stop' })
  })

  test('reads nothing after [DONE]', () => {
    const reader = createAnswerReader()
    reader.push(bytesOf(delta({ content: 'Hi' }, 'stop') + DONE + delta({ content: 'never' })))
    expect(reader.done).toBe(true)
    reader.push(bytesOf(delta({ content: 'never' })))
    expect(reader.end().text).toBe('Hi')
  })

  test('counts only what is new of tool calls without index and id', () => {
    const call = (name: string, text: string) => ({ function: { name, arguments: text } })
    const { answer } = readText(delta({ tool_calls: [call('f', '{}'), call('g', '{"a":1}')] }, 'tool_calls'))
    expect(answer?.toolCalls).toEqual([
      { id: '', name: 'f', arguments: '{}' },
      { id: '', name: 'g', arguments: '{"a":1}' },
    ])
  })

  test.each([
    ['a JSON array of errors', '[{"error":{"message":"busy"}}]', 'not_sse', /busy/],
    ['other JSON', '{"object":"list","data":[]}', 'not_sse', /other JSON/],
    ['NDJSON', '{"response":"a"}\n{"response":"b"}\n', 'not_sse', /NDJSON/],
    ['plain text', 'upstream said no', 'not_sse', /upstream said no/],
    ['JSON that is cut', '{"choices":[{"message":{"content":"Hel', 'truncated', /without/],
  ])('does not take %s for an answer', (_name, body, code, words) => {
    const { error } = readText(body)
    expect(error?.code).toBe(code)
    expect(error?.message).toMatch(words)
  })

  test('never quotes broken JSON', () => {
    const { error } = readText('data: {"choices":[{"delta":{"content":"private words"}}\n\n' + DONE)
    expect(error?.code).toBe('parse')
    expect(error?.message).not.toMatch(/private/)
  })

  test.each([
    ['LF', '\n'],
    ['CR', '\r'],
    ['CR LF', '\r\n'],
  ])('is read in linear time with %s ends', (_name, end) => {
    const count = 40_000
    const piece = `data: ${JSON.stringify({ choices: [{ delta: { content: 'x'.repeat(40) } }] })}${end}${end}`
    const started = process.cpuUsage()
    expect(readText(piece.repeat(count) + `data: [DONE]${end}${end}`).answer?.text).toHaveLength(40 * count)
    // Quadratic work on these 3 MB takes minutes.
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(20)
  })

  test('measures by the clock it is given', () => {
    let time = 1000
    const reader = createAnswerReader({ now: () => time, startedAt: 900 })
    time = 1200
    reader.push(bytesOf(delta({ content: 'Hi' })))
    time = 2200
    reader.push(
      bytesOf(
        event({ choices: [{ delta: {}, finish_reason: 'stop' }], usage: { completion_tokens: 20 } }) + DONE,
      ),
    )
    expect(reader.end().timing).toEqual({ firstTokenMs: 300, totalMs: 1300, tokensPerSecond: 20 })
  })

  test('knows no first token and no pace of an answer in one piece, but what the server says of its speed', () => {
    let time = 1000
    const reader = createAnswerReader({ now: () => time, startedAt: 900 })
    time = 1200
    const timings = { prompt_per_second: 310, predicted_per_second: 57.4 }
    const message = { message: { content: 'Hi' }, finish_reason: 'stop' }
    reader.push(bytesOf(JSON.stringify({ choices: [message], usage: { completion_tokens: 20 }, timings })))
    time = 1300
    expect(reader.end().timing).toEqual({
      firstTokenMs: null,
      totalMs: 400,
      tokensPerSecond: null,
      server: { tokensPerSecond: 57.4, promptTokensPerSecond: 310 },
    })
  })

  test('knows no pace of a stream that came all at once', () => {
    let time = 1000
    const reader = createAnswerReader({ now: () => (time += 0.01), startedAt: 900 })
    const last = event({ choices: [{ delta: {}, finish_reason: 'stop' }], usage: { completion_tokens: 20 } })
    reader.push(bytesOf(delta({ content: 'Hi' }) + delta({ content: ' you' }) + last + DONE))
    const { firstTokenMs, tokensPerSecond } = reader.end().timing
    expect(firstTokenMs).toBeCloseTo(100, 0)
    expect(tokensPerSecond).toBeNull()
  })
})
