import fc from 'fast-check'
import { readConfigLines } from '../../src/curl/options/config-file'
import { encodeData, percentEncode, stripLineEnds } from '../../src/curl/options/data-values'
import { parseFormValue } from '../../src/curl/options/form-values'
import { expandGlobs, fillMatches } from '../../src/curl/options/url-globs'

const urls = (pattern: string): string[] => [...expandGlobs(pattern)].map(({ url }) => url)

describe('patterns in addresses', () => {
  test.each([
    ['http://h/', ['http://h/']],
    ['{a,b}', ['a', 'b']],
    ['x{a,b}{c,d}y', ['xacy', 'xady', 'xbcy', 'xbdy']],
    ['[1-3]', ['1', '2', '3']],
    ['[08-11]', ['08', '09', '10', '11']],
    ['[1-10:4]', ['1', '5', '9']],
    ['[a-e:2]', ['a', 'c', 'e']],
    ['{a,,b}', ['a', '', 'b']],
    ['{a\\,b,c}', ['a,b', 'c']],
    ['\\{a\\}\\[1\\]', ['{a}[1]']],
    ['[]', ['[]']],
    ['http://[::1]:80/[1-2]', ['http://[::1]:80/1', 'http://[::1]:80/2']],
    ['', ['']],
  ])('%s stands for %j', (pattern, expected) => {
    expect(urls(pattern)).toEqual(expected)
  })

  test.each([
    ['{{ID}}', 'nested brace in URL position 2:\n{{ID}}\n ^'],
    ['http://h/{a', 'unmatched brace in URL position 10:\nhttp://h/{a\n         ^'],
    ['{}', 'empty string within braces in URL position 2:\n{}\n ^'],
    ['a]', 'unmatched close brace/bracket in URL position 2:\na]\n ^'],
    ['[1-', 'bad range in URL position 2:\n[1-\n ^'],
    ['[-]', 'bad range specification in URL position 2:\n[-]\n ^'],
  ])('%s is refused', (pattern, message) => {
    expect(() => urls(pattern)).toThrow(expect.objectContaining({ exitCode: 3, message }))
  })

  test('are expanded one at a time, however many they stand for', () => {
    const first = expandGlobs('[1-999999999]').next()
    expect(first.value).toEqual({ url: '1', matches: ['1'] })
  })

  test.each([
    ['out_#1.txt', ['a'], 'out_a.txt'],
    ['#2#1', ['a', 'b'], 'ba'],
    ['#1#3', ['a', 'b'], 'a#3'],
    ['#0 #x', ['a'], '#0 #x'],
  ])('fill %s with %j', (name, matches, expected) => {
    expect(fillMatches(name, matches)).toBe(expected)
  })
})

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

describe('a form value', () => {
  const warnings: string[] = []
  const reader = {
    warn: (text: string) => void warnings.push(text),
    read: async () => Buffer.from('# c\nX-A: 1\n  2\n\nX-B: 3\r\n'),
  }
  beforeEach(() => void (warnings.length = 0))

  test.each([
    ['a=b', { name: 'a', kind: 'text', value: 'b' }],
    ['a= b ', { value: 'b' }],
    ['a=" b "', { value: ' b ' }],
    ['a="x\\"y\\\\z"', { value: 'x"y\\z' }],
    ['a="no end', { value: '"no end' }],
    ['a=@f.txt', { kind: 'file', value: 'f.txt' }],
    ['a=<f.txt', { kind: 'content', value: 'f.txt' }],
    ['a=@"f;1.txt";type=x/y', { kind: 'file', value: 'f;1.txt', type: 'x/y' }],
    ['a=b;type=x/y;charset=z;filename=n', { type: 'x/y;charset=z', filename: 'n' }],
    ['a=b;filename="n;m";headers="X: 1"', { filename: 'n;m', headers: ['X: 1'] }],
    ['a=b;headers=@h', { headers: ['X-A: 1  2', 'X-B: 3'] }],
    ['a=b;encoder=base64', { encoder: 'base64' }],
    ['a=b=c', { name: 'a', value: 'b=c' }],
    ['=b', { name: '', value: 'b' }],
  ])('%s', async (value, expected) => {
    expect(await parseFormValue(value, false, reader)).toMatchObject(expected)
    expect(warnings).toEqual([])
  })

  test('of --form-string is taken literally', async () => {
    expect(await parseFormValue('a=@b;type=c', true, reader)).toMatchObject({
      kind: 'text',
      value: '@b;type=c',
    })
  })

  test.each([
    ['a=b;nonsense', 'skip unknown form field: nonsense'],
    ['a="b"c', 'Trailing data after quoted form parameter'],
    ['a=<b;filename=c', 'Field file name not allowed here: c'],
  ])('%s is warned about', async (value, warning) => {
    await parseFormValue(value, false, reader)
    expect(warnings).toEqual([warning])
  })

  test.each([['a'], ['a=b;type=c'], ['a=@b,c'], ['=('], ['=)']])('%s is refused', async (value) => {
    await expect(parseFormValue(value, false, reader)).rejects.toMatchObject({ exitCode: 2 })
  })
})

test.each([
  ['url = "http://x/"', ['url', 'http://x/', false]],
  ['url=http://x/', ['url', 'http://x/', false]],
  ['url: http://x/ # note', ['url', 'http://x/', false]],
  ['-H "X: \\"a\\"\\tb\\\\"', ['-H', 'X: "a"\tb\\', false]],
  ['--data a=b c', ['--data', 'a=b', true]],
  ['  silent', ['silent', undefined, false]],
  ['silent\r', ['silent', undefined, false]],
  ['user-agent "no end', ['user-agent', 'no end', false]],
])('the config line %j means %j', (line, [option, value, hasRest]) => {
  expect([...readConfigLines(line)]).toEqual([{ option, value, hasRest, line: 1 }])
})

test('a config file may hold comments and blank lines', () => {
  expect([...readConfigLines('# a\n\n/ b\n* c\n  # d\nsilent\n')]).toEqual([
    { option: 'silent', value: undefined, hasRest: false, line: 6 },
  ])
})
