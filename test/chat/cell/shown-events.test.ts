import { recordAnatomy } from '../../../src/chat/cell/collect-anatomy'
import { createShownEvents, MAX_SHOWN_EVENTS } from '../../../src/chat/cell/shown-events'

describe('createShownEvents', () => {
  test('shows the first and counts the others', () => {
    const shown = createShownEvents(2)
    expect([shown.take(), shown.take(), shown.rest()]).toEqual([true, true, ''])
    expect([shown.take(), shown.rest()]).toEqual([false, '… 1 more events, not shown\n'])
  })
})

describe('recordAnatomy', () => {
  test('keeps the first events and says how many it left out', () => {
    const { listener, call } = recordAnatomy(() => 0)
    for (let at = 0; at < MAX_SHOWN_EVENTS + 5; at++) {
      listener.onChunk?.({}, '{}')
      listener.onDelta?.({ type: 'text-delta', text: 'x', choice: 0 })
    }
    const timing = { firstTokenMs: null, totalMs: 0, tokensPerSecond: null }
    const { label, rows } = call('streamed', { timing, usage: null })
    expect(label).toBe('streamed (… 5 more events, not shown)')
    expect(rows).toHaveLength(MAX_SHOWN_EVENTS)
    expect(rows.at(-1)!.text).toHaveLength(MAX_SHOWN_EVENTS)
  })
})
