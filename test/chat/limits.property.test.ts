import fc from 'fast-check'
import { createAnswerReader } from '../../src/chat/answer/answer-reader'
import { isAnswerError } from '../../src/chat/answer/errors'
import { createItemReader } from '../../src/chat/source/item-reader'
import { rounds } from '../support/extent'
import { event } from '../support/chat-wire'

interface Reader {
  readonly done: boolean
  push(bytes: Uint8Array): void
  end(): object
}

/**
 * How an answer ends, without its times and the number of its pieces. Reading stops where the reader has enough, as a
 * transport does.
 */
function read(reader: Reader, pieces: readonly Uint8Array[]): object {
  for (const piece of pieces) if (!reader.done) reader.push(piece)
  try {
    const { timing: _, events: __, ...answer } = reader.end() as { timing: unknown; events: unknown }
    return { answer }
  } catch (error) {
    if (!isAnswerError(error)) throw error
    const { timing: _, events: __, ...partial } = error.partial!
    return { code: error.code, message: error.message, partial }
  }
}

function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return sorted.slice(1).map((end, at) => bytes.subarray(sorted[at], end))
}

const content = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: 'grapheme', maxLength: 10 }))
const chunk = fc.record({
  content,
  finish: fc.constantFrom(null, null, null, null, 'stop'),
})
const stream = fc
  .tuple(
    fc.array(chunk, { minLength: 1, maxLength: 12 }),
    fc.constantFrom('', 'data: [DONE]\n\n', ': ping\n\n'),
  )
  .map(
    ([chunks, end]) =>
      chunks
        .map(({ content, finish }) =>
          event({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] }),
        )
        .join('') + end,
  )
const body = fc.oneof(
  { weight: 4, arbitrary: stream },
  fc.constantFrom(
    '{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}',
    '<html><title>Sign in</title>',
    'Some plain text that is no answer at all.',
    '{"a":1}\ndata: {"choices":[{"delta":{"content":"x"}}]}\n\n',
    'error: boom\n\n',
    '\r\n\r\n: ping\r\n\r\ndata: {"choices":[{"delta":{"content":"x"}}]}\r\n\r\n',
  ),
)
const limits = fc.record({
  maxEventChars: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constant(Infinity)),
  maxBodyBytes: fc.oneof(fc.integer({ min: 1, max: 600 }), fc.constant(Infinity)),
})
const places = fc.array(fc.nat(), { maxLength: 12 })

describe.each([
  ['createAnswerReader', createAnswerReader],
  ['createItemReader', createItemReader],
])('%s with limits', (_name, create) => {
  test('ends the same, with the same of the answer, however the bytes are cut', () => {
    fc.assert(
      fc.property(body, limits, places, (text, options, at) => {
        const bytes = new TextEncoder().encode(text)
        const whole = read(create(options), [bytes])
        expect(read(create(options), cutAt(bytes, at))).toEqual(whole)
        expect(read(create(options), cutAt(bytes, [...bytes.keys()]))).toEqual(whole)
      }),
      { numRuns: rounds(400, 80) },
    )
  })

  test('never takes what passed a limit for whole, unless it had its finish reason', () => {
    fc.assert(
      fc.property(stream, limits, (text, options) => {
        const bytes = new TextEncoder().encode(text)
        const result = read(create(options), [bytes])
        const isOver = bytes.length > options.maxBodyBytes
        if ('answer' in result && isOver)
          expect(text.slice(0, options.maxBodyBytes)).toMatch(/"finish_reason":"stop"|\[DONE\]/)
      }),
      { numRuns: rounds(400, 80) },
    )
  })
})
