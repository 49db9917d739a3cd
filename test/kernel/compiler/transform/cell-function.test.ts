import { failureOf, notebook, problemsOf, runCells } from '../notebook'

describe('a declaration', () => {
  test.each<[string, string, string, unknown]>([
    ['const', 'const a = 1', 'a', 1],
    ['let', 'let a = 1', 'a', 1],
    ['let without a value', 'let a', '[a]', [undefined]],
    ['var', 'var a = 1', 'a', 1],
    ['var without a value', 'var a', '[a]', [undefined]],
    [
      'several at once, one from the other',
      'let a = 1, b = a + 1\nconst c = b + 1, d = c',
      '[a, b, c, d]',
      [1, 2, 3, 3],
    ],
    ['several var', 'var a = 1, b, c = a + 1', '[a, b, c]', [1, undefined, 2]],
    [
      'an object pattern',
      'const { a, b: { c }, ...d } = { a: 1, b: { c: 2 }, e: 3 }',
      '[a, c, d]',
      [1, 2, { e: 3 }],
    ],
    ['an array pattern', 'let [a, , b, ...c] = [1, 2, 3, 4, 5]', '[a, b, c]', [1, 3, [4, 5]]],
    [
      'defaults of a pattern',
      'const { a = 1, b: [c = a] = [], ["d"]: d = () => a } = {}',
      '[a, c, d()]',
      [1, 1, 1],
    ],
    ['a var pattern', 'var { a, ...b } = { a: 1, c: 2 }, [d] = [a]', '[a, b, d]', [1, { c: 2 }, 1]],
    ['a function', 'function a() { return 1 }', 'a()', 1],
    ['an async function', 'async function a() { return await 1 }', 'await a()', 1],
    ['a generator', 'function* a() { yield 1; yield* [2, 3] }', '[...a()]', [1, 2, 3]],
    [
      'an async generator',
      'async function* a() { yield await 1 }',
      'const b = []\nfor await (const c of a()) b.push(c)\nb',
      [1],
    ],
    ['a class', 'class A { x = 1 }', 'new A().x', 1],
    [
      'a class with private, static and computed members',
      'class A { #p = 1; static s = A.name; static { this.t = A.s + "!" } get p() { return this.#p } ["q"]() { return 2 } }',
      '[new A().p, A.s, A.t, new A().q()]',
      [1, 'A', 'A!', 2],
    ],
    [
      'a class that extends another',
      'class A { m() { return 1 } } class B extends A { m() { return super.m() + 1 } }',
      'new B().m()',
      2,
    ],
    [
      'a class with parameter properties',
      'class A { constructor(readonly x: number, private y = 2) {} sum() { return this.x + this.y } }',
      'new A(1).sum()',
      3,
    ],
    [
      'an abstract class',
      'abstract class A { abstract m(): number; n() { return this.m() } }\nclass B extends A { m() { return 1 } }',
      'new B().n()',
      1,
    ],
    [
      'a decorated class',
      'const dec = (value: any, _: unknown) => value\n@dec class A { @dec m() { return A.name } }',
      'new A().m()',
      'A',
    ],
    ['an enum', 'enum E { A, B = 5, C }', '[E.A, E.C, E[5]]', [0, 6, 'B']],
    ['an enum of strings', 'enum E { A = "a" }', 'E.A', 'a'],
    ['a const enum', 'const enum E { A = 3 }', 'E.A', 3],
    [
      'a namespace',
      'namespace N { export const a = 1; export namespace M { export const b = a + 1 } }',
      '[N.a, N.M.b]',
      [1, 2],
    ],
    ['a dotted namespace', 'namespace N.M { export function f() { return 1 } }', 'N.M.f()', 1],
    ['an alias of a namespace', 'namespace N { export const a = 1 }\nimport M = N', 'M.a', 1],
    [
      'overloads',
      'function f(a: string): string\nfunction f(a: number): number\nfunction f(a: any) { return a }',
      'f(3)',
      3,
    ],
    ['var in a block', '{ var a = 1 }', 'a', 1],
    ['var in a loop', 'for (var a = 0; a < 3; a++) { var b = a }', '[a, b]', [3, 2]],
    ['var of a loop over values', 'for (var [a, b] of [[1, 2], [3, 4]]);', '[a, b]', [3, 4]],
    ['var of a loop over keys', 'for (var a in { x: 1 });', 'a', 'x'],
    ['var in a branch not taken', 'if (1 > 2) { var a = 1 }', '[a]', [undefined]],
    [
      'var in try, catch and finally',
      'try { var a = 1; throw 2 } catch (e) { var b = e } finally { var c = 3 }',
      '[a, b, c]',
      [1, 2, 3],
    ],
    [
      'var in switch and under a label',
      'switch (1) { case 1: var a = 1 }\nout: { var b = 2; break out }',
      '[a, b]',
      [1, 2],
    ],
    ['var both outside and inside of a block', 'var a = 1; { var a = 2 }', 'a', 2],
    ['var and a function of one name', 'var a\nfunction a() { return 1 }', 'a()', 1],
    [
      'using',
      'const log: string[] = []\nusing a = { x: 1, [Symbol.dispose]() { log.push("end") } }\nlog.push("in")',
      '[a.x, log]',
      [1, ['in', 'end']],
    ],
    ['await using', 'await using a = { x: 1, async [Symbol.asyncDispose]() {} }', 'a.x', 1],
    ['a name with $ and _', 'const $ = 1, _ = 2, $a_ = 3', '[$, _, $a_]', [1, 2, 3]],
    ['a name of other scripts', 'const größe = 1, 数 = 2', '[größe, 数]', [1, 2]],
    ['names that objects inherit', 'const toString = 1, constructor = 2', '[toString, constructor]', [1, 2]],
  ])('by %s is seen by the cell itself and by later ones', async (_name, declaration, use, wanted) => {
    expect(await runCells(declaration, use)).toEqual(wanted)
    expect(await runCells(`${declaration};\n${use}`)).toEqual(wanted)
  })

  test.each([
    ['a local variable of a block', '{ const a = 1 }', 'a'],
    ['a variable of a loop', 'for (let a = 0; a < 1; a++);', 'a'],
    ['a variable of a function', 'function f() { var a = 1 }\nf()', 'a'],
    ['the name of a function expression', '(function a() {})', 'a'],
    ['a type', 'interface a { x: 1 }\ntype b = a', 'a'],
    ['a function in a block', '{ function a() {} }', 'a'],
    ['a declaration without a value', 'declare const a: number', 'a'],
  ])('of %s stays where it is', async (_name, cell, use) => {
    expect(await problemsOf([cell, use])).toEqual([`1:1 - Cannot find name '${use}'.`])
  })

  test('keeps the value under its name in the object of variables', async () => {
    const { run, variables } = notebook()
    await run('const a = 1; let b = 2; function c() {}\nclass D {}')
    expect(Object.keys(variables).sort()).toEqual(['D', 'a', 'b', 'c'])
    variables['b'] = 5
    expect(await run('b')).toBe(5)
  })

  test('takes the place of an earlier one, of whatever kind', async () => {
    const kinds = [
      'const a = 1',
      'let a = 2',
      'var a = 3',
      'function a() { return 4 }',
      'class a {}',
      'enum a { B }',
    ]
    for (const first of kinds)
      for (const second of kinds) {
        const value = await runCells(first, second, 'typeof a === "number" ? a : typeof a')
        expect([first, second, value]).toEqual([
          first,
          second,
          await runCells(second, 'typeof a === "number" ? a : typeof a'),
        ])
      }
  })

  test('starts anew when its cell is run again', async () => {
    const cell = 'let a = 1; var b = (b ?? 0) + 1; enum E { A }\na++'
    expect(await runCells(cell, cell, '[a, b]')).toEqual([2, 1])
  })

  test('keeps what a cell has declared before it fails', async () => {
    const { run } = notebook()
    await expect(run('const a = 1\nlet b = 2\nthrow new Error("no")\nlet c = 3')).rejects.toThrow('no')
    expect(await run('[a, b]')).toEqual([1, 2])
  })

  test('gives functions and classes the names of their variables', async () => {
    expect(
      await runCells('const a = () => 1, b = class {}\nlet c = function () {}', '[a.name, b.name, c.name]'),
    ).toEqual(['a', 'b', 'c'])
  })
})

