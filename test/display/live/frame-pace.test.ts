import { createFramePace } from '../../../src/display/live/frame-pace'

describe('createFramePace', () => {
  test('lets 20 frames out in a second', () => {
    let now = 0
    const pace = createFramePace(() => now)
    let frames = 0
    for (; now < 1000; now++)
      if (now >= pace.nextMs) {
        pace.count(true, 100)
        frames++
      }
    expect(frames).toBe(20)
  })

  test('gives a page the time to draw a long text again', () => {
    const gapAfter = (chars: number) => {
      const pace = createFramePace(() => 0)
      pace.count(true, chars)
      return pace.nextMs
    }
    expect([8_000, 16_000, 128_000].map(gapAfter)).toEqual([50, 114, 1010])
  })

  test('a message now and then beside the frames makes no frame late', () => {
    let now = 0
    const pace = createFramePace(() => now)
    const gaps: number[] = []
    for (let frame = 0; frame < 40; frame++) {
      if (frame % 9 === 8) pace.count(false, 100)
      pace.count(true, 100)
      gaps.push(pace.nextMs - now)
      now = pace.nextMs
    }
    expect(new Set(gaps)).toEqual(new Set([50]))
  })

  test('an answer that is over soon has no more than 30 in a second, the last one at once', () => {
    let now = 0
    const pace = createFramePace(() => now)
    // 20 kB in 225 ms: the fourth message settles a segment, and the end does not wait.
    const atMs: number[] = []
    for (; now < 225; now = pace.nextMs) {
      pace.count(atMs.length !== 3, 100)
      atMs.push(now)
    }
    expect((atMs.length + 1) / 0.225).toBeLessThanOrEqual(30)
  })

  test('many messages beside the frames do not make more than 25 in a second', () => {
    let now = 0
    const pace = createFramePace(() => now)
    let messages = 0
    while (now < 10_000) {
      for (let i = 0; i < 3; i++) pace.count(false, 100)
      pace.count(true, 100)
      messages += 4
      now = pace.nextMs
    }
    expect(messages).toBeLessThanOrEqual(250 + 4)
  })
})
