import { createLineEnds } from '../../../src/chat/answer/event-text'

describe('createLineEnds', () => {
  test.each([
    [['a\r', '\nb'], 'a\nb'],
    [['a\r', 'b'], 'a\nb'],
    [['a\r\r\n', '\n'], 'a\n\n\n'],
    [['\r', '', '\n'], '\n'],
  ])('writes %j as %j', (pieces, text) => {
    const lineEnds = createLineEnds()
    expect(pieces.map(lineEnds).join('')).toBe(text)
  })
})
