import { readCellMode } from '../../../src/kernel/compiler/cell-mode'

const plain = { isBrowser: false, isJsx: false }

describe('readCellMode', () => {
  test.each([
    ['an empty cell', '', plain],
    ['code', 'const a = 1', plain],
    ['a module', '/** @module lib */\nexport const a = 1', { ...plain, module: 'lib' }],
    ['a module in a folder', '/** @module my/lib.one */', { ...plain, module: 'my/lib.one' }],
    ['elements', '/** @jsx */\n<a/>', { ...plain, isJsx: true }],
    ['a browser cell', '/** @browser */', { ...plain, isBrowser: true }],
    [
      'all of them',
      '/**\n * Words.\n * @module a\n * @jsx\n * @browser\n */',
      { module: 'a', isJsx: true, isBrowser: true },
    ],
    [
      'several comments',
      '// one\n/* two */\n\n/** @module a */\n/** @jsx */',
      { ...plain, module: 'a', isJsx: true },
    ],
    ['a comment that is no documentation', '/* @module a */\n// @jsx', plain],
    ['a comment below code', 'const a = 1\n/** @module a */', plain],
    ['a longer word', '/** @jsxImportSource x @browsers @modules a */', plain],
    ['a text', '"/** @module a */"', plain],
    ['no name', '/** @module */', plain],
    ['a comment without an end', '/** @module a', plain],
    ['Windows line ends', '/**\r\n * @module a\r\n */\r\n1', { ...plain, module: 'a' }],
  ])('reads %s', (_name, source, wanted) => {
    expect(readCellMode(source)).toEqual(wanted)
  })

  test('takes no long time over many comments', () => {
    const source = '/** a */ // b\n'.repeat(2_000) + 'x'
    expect(readCellMode(source)).toEqual(plain)
  })
})
