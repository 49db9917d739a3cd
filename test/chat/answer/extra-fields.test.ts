import { createAnswerReader } from '../../../src/chat/answer/answer-reader'

const read = (...chunks: object[]) => {
  const reader = createAnswerReader()
  reader.push(Buffer.from(chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')))
  reader.push(Buffer.from('data: [DONE]\n\n'))
  return reader.end()
}
const readWhole = (completion: object) => {
  const reader = createAnswerReader()
  reader.push(Buffer.from(JSON.stringify(completion)))
  return reader.end()
}
const chunk = (delta: object, choice: object = {}, more: object = {}) => ({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
  ...more,
})
const token = (word: string) => ({ token: word, logprob: -0.5, bytes: null, top_logprobs: [] })

describe('logprobs', () => {
  test('of a stream are joined, those of the text and those of a refusal', () => {
    const { text, logprobs } = read(
      chunk({ content: 'a' }, { logprobs: { content: [token('a')], refusal: null } }),
      chunk({ content: 'a' }, { logprobs: { content: [token('a')], refusal: null } }),
      chunk({ content: 'b' }, { logprobs: { content: [token('b')] } }),
      chunk(
        { refusal: 'no' },
        { logprobs: { content: null, refusal: [token('no')] }, finish_reason: 'stop' },
      ),
    )
    expect(text).toBe('aab')
    expect(logprobs).toEqual({ content: [token('a'), token('a'), token('b')], refusal: [token('no')] })
  })

  test('belong to their choice', () => {
    const two = (index: number, word: string) => ({
      choices: [
        { index, delta: { content: word }, finish_reason: 'stop', logprobs: { content: [token(word)] } },
      ],
    })
    const { choices } = read(two(1, 'y'), two(0, 'x'))
    expect(choices.map(({ logprobs }) => logprobs)).toEqual([
      { content: [token('x')] },
      { content: [token('y')] },
    ])
  })

  test('of an answer in one piece are as they are, and those of completions too', () => {
    const whole = { content: [token('a')], refusal: null }
    const choice = { index: 0, message: { content: 'a' }, finish_reason: 'stop', logprobs: whole }
    expect(readWhole({ choices: [choice] }).logprobs).toEqual({ content: [token('a')] })
    const old = { tokens: ['a'], token_logprobs: [-0.5], top_logprobs: [{ a: -0.5 }], text_offset: [0] }
    expect(
      readWhole({ choices: [{ index: 0, text: 'a', finish_reason: 'stop', logprobs: old }] }).logprobs,
    ).toEqual(old)
  })

  test('are null where there are none, and not doubled by a message that repeats the stream', () => {
    expect(read(chunk({ content: 'a' }, { logprobs: null, finish_reason: 'stop' })).logprobs).toBeNull()
    const { logprobs } = read(chunk({ content: 'a' }, { logprobs: { content: [token('a')] } }), {
      choices: [
        {
          index: 0,
          message: { content: 'a' },
          finish_reason: 'stop',
          logprobs: { content: [token('a')] },
        },
      ],
    })
    expect(logprobs).toEqual({ content: [token('a')] })
  })
})

describe('fields that are read nowhere else', () => {
  test('are under the names of the server', () => {
    const more = {
      system_fingerprint: 'fp_1',
      service_tier: 'default',
      provider: 'Some',
      citations: ['https://a.example'],
      search_results: [{ title: 'A' }],
      timings: { predicted_per_second: 9 },
    }
    const own = { content_filter_results: { hate: { filtered: false } }, native_finish_reason: 'STOP' }
    const annotations = [{ type: 'url_citation', url_citation: { url: 'https://a.example' } }]
    const { extra, choices } = readWhole({
      id: 'x',
      object: 'chat.completion',
      model: 'm',
      ...more,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'a', annotations },
          finish_reason: 'stop',
          ...own,
        },
      ],
      usage: { prompt_tokens: 1 },
    })
    expect(extra).toEqual({ ...more, ...own, annotations })
    expect(choices[0]?.extra).toEqual({ ...own, annotations })
  })

  test('that come again with every chunk are there once, with all that was added', () => {
    const sources = ['https://a.example', 'https://b.example', 'https://a.example']
    const { extra, text } = read(
      chunk({ content: 'a' }, {}, { citations: sources.slice(0, 1), system_fingerprint: 'fp' }),
      chunk({ content: 'a' }, {}, { citations: sources, system_fingerprint: 'fp' }),
      chunk({ content: 'b' }, { finish_reason: 'stop' }, { citations: sources, system_fingerprint: null }),
      { choices: [], citations: ['https://c.example'] },
    )
    expect(text).toBe('aab')
    expect(extra).toEqual({ citations: [...sources, 'https://c.example'], system_fingerprint: 'fp' })
  })

  test('that come in pieces are joined, also where only they differ or are the same', () => {
    const { extra } = read(
      chunk({ content: 'a', signature: 'ab', phase: 'answer' }, { token_ids: [1] }),
      chunk({ content: 'a', signature: 'ab', phase: 'answer' }, { token_ids: [1] }),
      chunk({ content: '', annotations: [{ n: 1 }] }, { token_ids: [2] }),
      chunk({ annotations: [{ n: 1 }, { n: 2 }] }, { finish_reason: 'stop' }),
    )
    expect(extra).toEqual({
      signature: 'abab',
      phase: 'answer',
      token_ids: [1, 1, 2],
      annotations: [{ n: 1 }, { n: 2 }],
    })
  })

  test('of parts of a message are kept with the part', () => {
    const parts = [
      { type: 'text', text: 'a' },
      { type: 'reference', reference_ids: [3] },
    ]
    const { text, extra } = read(chunk({ content: parts }, { finish_reason: 'stop' }))
    expect(text).toBe('a')
    expect(extra).toEqual({ content: [parts[1]] })
  })

  test('are there in what arrived of an answer that was cut', () => {
    const reader = createAnswerReader()
    reader.push(Buffer.from(`data: ${JSON.stringify(chunk({ content: 'a' }, {}, { citations: ['x'] }))}\n\n`))
    expect(() => reader.end()).toThrow(
      expect.objectContaining({ partial: expect.objectContaining({ extra: { citations: ['x'] } }) }),
    )
  })

  test('change no prototype', () => {
    const text =
      '{"choices":[{"index":0,"delta":{"content":"a","__proto__":{"x":1}},"finish_reason":"stop"}],"__proto__":{"x":1}}'
    const reader = createAnswerReader()
    reader.push(Buffer.from(`data: ${text}\n\ndata: [DONE]\n\n`))
    const { extra } = reader.end()
    expect((extra as { x?: number }).x).toBeUndefined()
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  test('are none in an ordinary answer', () => {
    expect(read(chunk({ role: 'assistant', content: 'a' }, { finish_reason: 'stop' })).extra).toEqual({})
  })
})
