import { createThinkTags } from '../../../src/chat/answer/think-tags'

function split(pieces: readonly string[]): { reasoning: string; text: string } {
  const tags = createThinkTags()
  const out = { reasoning: '', text: '' }
  for (const part of [...pieces.map((piece) => tags.next(piece)), tags.end()]) {
    out.reasoning += part.reasoning
    out.text += part.text
  }
  return out
}

describe('createThinkTags', () => {
  test.each([
    ['<think>plan</think>Answer', 'plan', 'Answer'],
    ['\n<think>\nplan\n</think>\n\nAnswer\n', 'plan\n', 'Answer\n'],
    ['<think>\n\n</think>\n\nAnswer', '', 'Answer'],
    ['<think>a < b </thin> c</think>Answer', 'a < b </thin> c', 'Answer'],
    ['<think>one</think><think>two</think>', 'one', '<think>two</think>'],
    ['<think>never closed', 'never closed', ''],
    ['<think>half a tag </thi', 'half a tag </thi', ''],
    ['<think>', '', ''],
    ['<thi', '', '<thi'],
    ['<thinking>a</thinking>b', '', '<thinking>a</thinking>b'],
    ['<b>bold</b> <think>', '', '<b>bold</b> <think>'],
    ['```\n<think>x</think>\n```', '', '```\n<think>x</think>\n```'],
    ['Use <think> and </think>.', '', 'Use <think> and </think>.'],
    ['  \n  text', '', '  \n  text'],
    ['  ', '', '  '],
    ['', '', ''],
  ])('takes %j apart, wherever it is cut', (whole, reasoning, text) => {
    expect(split([whole])).toEqual({ reasoning, text })
    expect(split([...whole])).toEqual({ reasoning, text })
    for (let at = 0; at <= whole.length; at++) {
      expect(split([whole.slice(0, at), whole.slice(at)])).toEqual({ reasoning, text })
    }
  })

  test('holds nothing back once it is known what the text is', () => {
    const tags = createThinkTags()
    expect(tags.next('A').text).toBe('A')
    expect(tags.isOver).toBe(true)
    const other = createThinkTags()
    expect(other.next('<think>plan')).toEqual({ reasoning: 'plan', text: '' })
    expect(other.next(' more')).toEqual({ reasoning: ' more', text: '' })
  })
})
