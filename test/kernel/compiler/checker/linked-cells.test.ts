import { someOf } from '../../../support/extent'
import { notebook, short } from './notebook'

/** Cells in the order of running, none of which has a note. */
type Case = readonly [name: string, cells: readonly string[]]
/** The notes are those of the last cell. */
type NotedCase = readonly [name: string, cells: readonly string[], notes: readonly string[]]

/** Runs cells; returns their notes, and the names that have come through as `any` or not at all. */
function runAll({ run, inspect, checker }: ReturnType<typeof notebook>, cells: readonly string[]) {
  const notes = cells.flatMap((cell) => short(run(cell)))
  const lost = checker.names.filter((name) => {
    const texts = [inspect(`${name}|`), inspect(`let its: ${name}|`)]
    return texts.every((text) => text === undefined || /\bany\b/.test(text))
  })
  return { notes, lost }
}
const NOTHING = { notes: [], lost: [] }

const VISIBLE: readonly Case[] = [
  ['a const', ['const a = 1', 'a.toFixed()']],
  ['a let', ['let a = 1', 'a.toFixed()']],
  ['a var', ['var a = 1', 'a.toFixed()']],
  [
    'a variable in a block',
    ['if (Math.random()) { for (var i = 0; ;) { var deep = "" } }', 'deep.length + i'],
  ],
  ['a variable of a loop', ['for (var k in {}) {}', 'k.length']],
  [
    'an object pattern',
    ['const { x, y: { z = 2 }, ...rest } = { x: 1, y: {}, q: "" }', 'x + z; rest.q.length'],
  ],
  ['an array pattern', ['let [p, , q = 1, ...r] = [1, 2, 3]', 'p = q; r.length']],
  ['a function', ['function f(n: number) { return `${n}` }', 'f(1).length']],
  [
    'an overloaded function',
    [
      'function f(n: number): number\nfunction f(n: string): string\nfunction f(n: any) { return n }',
      'f("").length; f(1).toFixed()',
    ],
  ],
  ['a generic function', ['function id<T>(value: T) { return value }', 'id("").length']],
  ['an async generator', ['async function* g() { yield 1 }', 'for await (const n of g()) n.toFixed()']],
  [
    'a class',
    [
      'class A<T> { constructor(readonly v: T) {} static s = 1 }',
      'const a: A<string> = new A(""); a.v.length + A.s; class B extends A<number> {}',
    ],
  ],
  [
    'an abstract class',
    ['abstract class A { abstract m(): void }', 'class B extends A { m() {} }; new B().m()'],
  ],
  ['an enum', ['enum E { A, B = "b" }', 'const e: E = E.A; const b: E.B = E.B']],
  ['a const enum', ['const enum E { A }', 'const e: E = E.A']],
  [
    'a namespace',
    ['namespace N.M { export const v = 1; export type T = string }', 'const t: N.M.T = ""; N.M.v.toFixed()'],
  ],
  ['an interface', ['interface I<T> { v: T }', 'const i: I<number> = { v: 1 }']],
  ['a type', ['type T<K extends string> = { [P in K]: 1 }', 'const t: T<"a"> = { a: 1 }']],
  [
    'a declared name',
    ['declare const api: { v: number }; declare function g(): string', 'g().length + api.v'],
  ],
  ['a function with properties', ['function f() {}\nf.count = 1', 'f.count.toFixed()']],
  ['an exported const', ['export const a = 1', 'a.toFixed()']],
  ['an exported function', ['export function f() { return "" }', 'f().length']],
  ['an exported class', ['export class A {}', 'const a: A = new A()']],
  ['an exported type', ['export type T = string', 'const t: T = ""']],
  ['an export list', ['const a = 1, b = ""; export { a, b as c }', 'a.toFixed() + b.length']],
  ['a default function', ['export default function f() { return "" }', 'f().length']],
  ['a default class', ['export default class A { v = 1 }', 'new A().v.toFixed()']],
  ['a default value', ['const a = 1; export default a', 'a.toFixed()']],
  ['a name that is exported by another name', ['const a = 1, b = ""; export { a as b }', 'a.toFixed()']],
  ['an awaited value', ['const a = await Promise.resolve("")', 'a.length']],
  ['a disposed value', ['using d = { [Symbol.dispose]() {}, v: 1 }', 'd.v.toFixed()']],
  ['a symbol', ['const s = Symbol()', 'const o = { [s]: 1 }; o[s].toFixed()']],
  [
    'a name that is a word of types',
    ['let type = 1, of = "", declare = 2, async = 3', 'type = 2; of = ""; declare = async'],
  ],
  ['a name beyond ASCII', ['const größe = 1, 変数 = ""', 'größe.toFixed() + 変数.length']],
  ['a shorthand property', ['const a = 1', 'const o = { a }; o.a.toFixed()']],
  ['a name in a type position', ['const a = { v: 1 }', 'type T = typeof a; const t: T = { v: 2 }']],
  ['a name that no cell mentions between', ['const a = 1', '1 + 1', 'a.toFixed()']],
  ['a name through cells', ['const a = 1', 'const b = { a }', 'const c = { b }', 'c.b.a.toFixed()']],
]

