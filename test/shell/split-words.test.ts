import { splitWords } from '../../src/shell/split-words'
import { createTag } from '../../src/shell/template'

const split = createTag('npm', (parts) => splitWords('npm', parts))

describe('splitWords', () => {
  test.each<[string, string[], string[]]>([
    ['blanks', split`  install   a	b `, ['install', 'a', 'b']],
    ['line ends around', split('\n  install a\r\n\n'), ['install', 'a']],
    [
      'a joined line',
      split`install \
      a`,
      ['install', 'a'],
    ],
    ['double quotes', split`x "a b\"c\$d\e" ""`, ['x', 'a b"c$d\\e', '']],
    ['single quotes', split`x 'a "b" $c \d' 'e\' f`, ['x', 'a "b" $c \\d', 'e\\', 'f']],
    ['quotes within a word', split`x --a='b c'd`, ['x', '--a=b cd']],
    ['a backslash', split`x a\ b\"`, ['x', 'a b"']],
    [
      'ranges and addresses',
      split`i a@^1.2 @s/b@~1 git+https://h/a.git#v1 ./dir`,
      ['i', 'a@^1.2', '@s/b@~1', 'git+https://h/a.git#v1', './dir'],
    ],
  ])('reads %s', (_name, words, expected) => {
    expect(words).toEqual(expected)
  })

  test('keeps values literal, whatever they hold', () => {
    const value = ' "; $(x) \'\n&& y\\'
    expect(split`run ${value} "a ${value}" 'b${value}' c=${value}d`).toEqual([
      'run',
      value,
      `a ${value}`,
      `b${value}`,
      `c=${value}d`,
    ])
    expect(split`install ${['a b', '-c']} ${[]} x${['1', '2']}y`).toEqual([
      'install',
      'a b',
      '-c',
      'x1',
      '2y',
    ])
  })

  test.each<[string, () => unknown, string]>([
    [
      'two commands',
      () => split`install a && npm test`,
      'npm takes one command, without the & of a shell. With a shell: bash`npm …`.',
    ],
    ['a pipe', () => split`ls | head`, 'without the | of a shell'],
    ['a variable of the shell', () => split`install $PACKAGE`, 'without the $ of a shell'],
    ['a second line', () => split('install a\ninstall b'), 'without a second line'],
    ['an open quote', () => split`install "a`, 'npm: a " is not closed.'],
    [
      'an array inside quotes',
      () => split`install "${['a']}"`,
      'npm: value 1 is an array inside quotes. Take the quotes away.',
    ],
  ])('refuses %s', (_name, run, message) => {
    expect(run).toThrow(message)
  })
})
