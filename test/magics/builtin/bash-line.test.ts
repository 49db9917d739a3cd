import { readBashLine } from '../../../src/magics/builtin/bash-line'

const none = { flags: [], setup: '', prefix: '', args: [] }

describe('readBashLine', () => {
  test.each([
    [[], none],
    [['-s', 'a b', 'c'], { ...none, args: ['a b', 'c'] }],
    [['-s', '--', '-x'], { ...none, args: ['-x'] }],
    [['-e'], { ...none, setup: 'set -e' }],
    [['-euo', 'pipefail'], { ...none, setup: 'set -e\nset -u\nset -o pipefail' }],
    [['+e', '-O', 'extglob'], { ...none, setup: 'set +e\nshopt -s extglob' }],
    [['-x'], { ...none, prefix: 'set -x; ' }],
    [
      ['-xeuo', 'pipefail', '-s', '1'],
      { ...none, prefix: 'set -x; ', setup: 'set -e\nset -u\nset -o pipefail', args: ['1'] },
    ],
    [['-o', 'xtrace'], { ...none, prefix: 'set -o xtrace; ' }],
    [['--login'], { ...none, flags: ['--login'] }],
    [['-l', '--norc'], { ...none, flags: ['--login', '--norc'] }],
    [['-es', 'a'], { ...none, setup: 'set -e', args: ['a'] }],
  ])('reads %j', (words, wanted) => expect(readBashLine(words)).toEqual(wanted))

  test.each([
    [['-c', 'ls'], 'no -c'],
    [['a.sh'], '%%bash -s a.sh'],
    [['--nope'], 'not --nope'],
    [['-y'], 'not -y'],
    [['-o'], 'the name of an option'],
    [['-o', 'a;b'], 'the name of an option'],
  ])('refuses %j', (words, message) => expect(() => readBashLine(words)).toThrow(message))
})
