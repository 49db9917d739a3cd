import ts from 'typescript'
import { readNames } from '../../../../src/kernel/compiler/checker/cell-names'
import { parseCell } from '../../../../src/kernel/compiler/checker/script-kind'

const read = (code: string) => readNames(ts, parseCell(ts, code, '.tsx'))

/** Names in short: `name value`, `name value+type`, `name type`. */
const declared = (code: string) =>
  [...read(code).declared].map(([name, { value, isType }]) =>
    [name, [value, isType && 'type'].filter(Boolean).join('+')].join(' '),
  )

describe('The names of a cell', () => {
  test.each([
    ['const', 'const a = 1, b = 2', ['a const', 'b const']],
    ['let', 'let a', ['a let']],
    ['var', 'var a', ['a var']],
    ['using', 'using a = x; await using b = y', ['a const', 'b const']],
    [
      'patterns',
      'let { a, b: c, d: { e } = {}, ...f } = x, [g, , [h], ...i] = y',
      'a c e f g h i'.split(' ').map((name) => `${name} let`),
    ],
    ['var in if', 'if (x) { var a } else var b', ['a var', 'b var']],
    [
      'var in loops',
      'for (var a = 0; ;) var b; for (var c of x) {} while (x) { var d }',
      'a b c d'.split(' ').map((name) => `${name} var`),
    ],
    ['var in try', 'try { var a } catch { var b } finally { var c }', ['a var', 'b var', 'c var']],
    ['var in switch and label', 'switch (x) { case 1: var a }; l: { var b }', ['a var', 'b var']],
    ['let in blocks', '{ let a; const b = 1; class C {}; function f() {} }', []],
    [
      'var in functions',
      'function f() { var a }; const g = () => { var b }; class C { static { var c } }',
      ['f function', 'C class+type', 'g const'],
    ],
    [
      'function',
      'function f() {}; async function g() {}; function* h() {}',
      ['f function', 'g function', 'h function'],
    ],
    [
      'overloads',
      'function f(a: 1): 1; function f(a: 2): 2; function f(a: any) { return a }',
      ['f function'],
    ],
    ['class', 'class A {}; abstract class B {}', ['A class+type', 'B class+type']],
    ['enum', 'enum A {}; const enum B {}', ['A enum+type', 'B enum+type']],
    [
      'namespace',
      'namespace A {}; namespace B.C {}; module D {}',
      ['A namespace+type', 'B namespace+type', 'D namespace+type'],
    ],
    ['types', 'interface A {}; type B = 1', ['A type', 'B type']],
    ['value and type', 'const A = 1; type A = 1', ['A const+type']],
    ['function and namespace', 'function f() {}; namespace f { export const a = 1 }', ['f function+type']],
    [
      'declare',
      'declare const a: 1; declare function f(): 1; declare class A {}',
      ['a const', 'f function', 'A class+type'],
    ],
    [
      'imports',
      'import a, { b, c as d } from "x"; import * as e from "x"; import "y"',
      ['a alias+type', 'b alias+type', 'd alias+type', 'e alias+type'],
    ],
    [
      'type imports',
      'import type { a } from "x"; import { type b } from "x"; import type c from "x"',
      ['a type', 'b type', 'c type'],
    ],
    [
      'import =',
      'import a = require("x"); import b = a.b; import type c = require("x")',
      ['a alias+type', 'b alias+type', 'c type'],
    ],
    [
      'exported',
      'export const a = 1; export function f() {}; export class A {}; export type T = 1',
      ['a const', 'f function', 'A class+type', 'T type'],
    ],
    ['default exports', 'export default function f() {}', ['f function']],
    ['default exports without a name', 'export default class {}', []],
    ['export lists', 'export { a }; export { b } from "x"; export * as c from "x"; export * from "x"', []],
    ['global additions', 'declare global { var a: 1 }; declare module "x" { const b: 1 }', []],
  ])('of %s', (_name, code, names) => {
    expect(declared(code).sort()).toEqual([...names].sort())
  })

  test.each([
    ['export const { a, b: [c] } = x; export enum E {}', ['a', 'c', 'E']],
    ['const a = 1; export { a, a as b }; export * as c from "x"', ['a', 'b', 'c']],
    ['export default function f() {}', ['default']],
    ['const a = 1; export default a', ['default']],
  ])('that it exports itself: %s', (code, names) => {
    expect([...read(code).exported]).toEqual(names)
  })

  test('have the documentation of what can be assigned', () => {
    const { declared } = read(
      '/** one */\nlet a = 1\n// no\nlet b\n/** two */ export var c\n/** three */ const d = 1',
    )
    expect([...declared].map(([name, { comment }]) => [name, comment])).toEqual([
      ['a', '/** one */'],
      ['b', undefined],
      ['c', '/** two */'],
      ['d', undefined],
    ])
  })

  test('that it mentions are all its identifiers, and what JSX needs', () => {
    const { mentioned } = read('f<T>(a.b, { c }, `${d}`); const v = <E g="h" />')
    expect([...mentioned].sort()).toEqual(['E', 'React', 'T', 'a', 'b', 'c', 'd', 'f', 'g', 'v'])
  })

  test.each([
    ['declare global { var a: 1 }', true],
    ['declare module "x" { const b: 1 }', true],
    ['declare namespace N { const b: 1 }', false],
    ['const global = 1', false],
  ])('are for all files: %s', (code, isGlobal) => {
    expect(read(code).isGlobal).toBe(isGlobal)
  })

  test('come with the specifiers', () => {
    const code =
      'import "a"; import b from "b"; export * from "c"; export { d } from "d"; import e = require("e")'
    expect(read(code).specifiers).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
})
