import { readConfigLines } from '../../../src/curl/options/config-file'

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
