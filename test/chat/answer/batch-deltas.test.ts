import { createDeltaBatch } from '../../../src/chat/answer/batch-deltas'
import type { AnswerDelta } from '../../../src/chat/answer/answer'

describe('createDeltaBatch', () => {
  test('joins what follows each other and keeps the order', () => {
    const told: AnswerDelta[] = []
    const batch = createDeltaBatch((delta) => told.push(delta))
    const text = (piece: string, choice = 0) => batch.add({ type: 'text-delta', text: piece, choice })
    text('a')
    text('b')
    batch.add({ type: 'reasoning-delta', text: 'r', choice: 0 })
    text('c')
    text('d', 1)
    batch.flush()
    batch.flush()
    expect(told.map((delta) => ('text' in delta ? delta.text : ''))).toEqual(['ab', 'r', 'c', 'd'])
  })
})
