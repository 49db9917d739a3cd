import fc from 'fast-check'
import { ExactNumber, parseExactJson } from '../../src/display/exact-json'

describe('parseExactJson', () => {
  test.each([
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['0.1000000000000000055', '0.1000000000000000055'],
    ['1e400', '1e400'],
    ['[1, 18446744073709551615]', '18446744073709551615'],
    ['{"a": {"b": 18446744073709551615}}', '18446744073709551615'],
  ])('keeps the digits of %s', (text, digits) => {
    const found: string[] = []
    const visit = (value: unknown): void => {
      if (value instanceof ExactNumber) found.push(value.text)
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit)
    }
    visit(parseExactJson(text))
    expect(found).toEqual([digits])
  })

  test.each([
    '9007199254740992',
    '0.1',
    '1.0',
    '-0',
    '1e21',
    '1E+2',
    '1000000000000000000000',
    '1.7976931348623157e308',
    '5e-324',
    '"9007199254740993"',
    '"a \\" 9007199254740993"',
    '{"9007199254740993": 1}',
  ])('gives what JSON.parse gives of %s', (text) => {
    expect(parseExactJson(text)).toEqual(JSON.parse(text))
  })

  test('gives what JSON.parse gives of any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(parseExactJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('keeps any whole number of any length', () => {
    fc.assert(
      fc.property(fc.bigInt(), (number) => {
        const value = parseExactJson(`[${number}]`) as [number | ExactNumber]
        const kept = value[0] instanceof ExactNumber ? BigInt(value[0].text) : BigInt(value[0])
        expect(kept).toBe(number)
      }),
    )
  })

  test.each(['', '{', '[1,]', '01', '1234567890123456789x', '{"a": 12345678901234567890'])(
    'refuses %j',
    (text) => {
      expect(() => parseExactJson(text)).toThrow(SyntaxError)
    },
  )

  test('takes a long text with many escapes', () => {
    const text = JSON.stringify({ text: '\\"'.repeat(1_000_000), id: 1 }).replace(
      /1}$/,
      '12345678901234567890}',
    )
    expect((parseExactJson(text) as { id: ExactNumber }).id.text).toBe('12345678901234567890')
  })

  test.each(['1,"a":2', '1}', '', '01', '1\n', '--1', [1], null])(
    'takes no text for a number: %j',
    (text) => {
      const posed = { '\u0000exact number': text }
      expect(parseExactJson(`[${JSON.stringify(posed)},18446744073709551615]`)).toEqual([
        posed,
        new ExactNumber('18446744073709551615'),
      ])
    },
  )
})
