import fc from 'fast-check'
import { encodeData, percentEncode, stripLineEnds } from '../../../src/curl/options/data-values'

describe('data', () => {
  test.each([
    ['a\nb\r\nc', 'abc'],
    ['a\rb\nc', 'ac'],
    ['a\0b\nc', 'ac'],
    ['', ''],
  ])('from a file %j becomes %j', (text, expected) => {
    expect(stripLineEnds(Buffer.from(text)).toString()).toBe(expected)
  })

  test('without CR, LF and NUL stays as it is', () => {
    fc.assert(
      fc.property(
        fc
          .uint8Array({ maxLength: 2000 })
          .map((bytes) => Buffer.from(bytes.filter((b) => b !== 0 && b !== 10 && b !== 13))),
        (bytes) => stripLineEnds(bytes).equals(bytes),
      ),
    )
  })

  test('that is percent-encoded can be decoded', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => decodeURIComponent(percentEncode(Buffer.from(text))) === text,
      ),
    )
  })

  test.each([
    ['a b', 'a+b'],
    ['=a=b', 'a%3Db'],
    ['n=a&b', 'n=a%26b'],
    ['n=a@b', 'n=a%40b'],
    ['n@file', 'n=x+y'],
    ['@file', 'x+y'],
  ])('%s is encoded as %s', async (value, expected) => {
    expect(await encodeData(value, async () => Buffer.from('x y'))).toBe(expected)
  })
})
