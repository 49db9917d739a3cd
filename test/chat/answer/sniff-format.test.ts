import { createFormatSniffer } from '../../../src/chat/answer/sniff-format'

describe('createFormatSniffer', () => {
  test.each([
    ['data: {}', 'sse'],
    ['\n\n: ping\n', 'sse'],
    ['event:x', 'sse'],
    ['foo: bar\ndata: {}\n', 'sse'],
    ['  {"a"', 'json'],
    ['\n[', 'json'],
    ['<!doctype html>', 'html'],
    ['Internal Server Error', 'other'],
    ['  \n ', undefined],
  ])('finds %j to be %s, also letter by letter', (text, mode) => {
    const whole = createFormatSniffer()
    expect(whole.add(text) ?? whole.end()).toBe(mode)
    const letters = createFormatSniffer()
    let found: unknown
    for (const letter of text) found ??= letters.add(letter)
    expect(found ?? letters.end()).toBe(mode)
  })

  test('gives up on a text without any field', () => {
    expect(createFormatSniffer().add('word '.repeat(20_000))).toBe('other')
  })
})
