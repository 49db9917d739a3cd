import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { quote, quoteForBash, quoteWord } from '../../src/base/bash-quote'
import { split } from './split-quoted'
import { hasRealPrograms } from '../curl/support/real-shell'
import { rounds } from '../support/extent'

const word = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...' \t\n\'"\\$`!*?[]{}~#&|;<>()=\u00a0\u3000a'.split('')) }),
)
const words = fc.array(word.filter((text) => !text.includes('\0')))

describe('quote', () => {
  test('is undone by split', () => {
    fc.assert(fc.property(words, (list) => expect(split(quote(list))).toEqual(list)))
  })

  test('leaves harmless words bare', () => {
    expect(quote(['curl', '-sS', 'https://api.example/v1/x', 'a=b', ''])).toBe(
      "curl -sS https://api.example/v1/x a=b ''",
    )
  })

  test.each(['=x', '~', '{a,b}', '*', '#x', '!', 'a b', "it's", 'caf\u00e9'])('protects %s', (text) => {
    expect(quoteWord(text)).not.toBe(text)
    expect(split(quoteWord(text))).toEqual([text])
  })
})

describe('split', () => {
  test.each([
    ['a  b\tc\nd', ['a', 'b', 'c', 'd']],
    [`"a \\"b\\" \\$x \\n"'c d'`, ['a "b" $x \\nc d']],
    ['a\\ b \\\nc', ['a b', 'c']],
    ['\'\' ""', ['', '']],
  ])('reads %j', (text, expected) => expect(split(text)).toEqual(expected))

  test.each([`'open`, `"open`])('refuses %s', (text) => expect(() => split(text)).toThrow('is not closed'))
})

;(hasRealPrograms() ? describe : describe.skip)('quoted words in the real bash', () => {
  const inBash = (text: string): string[] =>
    execFileSync('bash', ['-c', `printf '%s\\0' ${text}`], { encoding: 'utf8' })
      .split('\0')
      .slice(0, -1)

  test('are the words that were quoted', () => {
    const whole = words.filter(
      (list) => list.length > 0 && list.every((text) => Buffer.from(text).toString() === text),
    )
    fc.assert(
      fc.property(whole, (list) => {
        expect(inBash(quote(list))).toEqual(list)
        expect(inBash(list.map(quoteForBash).join(' '))).toEqual(list)
      }),
      { numRuns: rounds(40, 10) },
    )
  })
})
