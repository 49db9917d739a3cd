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
    const usage = { prompt_tokens: 9, completion_tokens: 12 }
    expect(footer({ text: 'Hi', finishReason: 'stop', usage })).toBe(
      'm · finished · 9 + 12 tokens · first token 210 ms · total 1.50 s · 54 tokens/s',
    )
    expect(footer({ finishReason: 'length' })).toMatch(/the token limit was reached/)
    expect(footer({ finishReason: 'content_filter' })).toMatch(/content filter/)
    expect(footer({ finishReason: 'abort' })).toMatch(/aborted by the server/)
    expect(footer({ finishReason: 'eos' })).toMatch(/finish reason: eos/)
    expect(footer({ finishReason: null })).toMatch(/no finish reason/)
  })

  test('says that reasoning left no token for an answer', () => {
    const silent = { reasoning: 'hm', finishReason: 'length' }
    expect(footer(silent)).toMatch(
      /^m · cut off: reasoning used up the token limit \(length\)\. Raise max_tokens · /,
    )
    expect(footer({ ...silent, text: 'Hi' })).toMatch(/cut off: the token limit was reached/)
    expect(footer({ ...silent, finishReason: 'stop' })).toMatch(/^m · finished/)
  })

  test('tells of the cache, the reasoning and the speed of the server', () => {
    const usage = {
      prompt_tokens: 30,
      completion_tokens: 66,
      prompt_tokens_details: { cached_tokens: 20 },
      completion_tokens_details: { reasoning_tokens: 40 },
    }
    const server = { tokensPerSecond: 57.4, promptTokensPerSecond: 310 }
    expect(
      footer({ usage, timing: { firstTokenMs: null, totalMs: 1500, tokensPerSecond: null, server } }),
    ).toBe(
      'm · no finish reason given · 30 (20 cached) + 66 (40 reasoning) tokens · total 1.50 s · ' +
        "by the server's clock: answer 57 tokens/s, prompt 310 tokens/s",
    )
  })
})