describe('A later cell sees', () => {
  test.each(someOf(VISIBLE))('%s', (_name, cells) => {
    expect(runAll(notebook(), cells)).toEqual(NOTHING)
  })
})

const TYPED: readonly NotedCase[] = [
  ['a const widens', ['const a = 1', 'let b = a; b = 2'], []],
  ['a let keeps its declared type', ['let a: string | number = ""', 'a = 1; a = ""'], []],
  ['a let is assigned another type', ['let a = 1', 'a = ""'], ['1:1 TS2322']],
  ['a var is assigned another type', ['var a = 1', '\n  a = ""'], ['2:3 TS2322']],
  ['a let is counted up', ['let a = 1', 'a++; a += 1; [a] = [2]; ({ a } = { a: 3 })'], []],
  ['a const is assigned', ['const a = 1', '1;\na = 2'], ['2:1 TS2588']],
  ['a const is counted up', ['const a = 1', 'a++'], ['1:1 TS2588']],
  ['a function is replaced', ['function f() {}', 'f = () => {}'], []],
  [
    'an import is assigned in its own cell',
    ['import * as n from "./n"\nn = 1'],
    ['1:20 TS2307', '2:1 TS2632'],
  ],
  ['an unknown name', ['const a = 1', 'ab'], ['1:1 TS2304']],
  ['a member that there is not', ['const a = { v: 1 }', 'a.w'], ['1:3 TS2339']],
  ['a wrong argument', ['function f(n: number) {}', 'f("")'], ['1:3 TS2345']],
  ['a name is declared twice in one cell', ['let a = 1; let a = 2'], ['1:5 TS2451', '1:16 TS2451']],
  ['a name is declared again', ['const a = 1', 'const a = ""', 'a.length; a.toFixed()'], ['1:13 TS2551']],
  ['a const becomes a function', ['const a = 1', 'function a() { return "" }', 'a().length'], []],
  ['a class becomes a let', ['class A {}', 'let A = 1', 'A = 2'], []],
  [
    'a class is declared again',
    ['class A { old = 1 }', 'class A { young = 1 }', 'new A().young; const a: A = new A(); a.old'],
    ['1:40 TS2339'],
  ],
  [
    'an interface does not grow',
    ['interface I { a: 1 }', 'interface I { b: 1 }', 'const i: I = { b: 1 }'],
    [],
  ],
  ['a cell is run again', ['let n = 1', 'n = n + 1', 'let n = 1', 'n = n + 1'], []],
  ['a cell that changes its name is run again', ['let s = "a"', 's = s.trim()', 's = s.trim()'], []],
  ['a name in its own initializer', ['const a = 1', 'const a = a'], ['1:11 TS2448']],
]

describe('Types over cells:', () => {
  test.each(someOf(TYPED))('%s', (_name, cells, notes) => {
    const { run } = notebook()
    expect(short(cells.map(run).at(-1) ?? [])).toEqual(notes)
  })
})

const SPLIT: readonly Case[] = [
  [
    'used together later',
    [
      'const Foo = { parse: () => 1 }',
      'type Foo = ReturnType<typeof Foo.parse>',
      'const f: Foo = Foo.parse(); f.toFixed()',
    ],
  ],
  [
    'of which the value is new',
    ['const Foo = 1', 'type Foo = string', 'const Foo = true', 'const f: Foo = ""; const b: boolean = Foo'],
  ],
  [
    'of which the type is new',
    [
      'const Foo = 1',
      'type Foo = string',
      'interface Foo { v: 1 }',
      'const f: Foo = { v: 1 }; Foo.toFixed()',
    ],
  ],
  ['of which the value can be assigned', ['let Foo = 1', 'type Foo = string', 'Foo = 2; const f: Foo = ""']],
  ['from one cell', ['let Foo = 1; type Foo = string', 'Foo = 2; const f: Foo = ""']],
  [
    'with a generic type',
    ['const Box = <T>(v: T) => ({ v })', 'type Box<T> = { v: T }', 'const b: Box<string> = Box("")'],
  ],
  [
    'of which a cell declares the value and uses the type',
    ['type Foo = string', 'const Foo = (f: Foo) => f.length', 'Foo("").toFixed(); const g: Foo = ""'],
  ],
  [
    'of which the class lends its type',
    ['class Foo { v = 1 }', 'const Foo = 2', 'const f: Foo = { v: 1 }; Foo.toFixed()'],
  ],
  [
    'with an imported type',
    ['const Foo = 1', 'import type { Foo } from "./types"', 'const f: Foo = { v: 1 }; Foo.toFixed()'],
  ],
  [
    'with an imported type in the same cell',
    ['const Foo = 1', 'import type { Foo } from "./types"\nconst f: Foo = { v: 1 }; Foo.toFixed()'],
  ],
]

