import type { Cell } from '../../../src/kernel/cell/cell'
import { runBreakable, runInOwnTurn } from '../../../src/kernel/cell/run-async'
import type { StopSignal } from '../../../src/kernel/stop/stop-signal'

const interrupt = () =>
  Object.assign(new Error('Script execution was interrupted by `SIGINT`'), {
    code: 'ERR_SCRIPT_EXECUTION_INTERRUPTED',
  })

/** A cell that can be stopped, and what stops it. */
function setUp({ stopped = false } = {}) {
  let reject: (reason: unknown) => void = () => {}
  const interrupted = new Promise<never>((_, no) => (reject = no))
  interrupted.catch(() => {})
  const state = { stopped, interrupted, stop: jest.fn() }
  const activities: unknown[] = []
  const signal: StopSignal = {
    runBreakable: (run) => run(),
    deliver() {},
    setActivity: (activity) => void activities.push(activity),
  }
  return {
    cell: state as unknown as Cell,
    stop: state.stop,
    signal,
    activities,
    cut: (reason: unknown) => reject(reason),
  }
}

describe('runBreakable', () => {
  test('gives what the code gives, and says that code runs', () => {
    const { cell, signal, activities } = setUp()
    expect(runBreakable(cell, signal, () => 5)).toBe(5)
    expect(activities).toHaveLength(1)
  })

  test('begins no code of a cell that is stopped', async () => {
    const { cell, signal, cut } = setUp({ stopped: true })
    const run = jest.fn()
    const result = runBreakable(cell, signal, run)
    cut('stopped')
    await expect(result).rejects.toBe('stopped')
    expect(run).not.toHaveBeenCalled()
  })

  test('stops the cell when its code is broken', () => {
    const { cell, signal, stop } = setUp()
    const error = interrupt()
    expect(() =>
      runBreakable(cell, signal, () => {
        throw error
      }),
    ).toThrow(error)
    expect(stop).toHaveBeenCalledTimes(1)
  })

  test('passes on what the code throws', () => {
    const { cell, signal, stop } = setUp()
    expect(() =>
      runBreakable(cell, signal, () => {
        throw new Error('own')
      }),
    ).toThrow('own')
    expect(stop).not.toHaveBeenCalled()
  })
})

describe('runInOwnTurn', () => {
  test('gives what the code gives, promised or not', async () => {
    expect(await runInOwnTurn(setUp().cell, () => 5)).toBe(5)
    expect(await runInOwnTurn(setUp().cell, async () => 6)).toBe(6)
  })

  test('begins in a later turn, after what waits in this one', async () => {
    const seen: string[] = []
    const done = runInOwnTurn(setUp().cell, () => void seen.push('cell'))
    void Promise.resolve().then(() => seen.push('microtask'))
    process.nextTick(() => seen.push('tick'))
    expect(seen).toEqual([])
    await done
    expect(seen).toEqual(['microtask', 'tick', 'cell'])
  })

  test('ends when the cell is stopped, whatever its code does', async () => {
    const { cell, cut } = setUp()
    const done = runInOwnTurn(cell, () => new Promise(() => {}))
    cut(new Error('stopped'))
    await expect(done).rejects.toThrow('stopped')
  })

  test('stops the cell when its code is broken', async () => {
    const { cell, stop } = setUp()
    await expect(runInOwnTurn(cell, () => Promise.reject(interrupt()))).rejects.toThrow('interrupted')
    expect(stop).toHaveBeenCalledTimes(1)
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('own')
      },
    ],
    ['rejects with', () => Promise.reject(new Error('own'))],
  ])('passes on what the code %s', async (_name, run) => {
    const { cell, stop } = setUp()
    await expect(runInOwnTurn(cell, run)).rejects.toThrow('own')
    expect(stop).not.toHaveBeenCalled()
  })
})
