import { answerFooter } from '../../../src/chat/cell/draw-answer'
import type { Answer } from '../../../src/chat/answer/answer'
import { EMPTY_CHOICE } from '../../../src/chat/answer/message-builder'

describe('answerFooter', () => {
  const footer = (fields: Partial<Answer>) =>
    answerFooter({
      ...EMPTY_CHOICE,
      choices: [EMPTY_CHOICE],
      usage: null,
      model: 'm',
      id: '',
      events: 1,
      timing: { firstTokenMs: 210, totalMs: 1500, tokensPerSecond: 54.2 },
      ...fields,
    })

  test('says in words how the answer ended, and counts', () => {
    expect(footer({ finishReason: 'stop', usage: { prompt_tokens: 9, completion_tokens: 12 } })).toBe(
      'm · finished · 9 + 12 tokens · first token 210 ms · total 1.50 s · 54 tokens/s',
    )
    expect(footer({ finishReason: 'length' })).toMatch(/the token limit was reached/)
    expect(footer({ finishReason: 'content_filter' })).toMatch(/content filter/)
    expect(footer({ finishReason: 'abort' })).toMatch(/aborted by the server/)
    expect(footer({ finishReason: 'eos' })).toMatch(/finish reason: eos/)
    expect(footer({ finishReason: null })).toMatch(/no finish reason/)
  })
})
