import { listOptions, readLine } from '../../src/magics/options'

const specs = {
  out: { value: 'NAME', help: 'keeps' },
  a: { help: 'appends' },
  'no-raise-error': { help: 'goes on' },
}
const none = { out: undefined, a: false, 'no-raise-error': false }

describe('readLine', () => {
  test.each([
    ['nothing', '', none, '', []],
    ['a word', 'file.txt', none, 'file.txt', ['file.txt']],
    ['a switch', '-a file.txt', { ...none, a: true }, 'file.txt', ['file.txt']],
    ['a value', '--out x', { ...none, out: 'x' }, '', []],
    ['a value after =', '--out=x rest', { ...none, out: 'x' }, 'rest', ['rest']],
    [
      'several',
      '--no-raise-error --out x -a',
      { ...none, out: 'x', a: true, 'no-raise-error': true },
      '',
      [],
    ],
    ['an option after a word', 'prog --out x', none, 'prog --out x', ['prog', '--out', 'x']],
    ['two dashes', '-a -- --out x', { ...none, a: true }, '--out x', ['--out', 'x']],
    ['quotes', `-a "a b" 'c d' e\\ f`, { ...none, a: true }, `"a b" 'c d' e\\ f`, ['a b', 'c d', 'e f']],
    ['quotes in a word', `x="a b"`, none, `x="a b"`, ['x=a b']],
    ['an escaped quote', `"a \\" b"`, none, `"a \\" b"`, ['a " b']],
    ['an empty word', `''`, none, `''`, ['']],
    ['a single dash', '-', none, '-', ['-']],
  ])('reads %s', (_name, line, options, rest, words) => {
    expect(readLine(line, specs, { magic: '%%x' })).toEqual({ options, rest, words })
  })

  test('leaves dashes alone where a magic has no options', () => {
    expect(readLine('-r a', {}, { magic: '%x' })).toEqual({ options: {}, rest: '-r a', words: ['-r', 'a'] })
  })

  test.each([
    ['an unknown option', '--nope', '%%x has no option --nope. It takes --out NAME, -a, --no-raise-error.'],
    ['a missing value', '--out', '%%x: --out needs a value: NAME.'],
    ['a value too many', '-a=1', '%%x: -a takes no value.'],
    ['an open quote', '"a', '%%x: a quote " is not closed.'],
    ['a property of every object', '--toString', '%%x has no option --toString.'],
  ])('refuses %s', (_name, line, message) => {
    expect(() => readLine(line, specs, { magic: '%%x' })).toThrow(message)
  })

  test.each([
    ['-e --out x -u', { ...none, out: 'x' }, ['-e', '-u']],
    ['prog -u --out x file', { ...none, out: 'x' }, ['prog', '-u', 'file']],
    ['prog - -- --out x', none, ['prog', '-', '--out', 'x']],
  ])('finds its options among the words of a program: %s', (line, options, words) => {
    expect(readLine(line, specs, { magic: '%%x', keepsOthers: true })).toMatchObject({ options, words })
  })

  test('lists options as they are typed', () => {
    expect(listOptions(specs)).toBe('--out NAME, -a, --no-raise-error')
  })
})
