import { afterInstall, repairInstalls } from '../../src/kernel/install-repair'
import { steadyTimers } from '../../src/kernel/steady-converter'
import type { LiveTslab } from '../../src/kernel/tslab-types'

/** The timer of tslab's converter: room for one, an error for a second. */
function singleTimer() {
  let pending: { callback: () => void } | undefined
  return {
    setTimeout(callback: () => void): unknown {
      if (pending) throw new Error('Unexpected pending rebuildTimer')
      pending = { callback }
      return pending
    },
    clearTimeout(id: unknown) {
      if (id !== pending) throw new Error('clearing unexpected tiemr')
      pending = undefined
    },
    /** What tslab does at each cell. */
    fire() {
      const fired = pending
      pending = undefined
      fired?.callback()
    },
  }
}

describe('steadyTimers', () => {
  test('gives the single timer to the latest that asks', () => {
    const single = singleTimer()
    const timers = steadyTimers(single)
    const fired: string[] = []
    timers.setTimeout(() => fired.push('look again'))
    timers.setTimeout(() => fired.push('rebuild'))
    single.fire()
    expect(fired).toEqual(['rebuild'])
  })

  test('takes the clearing of a timer that has lost its place', () => {
    const single = singleTimer()
    const timers = steadyTimers(single)
    const fired: string[] = []
    const first = timers.setTimeout(() => fired.push('first'))
    const second = timers.setTimeout(() => fired.push('second'))
    timers.clearTimeout(first)
    single.fire()
    timers.clearTimeout(second)
    expect(fired).toEqual(['second'])
  })

  test('can be set and cleared any number of times', () => {
    const single = singleTimer()
    const timers = steadyTimers(single)
    let fired = 0
    for (let i = 0; i < 5; i++) {
      timers.clearTimeout(timers.setTimeout(() => fired++))
      timers.setTimeout(() => fired++)
      single.fire()
    }
    single.fire()
    expect(fired).toBe(5)
  })
})

describe('a tslab that holds its converters in another way', () => {
  const tslab = {} as LiveTslab

  test('is told apart from a missing tslab: only a restart shows what was installed', () => {
    expect(afterInstall()).toBe(true)
    repairInstalls({ complete: () => ({}) }, tslab)
    expect(afterInstall()).toBe(false)
  })

  test('is left without traces of the search', () => {
    expect('_browser' in {}).toBe(false)
  })
})
