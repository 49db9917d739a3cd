import { expandGlobs, fillMatches } from '../../../src/curl/options/url-globs'

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