describe('late binding', () => {
  test.each<[string, string[], unknown]>([
    ['a value assigned later', ['let a = 1\nfunction f() { return a }', 'a = 2', 'f()'], 2],
    ['a variable declared anew', ['const a = 1\nconst f = () => a', 'const a = 2', 'f()'], 2],
    ['a variable that did not exist', ['function f() { return a + 1 }', 'const a = 2', 'f()'], 3],
    [
      'a function declared anew',
      ['function g() { return 1 }\nfunction f() { return g() }', 'function g() { return 2 }', 'f()'],
      2,
    ],
    ['a function that did not exist', ['const f = () => g()', 'function g() { return 2 }', 'f()'], 2],
    [
      'a class declared anew',
      ['class A { x = 1 }\nconst f = () => new A().x', 'class A { x = 2 }', 'f()'],
      2,
    ],
    [
      'a class that did not exist',
      ['const f = () => new A(3).x', 'class A { constructor(public x: number) {} }', 'f()'],
      3,
    ],
    [
      'itself declared anew, in recursion',
      ['function f(n) { return n ? 1 + f(n - 1) : 0 }\nconst g = f', 'function f(n) { return 100 }', 'g(5)'],
      101,
    ],
    [
      'each other',
      [
        'const even = (n) => n === 0 || odd(n - 1)',
        'const odd = (n) => n !== 0 && even(n - 1)',
        '[even(4), odd(4)]',
      ],
      [true, false],
    ],
    [
      'a method',
      [
        'class A { m() { return a } get g() { return a } static s() { return a } f = () => a }',
        'let a = 1',
        'const b = new A()',
        'a = 2',
        '[b.m(), b.g, A.s(), b.f()]',
      ],
      [2, 2, 2, 2],
    ],
    [
      'a field when it is made',
      ['class A { f = a }', 'let a = 1', 'const b = new A()', 'a = 2', '[b.f, new A().f]'],
      [1, 2],
    ],
    [
      'a method of an object',
      [
        'const o = { m() { return a }, get g() { return a }, f: function () { return a } }',
        'let a = 1',
        '[o.m(), o.g, o.f()]',
      ],
      [1, 1, 1],
    ],
    [
      'a closure in a closure',
      ['const f = () => () => [1].map(() => a)[0]', 'let a = 1', 'const g = f()', 'a = 2', 'g()'],
      2,
    ],
    [
      'a default parameter',
      ['const f = (x = a, { y = a } = {}) => [x, y]', 'let a = 1', 'a = 2', 'f()'],
      [2, 2],
    ],
    [
      'a callback of an earlier cell',
      [
        'let a = 1\nconst calls = []\nconst call = () => calls.push(a)',
        'call()',
        'a = 2; call()',
        'let a = 3; call()',
        'calls',
      ],
      [1, 2, 3],
    ],
    [
      'what it assigns itself',
      ['let a = 1\nfunction f() { a += 1; return a }', 'f()', 'a = 10', '[f(), a]'],
      [11, 11],
    ],
    ['a variable it makes', ['function f() { a = 5 }', 'f()', 'a'], 5],
    [
      'an import taken anew',
      ['import { sep as s } from "node:path"\nconst f = () => s', 'const s = "mine"', 'f()'],
      'mine',
    ],
    ['an enum declared anew', ['enum E { A = 1 }\nconst f = () => E.A', 'enum E { A = 2 }', 'f()'], 2],
    [
      'a tag and an optional call',
      ['const f = () => [t`x`, g?.()]', 'let g\nconst t = (s) => s[0]', 'f()'],
      ['x', undefined],
    ],
    ['a short property', ['const f = () => ({ a })', 'const a = 1', 'f()'], { a: 1 }],
    ['a template', ['const f = () => `<${a}>`', 'const a = 1', 'f()'], '<1>'],
    [
      'a destructuring assignment',
      ['const f = () => { [a, { b, c = 9 }] = [1, { b: 2 }] }', 'let a, b, c', 'f()', '[a, b, c]'],
      [1, 2, 9],
    ],
    [
      'a loop that assigns',
      ['const f = () => { for (a of [1, 2]); for (b in { x: 1 }); }', 'let a, b', 'f()', '[a, b]'],
      [2, 'x'],
    ],
    ['typeof', ['const f = () => typeof a', 'const a = 1', 'f()'], 'number'],
    ['typeof of nothing', ['const f = () => typeof a', 'f()'], 'undefined'],
  ])('a function of an earlier cell sees %s', async (_name, cells, wanted) => {
    expect(await runCells(...cells)).toEqual(wanted)
  })

  test('a function of an earlier cell sees a global defined later', async () => {
    const { run } = notebook()
    await run('const f = () => [lateGlobal, typeof lateGlobal]', 'globalThis.lateGlobal = 1')
    // What is looked up by the library is looked up in jest's realm.
    const globals = globalThis as { lateGlobal?: number }
    globals.lateGlobal = 1
    try {
      expect(await run('const x = f()\ndelete globalThis.lateGlobal\nx')).toEqual([1, 'number'])
    } finally {
      delete globals.lateGlobal
    }
  })

  test('a function sees a variable that its own cell failed to declare, and another one did', async () => {
    const { run } = notebook()
    await expect(run('function f() { return a }\nthrow new Error("no")\nlet a = 1')).rejects.toThrow('no')
    expect(await run('let a = 5', 'f()')).toBe(5)
  })

  test('code at the top level of a cell sees what a function has assigned', async () => {
    expect(await runCells('let a = 1\nconst f = () => { a = 2 }\nf()\na')).toBe(2)
    expect(await runCells('function f() {}\nconst g = () => { f = () => 2 }\ng()\nf()')).toBe(2)
  })

  test('a closure keeps its own copy of a loop variable', async () => {
    expect(
      await runCells(
        'const fs = []\nfor (let i = 0; i < 3; i++) fs.push(() => i)',
        'let i = 9',
        'fs.map((f) => f())',
      ),
    ).toEqual([0, 1, 2])
  })

  test('a var of a loop is seen as the last statement has left it', async () => {
    expect(await runCells('for (var i = 0; i < 3; i++) {}\ni = 10', 'i')).toBe(10)
    expect(await runCells('for (var i = 0; i < 3; i++) {}\ni++', 'i')).toBe(4)
  })
})

