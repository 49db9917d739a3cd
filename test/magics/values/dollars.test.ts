import { findDollars } from '../../../src/magics/values/dollars'
import { interpolate } from '../../../src/magics/values/interpolate'
import { createSecret } from '../../../src/secrets/secret-value'

const variables: Record<string, unknown> = {
  url: 'http://127.0.0.1:9/x',
  n: 3,
  list: ['a b', 'c'],
  user: { name: 'Ada' },
  key: createSecret('abc', 'KEY'),
  f: () => 1,
  nothing: undefined,
  PATH: { not: 'a text' },
}
const lookup = (name: string) => {
  if (name === 'later') throw new Error('declared below')
  return Object.hasOwn(variables, name) ? { value: variables[name] } : undefined
}
const fill = (line: string) => interpolate(line, lookup).text

describe('$name of a notebook variable', () => {
  test.each([
    ['get $url', 'get http://127.0.0.1:9/x'],
    ['get ${url}/y', 'get http://127.0.0.1:9/x/y'],
    ['"$url?n=$n"', '"http://127.0.0.1:9/x?n=3"'],
    ['$url.txt', 'http://127.0.0.1:9/x.txt'],
    ['$user.name.first', 'Ada.first'],
    ['ls $list', 'ls a b c'],
    ['-H "Authorization: Bearer $key"', '-H "Authorization: Bearer abc"'],
    ['curl -d url=$url', 'curl -d url=http://127.0.0.1:9/x'],
    ['{n}$n{n}', '333'],
  ])('fills %s', (line, wanted) => expect(fill(line)).toBe(wanted))

  test.each([
    "awk '{print $n}'",
    "echo '$url'",
    'echo \\$url $$url',
    'echo $HOME $1 $? $# $@ ${HOME}',
    'for url in a b; do echo $url; done',
    'url=5; echo $url',
    'export url=5 && echo $url',
    'read url; echo $url',
    'cat x | while read -r url; do echo $url; done',
    'echo ${url:-x} ${#url}',
    'echo $f $nothing $later',
    'echo $PATH',
  ])('leaves %s', (line) => expect(fill(line)).toBe(line))

  test('refuses a value that is no word, by name', () => {
    expect(() => fill('echo $user')).toThrow(
      '$user is an object, not a text or a number. Name one of its members, as in $name.member.',
    )
  })

  test('is found with its place', () => {
    expect(findDollars('a $user.name')).toEqual([
      { start: 2, end: 7, root: 'user', members: [{ key: 'name', end: 12 }] },
    ])
  })
})
