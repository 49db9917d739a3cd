import { Outbox, type OutboxClock, type OutboxItem } from '../../../src/kernel/cell/outbox'

/** A clock that a test moves by hand. */
function handClock() {
  let now = 0
  let timers: { at: number; run: () => void }[] = []
  const clock: OutboxClock = {
    now: () => now,
    later: (run, ms) => void timers.push({ at: now + ms, run }),
  }
  const advance = (ms: number) => {
    const end = now + ms
    for (;;) {
      const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      timers = timers.filter((timer) => timer !== next)
      now = Math.max(now, next.at)
      next.run()
    }
    now = end
  }
  return { clock, advance }
}

function collector() {
  const sent: string[] = []
  const item = (name: string, countedBytes = 0): OutboxItem => ({
    frames: [name],
    countedBytes,
    send: (frames) => void sent.push(String(frames[0])),
  })
  return { sent, item }
}

describe('Outbox', () => {
  test('sends at once, in order, while the pace allows it', () => {
    const { clock } = handClock()
    const { sent, item } = collector()
    const outbox = new Outbox(clock)
    for (const name of ['a', 'b', 'c']) outbox.push(item(name))
    expect(sent).toEqual(['a', 'b', 'c'])
  })

  test('never sends more than 3,000 messages in any three seconds', () => {
    const { clock, advance } = handClock()
    const times: number[] = []
    const outbox = new Outbox(clock)
    for (let i = 0; i < 9000; i++)
      outbox.push({ frames: [], countedBytes: 0, send: () => void times.push(clock.now()) })
    advance(20_000)
    expect(times).toHaveLength(9000)
    const most = Math.max(...times.map((start, i) => times.slice(i).filter((at) => at < start + 3000).length))
    expect(most).toBeLessThan(3000)
  })

  test('never sends more than 3 MB of text in any three seconds, and one larger text whole', () => {
    const { clock, advance } = handClock()
    const sent: { at: number; bytes: number }[] = []
    const outbox = new Outbox(clock)
    for (let i = 0; i < 150; i++)
      outbox.push({
        frames: [],
        countedBytes: 65_536,
        send: () => void sent.push({ at: clock.now(), bytes: 65_536 }),
      })
    advance(30_000)
    expect(sent).toHaveLength(150)
    const perWindow = sent.map(({ at }) =>
      sent.filter((one) => one.at >= at && one.at < at + 3000).reduce((sum, { bytes }) => sum + bytes, 0),
    )
    expect(Math.max(...perWindow)).toBeLessThan(3_000_000)
  })

  test('drains when the last message is sent and the event loop has turned', async () => {
    const { clock, advance } = handClock()
    const { sent, item } = collector()
    const outbox = new Outbox(clock)
    for (let i = 0; i < 700; i++) outbox.push(item(String(i)))
    let drained = false
    const done = outbox.drain().then(() => (drained = true))
    expect([sent.length, drained]).toEqual([600, false])
    advance(1000)
    await Promise.resolve()
    advance(0)
    await done
    expect([sent.length, drained]).toEqual([700, true])
  })

  test('discards what no longer matters', () => {
    const { clock, advance } = handClock()
    const { sent, item } = collector()
    const outbox = new Outbox(clock)
    for (let i = 0; i < 602; i++) outbox.push(item(String(i)))
    expect(outbox.discard((waiting) => waiting.frames[0] === '600')).toBe(1)
    advance(1000)
    expect(sent.slice(-2)).toEqual(['599', '601'])
  })
})
