import { getEventListeners } from 'node:events'
import { joinSignals, linkSignals, pause, TimeLimitError, untilAborted } from '../../src/base/signals'

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length
const never = new Promise<never>(() => {})

describe('linkSignals', () => {
  test('tells the reason of the first signal, once, and lets go of the others', () => {
    const [first, second] = [new AbortController(), new AbortController()]
    const reasons: unknown[] = []
    linkSignals([undefined, first.signal, second.signal], (reason) => reasons.push(reason))
    expect([listeners(first.signal), listeners(second.signal)]).toEqual([1, 1])
    second.abort('two')
    first.abort('one')
    expect(reasons).toEqual(['two'])
    expect([listeners(first.signal), listeners(second.signal)]).toEqual([0, 0])
  })

  test('tells at once of a signal that is aborted already, and listens to none', () => {
    const [first, second] = [new AbortController(), new AbortController()]
    second.abort('two')
    const reasons: unknown[] = []
    linkSignals([first.signal, second.signal], (reason) => reasons.push(reason))()
    expect(reasons).toEqual(['two'])
    expect(listeners(first.signal)).toBe(0)
  })

  test('tells nothing after it was unlinked', () => {
    const controller = new AbortController()
    const onAbort = jest.fn()
    const unlink = linkSignals([controller.signal], onAbort)
    unlink()
    unlink()
    controller.abort()
    expect(onAbort).not.toHaveBeenCalled()
  })

  test('has Node warn of no leak where many calls hang on one signal', () => {
    const { signal } = new AbortController()
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const unlinks = Array.from({ length: 50 }, () => linkSignals([signal], () => {}))
    for (const unlink of unlinks) unlink()
    expect(warned).not.toHaveBeenCalled()
    warned.mockRestore()
  })
})

describe('joinSignals', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  test('is aborted with the reason of the first, and holds nothing afterwards', () => {
    const [cell, call] = [new AbortController(), new AbortController()]
    const { signal } = joinSignals([cell.signal, call.signal], 1000)
    call.abort('stopped')
    expect(signal.reason).toBe('stopped')
    expect([listeners(cell.signal), listeners(call.signal), jest.getTimerCount()]).toEqual([0, 0, 0])
  })

  test('is aborted by its time limit, and holds nothing afterwards', () => {
    const cell = new AbortController()
    const { signal } = joinSignals([cell.signal, undefined], 1000)
    jest.advanceTimersByTime(999)
    expect(signal.aborted).toBe(false)
    jest.advanceTimersByTime(1)
    expect(signal.reason).toBeInstanceOf(TimeLimitError)
    expect(signal.reason).toMatchObject({ name: 'TimeoutError', limitMs: 1000 })
    expect(listeners(cell.signal)).toBe(0)
  })

  test('lets go of signals and time limit when the work is over', () => {
    const cell = new AbortController()
    const { signal, release } = joinSignals([cell.signal], 1000)
    expect([listeners(cell.signal), jest.getTimerCount()]).toEqual([1, 1])
    release()
    release()
    expect([listeners(cell.signal), jest.getTimerCount()]).toEqual([0, 0])
    cell.abort()
    expect(signal.aborted).toBe(false)
  })

  test.each([[undefined], [Infinity], [2 ** 31]])('has no time limit with %p', (timeoutMs) => {
    const { release } = joinSignals([], timeoutMs)
    expect(jest.getTimerCount()).toBe(0)
    release()
  })

  test('starts no timer where a signal is aborted already', () => {
    const { signal } = joinSignals([AbortSignal.abort('before')], 1000)
    expect(signal.reason).toBe('before')
    expect(jest.getTimerCount()).toBe(0)
  })
})

describe('untilAborted', () => {
  test.each([
    ['a value', 1],
    ['a promise', Promise.resolve(1)],
  ])('gives what %s gives, and lets go', async (_what, value) => {
    const { signal } = new AbortController()
    expect(await untilAborted(value, signal)).toBe(1)
    expect(listeners(signal)).toBe(0)
  })

  test('fails as the promise does, and lets go', async () => {
    const { signal } = new AbortController()
    await expect(untilAborted(Promise.reject(new Error('boom')), signal)).rejects.toThrow('boom')
    expect(listeners(signal)).toBe(0)
  })

  test('gives up with the reason of the signal, and lets go', async () => {
    const controller = new AbortController()
    const waiting = untilAborted(never, controller.signal)
    controller.abort('enough')
    await expect(waiting).rejects.toBe('enough')
    expect(listeners(controller.signal)).toBe(0)
  })

  test('has the reason of the signal where the promise fails because of it', async () => {
    const controller = new AbortController()
    const waiting = untilAborted(
      new Promise((_resolve, reject) =>
        controller.signal.addEventListener('abort', () => reject(new Error('aborted'))),
      ),
      controller.signal,
    )
    controller.abort('enough')
    await expect(waiting).rejects.toBe('enough')
  })

  test('leaves no rejection that nobody handles', async () => {
    const unhandled = jest.fn()
    process.on('unhandledRejection', unhandled)
    await expect(untilAborted(Promise.reject(new Error('late')), AbortSignal.abort('before'))).rejects.toBe(
      'before',
    )
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })
})

describe('pause', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  test('waits its time and lets go', async () => {
    const { signal } = new AbortController()
    const ended = jest.fn()
    const waiting = pause(1000, signal).then(ended)
    await jest.advanceTimersByTimeAsync(999)
    expect(ended).not.toHaveBeenCalled()
    await jest.advanceTimersByTimeAsync(1)
    await waiting
    expect(listeners(signal)).toBe(0)
  })

  test('ends early, without an error, when it is aborted', async () => {
    const controller = new AbortController()
    const waiting = pause(1000, controller.signal)
    controller.abort(new Error('stopped'))
    await waiting
    expect([listeners(controller.signal), jest.getTimerCount()]).toEqual([0, 0])
  })
})
