import { TimeLimitError } from '../../src/base/signals'
import { MagicsError, StoppedError } from '../../src/errors'
import { stopReason } from '../../src/shell/stop-reason'

describe('stopReason', () => {
  test('is a timeout where the time limit passed, with the limit', () => {
    const error = stopReason(new TimeLimitError(1500), { name: 'curl', partial: 'so far' })
    expect(error).toMatchObject({ code: 'timeout', partial: 'so far' })
    expect(error.message).toBe(
      'curl ran longer than 1.50 s and was ended. Raise timeoutMs if that was too short.',
    )
  })

  test.each([
    ['the stop of a cell', new StoppedError()],
    ['the reason of a signal of the caller', new Error('enough')],
    ['a reason that is no error', 'enough'],
  ])('is a stop for %s', (_what, reason) => {
    const error = stopReason(reason, { name: 'bash', partial: 'so far' })
    expect(StoppedError.is(error)).toBe(true)
    expect(error).toMatchObject({
      message: 'bash was stopped before it was finished.',
      partial: 'so far',
      cause: reason,
    })
  })

  test('is another failure of this library as it is', () => {
    const reason = new MagicsError('http', '500 boom')
    expect(stopReason(reason, { name: 'bash', partial: '' })).toBe(reason)
  })
})