describe('a name that is used too early', () => {
  test.each([
    ['const', 'a\nconst a = 1'],
    ['let', 'a\nlet a = 1'],
    ['let that is assigned', 'a = 1\nlet a'],
    ['class', 'new a()\nclass a {}'],
    ['typeof', 'typeof a\nconst a = 1'],
    ['its own initialiser', 'const a = a'],
    ['a pattern', 'const { b = a, a } = {}'],
    ['a block', '{ a }\nlet a = 1'],
    ['a later one of several', 'const b = a, a = 1'],
    ['a function above', 'function f() { return a }\nf()\nconst a = 1'],
    ['a function below', 'f()\nconst a = 1\nfunction f() { return a }'],
    ['an arrow above', 'const f = () => a\nf()\nlet a = 1'],
    ['a method above', 'new (class { m() { return a } })().m()\nlet a = 1'],
    ['a static field', 'class B { static b = a }\nconst a = 1'],
    ['a short property in a function', 'const f = () => ({ a })\nf()\nlet a = 1'],
    ['a class in a function', 'const f = () => new a()\nf()\nclass a {}'],
    ['a call in a function', 'const f = () => a()\nf()\nlet a = () => 1'],
    ['a function that assigns', 'function f() { a = 1 }\nf()\nlet a'],
    ['a function in its own initialiser', 'const a = (() => a)()'],
    ['the heritage of a class', 'class a extends a {}'],
  ])('is refused by the language: %s', async (_name, cell) => {
    expect(await failureOf(cell)).toBe("ReferenceError: Cannot access 'a' before initialization")
    // Also when an earlier cell has one.
    expect(await failureOf('let a = () => 0', cell)).toBe(
      "ReferenceError: Cannot access 'a' before initialization",
    )
  })

  test('is there when its function is called in time', async () => {
    expect(
      await runCells('function f() { return [a, B.b] }\nconst a = 1\nclass B { static b = 2 }\nf()'),
    ).toEqual([1, 2])
  })

  test.each([
    ['a function', 'const b = f()\nfunction f() { return 1 }\nb', 1],
    ['a var', 'const b = a\nvar a = 1\nb', undefined],
  ])('is no mistake for %s', async (_name, cell, wanted) => {
    expect(await runCells(cell)).toBe(wanted)
  })
})

