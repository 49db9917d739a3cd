import { join } from 'node:path'
import { notebook, PROJECT, short } from './notebook'

describe('The notes of a cell', () => {
  test('say what is wrong, and where', () => {
    const { run } = notebook()
    expect(run('const a = 1\n\n  a.nothing // no')).toEqual([
      {
        line: 3,
        column: 5,
        code: 2339,
        message: "Property 'nothing' does not exist on type '1'.",
        category: 'error',
      },
    ])
  })

  test.each([
    ['are in the order of the text', 'b\na', ['1:1 TS2304', '2:1 TS2304']],
    ['count columns in UTF-16', '"😀"; a', ['1:7 TS2304']],
    ['count lines at every kind of line end', '1\r\n2\n\ta', ['3:2 TS2304']],
    ['are as few as // @ts-nocheck wants', '// @ts-nocheck\na', []],
    ['are as few as // @ts-ignore wants', '// @ts-ignore\na\nb', ['3:1 TS2304']],
    ['do not have what is expected', '// @ts-expect-error\na', []],
    ['have what is expected in vain', '// @ts-expect-error\n1', ['1:1 TS2578']],
    ['do not mind a shebang', '#!/usr/bin/env node\na', ['2:1 TS2304']],
    ['are about syntax alone when that is wrong', 'a; const = 1', ['1:10 TS1134', '1:12 TS1134']],
    ['see what is open at the end', 'function f() {', ['1:15 TS1005']],
    ['see a string that is open', 'const a = "b', ['1:13 TS1002']],
    ['see a template that is open', 'const a = `b\n', ['2:1 TS1160']],
    ['see a comment that is open', '1 /* a', ['1:7 TS1010']],
    [
      'do not mind await',
      'for await (const a of [1]) a; await 1; class A extends (await Promise.resolve(Object)) {}',
      [],
    ],
    ['mind await in a plain function', 'function f() { await 1 }', ['1:16 TS1308']],
    ['do not mind what ends in a comment', '1 // a', []],
    ['do not mind an expression without end', 'const a = 1\na', []],
    ['do not mind import.meta', 'import.meta.url; import.meta', []],
    ['do not mind what is not used', 'const a = 1; function f(b: number) {} if (false) { 1 }', []],
    ['do not mind names of CommonJS', 'const require = 1, exports = 2, module = 3', []],
    ['do not mind export =', 'export = { a: 1 }', []],
    ['do not mind any', 'function f(a) { return a.b }; const c = []; c.push(1); let d = null; d = ""', []],
    ['do not mind null', 'let a: string = null; const b: number = undefined', []],
    ['do not mind what is deprecated', '/** @deprecated no */ function f() {}; f()', []],
    [
      'see decorators of today',
      'function d(v: any, c: ClassMethodDecoratorContext) {}; class A { @d m() {} }',
      [],
    ],
    [
      'know what is new',
      'Object.groupBy([1], String); [3].toSorted(); Promise.withResolvers(); new Set([1]).union(new Set())',
      [],
    ],
    [
      'know fetch',
      'const r = await fetch("x"); const j = await r.json(); j.a.b; for await (const c of r.body) c.length',
      [],
    ],
  ])('%s', (_name, code, notes) => {
    expect(short(notebook().run(code))).toEqual(notes)
  })

  test('do not show where cells are', () => {
    const { run, root } = notebook()
    run('class A { private a = 1 }')
    run('class B { static make() { return new A() } }')
    run('class A { private b = 2 }')
    const [note] = run('const a: A = B.make()')
    expect(note?.message).toContain("type 'A'")
    expect(note?.message).not.toMatch(/import\(|__cell/)
    expect(note?.message).not.toContain(root)
  })

  test('leave out what only strict types could tell', () => {
    const { run, write } = notebook()
    write(
      'node_modules/arks/index.d.ts',
      `export declare function type<const D>(d: unknown extends null ? D : "This needs 'strict' or 'strictNullChecks' to be true"): D
export declare function other(d: "\\"strict\\" is needed"): void`,
    )
    expect(run('import { other, type } from "arks"\nconst user = type({ a: "string" })\nother("")')).toEqual(
      [],
    )
  })

  test('tell what is different about overloads once', () => {
    const { run } = notebook()
    run('function f(a: number): 1; function f(a: number, b?: 1): 2; function f(...a: any) { return a }')
    const [note] = run('f("")')
    expect(note?.message).toBe(
      "No overload matches this call: Argument of type 'string' is not assignable to parameter of type 'number'.",
    )
  })

  test('are those of a role that is any string', () => {
    const { run } = notebook({ root: PROJECT, types: join(PROJECT, 'node_modules/@types') })
    expect(run('import OpenAI from "openai"\nconst client = new OpenAI({ apiKey: "x" })')).toEqual([])
    const notes = run(
      'const messages = [{ role: "user", content: "hi" }]\nawait client.chat.completions.create({ model: "x", messages })',
    )
    expect(short(notes)).toEqual(['2:52 TS2769'])
    expect(notes[0]?.message.split('\n')[0]).toBe(
      "No overload matches this call: Type '{ role: string; content: string; }[]' is not assignable to type 'ChatCompletionMessageParam[]'.",
    )
    expect(
      run(
        'const r = await client.chat.completions.create({ model: "x", messages: [{ role: "user", content: "hi" }] })\nr.choices[0].message.content.length',
      ),
    ).toEqual([])
  })
})

describe('JSX', () => {
  test('is checked with what earlier cells declare', () => {
    const { run } = notebook()
    run(
      'declare global { namespace JSX { interface IntrinsicElements { b: { c?: number } } interface Element { v: 1 } } }',
    )
    run('const React = { createElement: (...a: any[]) => ({ v: 1 as const }) }')
    expect(run('const e = <b c={1} />; e.v')).toEqual([])
    expect(short(run('const f = <b c="" />'))).toEqual(['1:14 TS2322'])
  })
})
