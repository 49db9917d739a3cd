import fc from 'fast-check'
import { cutToTokens, splitTokens } from '../../../src/practice/answer/tokens'

describe('splitTokens', () => {
  test('gives pieces that join to the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => splitTokens(text).join('') === text))
  })

  test('gives no empty piece', () => {
    fc.assert(fc.property(fc.string(), (text) => splitTokens(text).every((token) => token.length > 0)))
  })
})

describe('cutToTokens', () => {
  test('keeps the beginning, never more tokens than allowed', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (text, max) => {
        const cut = cutToTokens(text, max)
        return text.startsWith(cut.text) && cut.tokens <= max && cut.isCut === (cut.text !== text)
      }),
    )
  })

  test('keeps everything without a limit', () => {
    expect(cutToTokens('one two', undefined)).toEqual({ text: 'one two', tokens: 2, isCut: false })
  })
})