describe('a constant', () => {
  test.each([
    ['an assignment', 'a = 2', '1:1'],
    ['an operator', 'a += 2', '1:1'],
    ['a logical operator', 'a ??= 2', '1:1'],
    ['++', 'a++', '1:1'],
    ['--', '--a', '1:3'],
    ['an array pattern', '[a] = [1]', '1:2'],
    ['a rest', '[...a] = [1]', '1:5'],
    ['a short property', '({ a } = { a: 1 })', '1:4'],
    ['a renamed property', '({ x: a } = { x: 1 })', '1:7'],
    ['a nested default', '({ x: [a = 1] } = { x: [] })', '1:8'],
    ['a loop over values', 'for (a of [1]);', '1:6'],
    ['a loop over keys', 'for (a in {});', '1:6'],
    ['parentheses', '(a) = 2', '1:2'],
    ['a function', 'function f() {\n  a = 2\n}', '2:3'],
    ['a type assertion', '(a as any) = 2', '1:2'],
  ])('is not assigned by %s', async (_name, code, place) => {
    const message = "Cannot assign to 'a' because it is a constant."
    expect(await problemsOf(['const a = 1', code])).toEqual([`${place} - ${message}`])
    const [line, column] = place.split(':').map(Number)
    expect(await problemsOf([`const a = 1;\n${code}`])).toEqual([`${(line ?? 0) + 1}:${column} - ${message}`])
  })

  test.each([
    ['a variable of a block', '{ let a = 3; a++ }'],
    ['a parameter', 'function f(a) { a = 2 }'],
    ['a caught value', 'try { throw 1 } catch (a) { a = 2 }'],
    ['a variable of a loop', 'for (let a = 0; a < 1; a++);'],
    ['a member', 'a.b = 1; a.c++; [a.d] = [1]'],
  ])('is not meant by %s', async (_name, code) => {
    expect(await problemsOf(['const a = {}', code])).toEqual([])
  })

  test('may be declared anew, and then assigned', async () => {
    expect(await runCells('const a = 1', 'let a = 2', 'a = 3', 'a')).toBe(3)
    expect(await problemsOf(['let a = 1', 'const a = 2', 'a = 3'])).toHaveLength(1)
  })

  test('is no hindrance in a cell that declares a variable of that name', async () => {
    expect(await runCells('const a = 1', 'let a = 2; a++; a')).toBe(3)
  })

  test('is one, too, where the compiler refused the cell that would have declared a variable', async () => {
    const { run } = notebook()
    await run('const a = 1')
    await expect(run('let a = 2; nothing')).rejects.toThrow('nothing')
    await expect(run('a = 3')).rejects.toThrow('constant')
  })
})

