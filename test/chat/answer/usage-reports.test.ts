import { createAnswerReader } from '../../../src/chat/answer/answer-reader'

const read = (...chunks: object[]) => {
  const reader = createAnswerReader()
  for (const chunk of chunks) reader.push(Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`))
  reader.push(Buffer.from('data: [DONE]\n\n'))
  return reader.end().usage
}
const text = (index: number, more: object = {}) => ({
  choices: [{ index, delta: { content: 'a' }, finish_reason: null }],
  ...more,
})
const end = (index: number, more: object = {}, own: object = {}) => ({
  choices: [{ index, delta: {}, finish_reason: 'stop', ...own }],
  ...more,
})
const count = (prompt: number, completion: number, more: object = {}) => ({
  usage: {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...more,
  },
})
const report = (prompt: number, completion: number, more: object = {}) => ({
  choices: [],
  ...count(prompt, completion, more),
})

describe('the token counts of several choices', () => {
  test('are summed where each is reported behind its end, as llama.cpp does', () => {
    const sum = { prompt_tokens: 10, completion_tokens: 12, total_tokens: 22 }
    const mixed = [text(0), text(1), text(0), end(0), report(10, 5), text(1), end(1), report(10, 7)]
    expect(read(...mixed)).toEqual(sum)
    const oneByOne = [text(0), end(0), report(10, 5), text(1), end(1), report(10, 7)]
    expect(read(...oneByOne)).toEqual(sum)
    const backwards = [text(0), text(1), end(1), report(10, 7), end(0), report(10, 5)]
    expect(read(...backwards)).toEqual(sum)
  })

  test('are summed with their details, and those of the request are not', () => {
    const details = (cached: number, reasoning: number) => ({
      prompt_tokens_details: { cached_tokens: cached },
      completion_tokens_details: { reasoning_tokens: reasoning },
    })
    const chunks = [
      text(0),
      end(0),
      report(10, 5, details(8, 2)),
      text(1),
      end(1),
      report(10, 7, details(8, 3)),
    ]
    expect(read(...chunks)).toMatchObject(details(8, 5))
  })

  test('are summed where each choice holds its own', () => {
    const chunks = [text(0), text(1), end(0, {}, count(10, 5)), end(1, {}, count(10, 7))]
    expect(read(...chunks)).toEqual({ prompt_tokens: 10, completion_tokens: 12, total_tokens: 22 })
  })

  test.each([
    ['one report at the end', [text(0), text(1), end(0), end(1), report(10, 12)]],
    ['the same report twice', [text(0), text(1), end(0), end(1), report(10, 12), report(10, 12)]],
    [
      'a report with each chunk',
      [
        text(0, count(10, 1)),
        text(1, count(10, 1)),
        end(0, count(10, 5)),
        end(1, count(10, 7)),
        report(10, 12),
      ],
    ],
    [
      'a report behind each chunk',
      [text(0), report(10, 1), text(1), report(10, 2), end(0), report(10, 5), end(1), report(10, 12)],
    ],
    ['a report with the last chunk of Groq', [text(0), end(0, { x_groq: count(10, 12) })]],
    ['a report of the one choice, then nothing', [text(0), end(0), report(10, 5), report(10, 12)]],
    ['reports in the choices and of the whole', [text(0), end(0, count(10, 12), count(10, 5))]],
    ['an empty one behind it', [text(0), end(0), report(10, 12), { choices: [], usage: {} }]],
  ])('are the last ones with %s', (_what, chunks) => {
    expect(read(...chunks)).toEqual({ prompt_tokens: 10, completion_tokens: 12, total_tokens: 22 })
  })
})
