import ts from 'typescript'
import { closersOf } from '../../../../src/kernel/compiler/checker/open-brackets'
import { extensionOf, syntaxErrors } from '../../../../src/kernel/compiler/checker/script-kind'

describe('extensionOf', () => {
  test.each([
    ['const a = 1', '.ts'],
    ['const a = <b>c</b>', '.tsx'],
    ['const a = <B c={1} />', '.tsx'],
    ['const a = <></>', '.tsx'],
    ['const a = <string>b', '.ts'],
    ['const a = <T>(b: T) => b', '.ts'],
    ['const a = <T>(b: T) => b // </b>', '.ts'],
    ['const a = "</b>"', '.ts'],
    ['const a = /a/>b', '.ts'],
  ])('of %s', (code, extension) => {
    expect(extensionOf(ts, code, false)).toBe(extension)
  })

  test('is always the same in JavaScript', () => {
    expect(extensionOf(ts, 'const a = <b>c</b>', true)).toBe('.js')
    expect(syntaxErrors(ts, 'const a = <b>c</b>', '.js')).toEqual([])
  })
})

describe('closersOf', () => {
  test.each([
    ['', ''],
    ['f(a)', ''],
    ['f(a', ')'],
    ['f({ a: [1', ']})'],
    ['function f() { if (a', ')}'],
    ['`a ${b', '}`'],
    ['`a ${f({ b', '})}`'],
    ['`a ${b} c', '`'],
    ['`a', '`'],
    ['`a` + f(', ')'],
    ['`${a}${b}` + f(', ')'],
    ['f(")", \'(\', /[(]/, // (\n/* ( */', ')'],
    ['a / b; f(c / d', ')'],
    ['f(a]', ')'],
    ['f(a})', ''],
    ['{ a(; }', ''],
  ])('of %j', (code, closers) => {
    expect(closersOf(ts, code)).toBe(closers)
  })
})