describe('a variable of the notebook', () => {
  test.each<[string, string, unknown]>([
    ['is assigned', 'a = 5; a', 5],
    ['is counted up', '[a++, ++a, a--, a]', [1, 3, 3, 2]],
    ['is assigned by operators', 'a += 4; a **= 2; a ||= 9; a &&= a + 1; a', 26],
    ['is assigned by a pattern', '[a, ...b] = [7, 8, 9]; [a, b]', [7, [8, 9]]],
    ['is swapped', '[a, b] = [b, a]; [a, b]', [2, 1]],
    ['is assigned by a short property', '({ a } = { a: 5 }); a', 5],
    ['is assigned by a default', '({ a = 8, c: b = 9 } = {}); [a, b]', [8, 9]],
    ['is assigned by a rest of properties', '({ a, ...b } = { a: 1, z: 2 }); b', { z: 2 }],
    ['is the variable of a loop', 'for (a of [5, 6]);\nfor (b in { k: 1 });\n[a, b]', [6, 'k']],
    ['is the counter of a loop', 'for (a = 0; a < 3; a++);\na', 3],
    ['is a short property', '({ a, b })', { a: 1, b: 2 }],
    ['is a computed property', '({ [a]: b })', { 1: 2 }],
    ['is a computed member', 'new (class { [`m${a}`]() { return b } })().m1()', 2],
    ['is spread', '[...[a], ...Object.keys({ ...{ b } })]', [1, 'b']],
    ['is in a template', '`${a}${`${b}`}`', '12'],
    ['is deleted by no one', 'typeof a', 'number'],
    ['is thrown and caught', 'try { throw a } catch (e) { e }\nb', 2],
    ['is not the property of that name', '({ a: { b: 7 } }).a.b', 7],
    ['is not the label of that name', 'a: for (const x of [1]) { for (;;) break a }\na', 1],
    ['is not the method of that name', '({ a() { return a } }).a()', 1],
    ['is not the member of that name', 'new (class { a = 9; b() { return this.a } })().b()', 9],
    [
      'is not the private member of that name',
      'new (class { #a = 9; b() { return #a in this && this.#a } })().b()',
      9,
    ],
    ['is extended and made', 'class C extends (a ? Array : Object) {}\nnew C() instanceof Array', true],
    ['is in an optional chain', 'a?.toFixed?.(b)', '1.00'],
  ])('%s', async (_name, code, wanted) => {
    expect(await runCells('let a = 1, b = 2', code)).toEqual(wanted)
    expect(await runCells(`let a = 1, b = 2;\n${code}`)).toEqual(wanted)
    expect(await runCells(`var a = 1, b = 2;\n${code}`)).toEqual(wanted)
  })
})

