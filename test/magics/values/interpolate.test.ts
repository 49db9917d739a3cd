import { findBraces } from '../../../src/magics/values/braces'
import { interpolate } from '../../../src/magics/values/interpolate'
import { createSecret } from '../../../src/secrets/secret-value'

/** A tag that shows what it gets: text as text, values as JSON. */
const tag = (strings: TemplateStringsArray, ...values: unknown[]) =>
  strings.raw
    .map(
      (raw, index) =>
        raw.replace(/\\(`|\$\{)/g, '$1') + (index < values.length ? JSON.stringify(values[index]) : ''),
    )
    .join('')

const variables: Record<string, unknown> = {
  name: "it's",
  n: 3,
  big: 10n,
  yes: true,
  files: ['a b', 'c'],
  user: { name: 'Ada', tags: ['x', 'y'], 'odd key': 1 },
  nothing: undefined,
  nil: null,
  nan: NaN,
  later: Promise.resolve(1),
  f: () => 1,
  deep: [['a']],
}
const lookup = (name: string) => (Object.hasOwn(variables, name) ? { value: variables[name] } : undefined)

describe('interpolate', () => {
  test.each([
    ['a variable', 'echo {name}', 'echo "it\'s"'],
    ['a number', 'echo {n}', 'echo 3'],
    ['two variables', '{name}{n}', '"it\'s"3'],
    ['a list', 'ls {files}', 'ls ["a b","c"]'],
    ['a member', '{user.name}', '"Ada"'],
    ['an item', '{user.tags[1]}', '"y"'],
    ['a quoted member', `{user["odd key"]} {user['name']}`, '1 "Ada"'],
    ['a variable in quotes', `"{name}" '{n}'`, `""it's"" '3'`],
    ['a variable in JSON', `-d '{"a": {n}}'`, `-d '{"a": 3}'`],
    ['an escaped variable', '{{name}}', '{name}'],
    ['an unknown name', '{nope} {name}', '{nope} "it\'s"'],
    [
      'an unknown escaped name',
      "docker --format '{{.Names}} {{nope}}'",
      "docker --format '{{.Names}} {{nope}}'",
    ],
    ['a variable of the shell', '${nope} $nope {name}', '${nope} $nope "it\'s"'],
    ['a variable of curl', '-w %{n}', '-w %{n}'],
    ['a backslash', '\\{name}', '\\{name}'],
    ['awk', "awk '{print $1}' {n}", "awk '{print $1}' 3"],
    ['a brace expansion', '{a,b} {1..3} {n,m}', '{a,b} {1..3} {n,m}'],
    ['a space in braces', '{ name }', '{ name }'],
    ['backticks', '`{name}` \\` ${x}', '`"it\'s"` \\` ${x}'],
  ])('reads %s', (_name, line, wanted) => {
    expect(interpolate(line, lookup).into(tag as never)).toBe(wanted)
  })

  test('gives plain text: arrays with spaces, secrets opened', () => {
    variables['token'] = createSecret('abc', 'TOKEN')
    expect(interpolate('{files} {token} {big} {yes}', lookup).text).toBe('a b c abc 10 true')
  })

  test('frames the line for a tag', () => {
    const around = { before: 'pip ', after: '\nbody `' }
    expect(interpolate('install {name}', lookup).into(tag as never, around)).toBe(
      'pip install "it\'s"\nbody `',
    )
    expect(interpolate('install', lookup).into(tag as never, around)).toBe('pip install\nbody `')
  })

  test.each([
    ['undefined', '{nothing}', '{nothing} is undefined, not a text or a number. Set it in an earlier line.'],
    ['null', '{nil}', '{nil} is null'],
    ['NaN', '{nan}', '{nan} is NaN'],
    ['an object', '{user}', '{user} is an object, not a text or a number. Name one of its members'],
    ['a promise', '{later}', '{later} is a promise, not a text or a number. Await it in an earlier line.'],
    [
      'a function',
      '{f}',
      '{f} is a function, not a text or a number. For the braces themselves write {{f}}.',
    ],
    ['a list of lists', '{deep}', 'Item 1 of {deep} is an array in an array'],
    [
      'a member of nothing',
      '{nothing.name}',
      '{nothing.name} cannot be read: there is no "name" in undefined.',
    ],
  ])('refuses %s by name', (_name, line, message) => {
    expect(() => interpolate(line, lookup)).toThrow(message)
  })
})

describe('findBraces', () => {
  test('reads names of any script', () => {
    expect(findBraces('{größe} {名前.$x}').map(({ root, keys }) => [root, keys])).toEqual([
      ['größe', []],
      ['名前', ['$x']],
    ])
  })
})
