import { readParts } from '../../../src/chat/answer/chunk-text'

describe('readParts', () => {
  test.each([
    ['delta before message', { delta: { content: 'a' }, message: { content: 'b' } }, 'a'],
    ['message without delta', { delta: null, message: { content: 'b' } }, 'b'],
    ['text without both', { text: 'c' }, 'c'],
    ['parts', { delta: { content: ['x', { type: 'text', text: 'y' }, { type: 'image_url' }] } }, 'xy'],
    ['nothing', {}, ''],
  ])('takes %s', (_name, choice, text) => {
    expect(readParts(choice).text || '').toBe(text)
  })
})