describe('a call', () => {
  const see = 'function f() { "use strict"; return this === undefined }'

  test.each([
    ['a call', 'f()'],
    ['an optional call', 'f?.()'],
    ['a tag', 'f`x`'],
    ['a call in a function', '(() => f())()'],
    ['a call of a sealed type', '(f as any)()'],
    ['a call of what is not null', 'f!()'],
    ['a call in parentheses', '(f)()'],
  ])('hands over no this: %s', async (_name, code) => {
    expect(await runCells(see, code)).toBe(true)
    expect(await runCells(`${see}\n${code}`)).toBe(true)
    expect(await runCells(`let f = ${see}`, code)).toBe(true)
  })

  test('does so for a function that comes later', async () => {
    expect(await runCells('const g = () => [f(), f?.(), f`x`]', see, 'g()')).toEqual([true, true, true])
  })

  test('makes an object by new', async () => {
    expect(
      await runCells(
        'const f = () => [new A, new A(), new N.B(1).x]',
        'class A {}\nconst N = { B: class { constructor(public x) {} } }',
        'f().at(-1)',
      ),
    ).toBe(1)
  })
})

describe('the last expression', () => {
  test.each<[string, string, unknown]>([
    ['a value', '1', 1],
    ['with a semicolon', '1;', 1],
    ['of several lines', '1\n2', 2],
    ['after a comment', '// a\n1 /* b */ // c', 1],
    ['before a comment', '1\n// a\n/* b\n*/', 1],
    ['with a comment inside', '[1, // one\n2]', [1, 2]],
    ['an object in parentheses', '({ a: 1 })', { a: 1 }],
    ['a function', '(() => 1)()', 1],
    ['an assignment', 'let a\na = 5', 5],
    ['a chain over lines', '[3, 1]\n  .sort()\n  .map(String)', ['1', '3']],
    ['a template', '`a\n${1}`', 'a\n1'],
    ['two with a comma', '1, 2', 2],
    ['before types', '1\ninterface A {}\ntype B = A', 1],
    ['before exports', 'const a = 1\na\nexport { a }', 1],
    ['a typed one', 'const a = 1\na as number satisfies number', 1],
    ['under using', 'using a = { x: 1, [Symbol.dispose]() {} }\na.x', 1],
    ['under await using', 'await using a = { x: 1, async [Symbol.asyncDispose]() {} }\na.x', 1],
    ['an async one', 'await 5', 5],
    ['a directive', '"use strict"', 'use strict'],
    ['undefined', 'undefined', undefined],
    ['null', 'null', null],
    ['a regular expression', '/a/.test("a")', true],
    ['no text after a shebang', '#!/usr/bin/env node\n1', 1],
  ])('is what a cell shows: %s', async (_name, cell, wanted) => {
    const { compiler } = notebook()
    expect(await compiler.compile(cell, 'cell').run()).toEqual([wanted])
  })

  test.each([
    ['nothing', ''],
    ['a comment', '// a'],
    ['a declaration', 'const a = 1'],
    ['a function', 'function f() {}'],
    ['a loop', 'for (const a of [1]) a'],
    ['a branch', 'if (true) 1'],
    ['a block', '{ a: 1 }'],
    ['an empty statement after it', '1;;'],
    ['a type', 'type A = 1'],
    ['an import', 'import "node:fs"'],
    ['an export', 'export default 1'],
  ])('is none in %s', async (_name, cell) => {
    const { compiler } = notebook()
    expect((await compiler.compile(cell, 'cell').run()) ?? []).toEqual([])
  })

  test('is a promise that is not waited for', async () => {
    const { compiler } = notebook()
    const cell = compiler.compile('new Promise(() => {})', 'cell')
    expect(cell.isAsync).toBe(false)
    expect(String((cell.run() as readonly unknown[])[0])).toBe('[object Promise]')
    const other = compiler.compile('await 1; Promise.resolve(2)', 'cell')
    const [value] = (await other.run()) ?? []
    expect(await value).toBe(2)
    expect(String(value)).toBe('[object Promise]')
  })
})

describe('names of the compiler', () => {
  test.each([
    ['using', 'using a = null', ['a']],
    ['await using', 'await using a = null', ['a']],
    [
      'decorators',
      'const dec = (v: any, _: unknown) => v\n@dec class A { @dec m() {} static accessor b = 1 } // _a',
      ['A', 'dec'],
    ],
    ['an enum', 'enum E { A }', ['E']],
    ['a namespace', 'namespace N { export const a = 1 }', ['N']],
    ['imports', 'import fs, { sep } from "node:path"', ['fs', 'sep']],
    ['elements', 'const React = { createElement: () => 1 }\nconst a = <b/>', ['React', 'a']],
  ])('are no variables of the notebook: %s', async (_name, cell, wanted) => {
    const { run, variables } = notebook()
    await run(cell)
    expect(Object.keys(variables).sort()).toEqual(wanted)
  })

  test('do not meet names of the notebook', async () => {
    const { run, variables } = notebook()
    await run('const env_1 = "mine", __addDisposableResource = 2')
    expect(await run('using b = { [Symbol.dispose]() {} }\n3')).toBe(3)
    expect(variables['env_1']).toBe('mine')
  })
})
