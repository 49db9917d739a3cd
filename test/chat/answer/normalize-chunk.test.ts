import { createChunkNormalizer } from '../../../src/chat/answer/normalize-chunk'

describe('createChunkNormalizer', () => {
  test('lets a regular chunk pass as it is, after the first of its choice', () => {
    const normalizer = createChunkNormalizer('chat')
    const chunk = (content: string) => ({
      id: 'a',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'm',
      choices: [{ index: 0, delta: { content }, finish_reason: null }],
    })
    expect(normalizer.next(chunk('a'))).toMatchObject({
      choices: [{ delta: { role: 'assistant', content: 'a' } }],
    })
    const second = chunk('b')
    expect(normalizer.next(second)).toBe(second)
  })
})