describe('A name whose value and type come from different cells,', () => {
  test.each(someOf(SPLIT))('%s', (_name, cells) => {
    const book = notebook()
    book.write('types.ts', 'export interface Foo { v: number }')
    expect(runAll(book, cells)).toEqual(NOTHING)
  })
})

describe('Names from elsewhere', () => {
  const CASES: readonly Case[] = [
    ['a named import', ['import { f } from "./helper"', 'f(1).length']],
    ['a default import', ['import d from "./helper"', 'd.toFixed()']],
    ['a namespace import', ['import * as h from "./helper"', 'h.f(1).length; const t: h.T = ""']],
    ['an imported type', ['import { T } from "./helper"', 'const t: T = ""']],
    ['a type-only import', ['import type { T } from "./helper"', 'const t: T = ""']],
    ['a renamed import', ['import { f as g } from "./helper"', 'g(1).length']],
    ['an imported class', ['import { C } from "./helper"', 'const c: C = new C(); class D extends C {}']],
    ['a required module', ['import h = require("./helper")', 'h.f(1).length']],
    [
      'an alias of a namespace',
      ['namespace N { export class A {} }', 'import A = N.A', 'const a: A = new A()'],
    ],
    ['a dynamic import', ['const { f } = await import("./helper")', 'f(1).length']],
  ]
  test.each(CASES)('%s', (_name, cells) => {
    const book = notebook()
    book.write(
      'helper.ts',
      `export function f(n: number) { return "" }
export type T = string
export class C { v = 1 }
export default 1`,
    )
    expect(runAll(book, cells)).toEqual(NOTHING)
  })

  test('declared before the library came are visible', () => {
    const { run } = notebook({
      declarations:
        'declare const a: number;\ndeclare let b: string;\ninterface I { v: 1 }\ndeclare class C {}\n',
    })
    expect(short(run('a.toFixed(); b = ""; const i: I = { v: 1 }; const c: C = new C()'))).toEqual([])
    expect(short(run('a = 2'))).toEqual(['1:1 TS2588'])
  })

  test('declared for all files before the library came are visible', () => {
    const { run, write } = notebook({
      declarations: 'import "globals"\ndeclare global { var one: number }\n',
    })
    write('node_modules/globals/index.d.ts', 'export {}\ndeclare global { var two: string }')
    expect(short(run('one.toFixed(); two.trim(); one.no'))).toEqual(['1:32 TS2339'])
  })

  test('declared for all files stay, whoever mentions them', () => {
    const { run } = notebook()
    expect(short(run('declare global { var shared: number; interface Array<T> { second(): T } }'))).toEqual(
      [],
    )
    expect(short(run('1 + 1'))).toEqual([])
    expect(short(run('shared.toFixed(); [1].second().toFixed()'))).toEqual([])
  })

  test('added to a package stay, too', () => {
    const { run, write } = notebook()
    write('node_modules/base/index.d.ts', 'export interface Base { a: 1 }\nexport declare const base: Base')
    write(
      'node_modules/plugin/index.d.ts',
      'import "base"\ndeclare module "base" { interface Base { b: 2 } }',
    )
    expect(short(run('import { base } from "base"\nbase.a'))).toEqual([])
    expect(short(run('import "plugin"'))).toEqual([])
    expect(short(run('base.b'))).toEqual([])
  })
})

describe('A JavaScript notebook', () => {
  test('has no type errors, but knows the names', () => {
    const { run, completed } = notebook({ isJs: true })
    expect(run('const a = { value: 1 }; let b = ""; function f() {}')).toEqual([])
    expect(run('a = 1; b.nothing; f(1); unknown')).toEqual([])
    expect(short(run('const c = ;'))).toEqual(['1:11 TS1109'])
    expect(completed('a.va|')).toEqual(['a.value'])
    expect(completed('b.toUpperC|')).toEqual(['b.toUpperCase'])
  })
})
