import { type AnswerError, ChatError } from '../../../src/chat/answer/errors'
import { mayRefuseStreamOptions, retryWaitMs } from '../../../src/chat/call/retry'
import { StoppedError } from '../../../src/errors'

describe('retryWaitMs', () => {
  const wait = (error: AnswerError, tries = 1) =>
    retryWaitMs({ error, tries, retries: 3, shouldRetry: null, random: 0 })
  const busy = (retryAfterMs?: number) => new ChatError('http', '429 busy', { status: 429, retryAfterMs })

  test('doubles from half a second, and keeps to what the server asks up to a minute', () => {
    expect([1, 2, 3, 4].map((tries) => wait(busy(), tries))).toEqual([500, 1000, 2000, undefined])
    expect(wait(busy(20_000))).toBe(20_000)
    expect(wait(busy(0))).toBe(0)
    expect(wait(busy(61_000))).toBeUndefined()
  })

  test.each(['truncated', 'timeout', 'stream', 'empty', 'not_sse', 'parse'] as const)(
    'never follows %s',
    (code) => {
      expect(wait(new ChatError(code, 'x'))).toBeUndefined()
    },
  )

  test('never follows a stop', () => {
    expect(wait(new StoppedError())).toBeUndefined()
  })
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
