import { failureOf, notebook, problemsOf, runCells, typescript } from '../notebook'
import { compileCell } from '../../../../src/kernel/compiler/transform/compile-cell'

const compile = (source: string, isJs = false) =>
  compileCell(typescript, source, {
    isJs,
    notebook: { has: () => false, isConst: () => false, isGlobal: (name) => name in globalThis },
    knownNames: () => [],
    mayWait: () => false,
  })

describe('a name that nothing declares', () => {
  test.each<[string, string[], string]>([
    ['a value', ['a1'], "1:1 - Cannot find name 'a1'."],
    ['below', ['1\n  a1'], "2:3 - Cannot find name 'a1'."],
    ['after types', ['const b: Array<number> = a1 as any'], "1:26 - Cannot find name 'a1'."],
    ['after an emoji', ['"🙂", a1'], "1:7 - Cannot find name 'a1'."],
    ['after tabs', ['\t\ta1'], "1:3 - Cannot find name 'a1'."],
    ['in a template of several lines', ['`a\n${b1}`'], "2:3 - Cannot find name 'b1'."],
    ['an assignment', ['a1 = 1'], "1:1 - Cannot find name 'a1'."],
    ['a count', ['a1++'], "1:1 - Cannot find name 'a1'."],
    ['a pattern', ['({ a1 } = {})'], "1:4 - Cannot find name 'a1'."],
    ['a short property', ['({ a1 })'], "1:4 - Cannot find name 'a1'."],
    ['a call', ['a1()'], "1:1 - Cannot find name 'a1'."],
    ['a heritage', ['class B extends A1 {}'], "1:17 - Cannot find name 'A1'."],
    ['a global', ['proces.env'], "1:1 - Cannot find name 'proces'. Did you mean 'process'?"],
    [
      'another case',
      ['const myName = 1', 'myname'],
      "1:1 - Cannot find name 'myname'. Did you mean 'myName'?",
    ],
    ['a variable', ['const apple = 1', 'appel'], "1:1 - Cannot find name 'appel'. Did you mean 'apple'?"],
    [
      'a variable of the cell',
      ['const apple = 1\nappel'],
      "2:1 - Cannot find name 'appel'. Did you mean 'apple'?",
    ],
    [
      'a function of the cell',
      ['function square() {}\nsqare()'],
      "2:1 - Cannot find name 'sqare'. Did you mean 'square'?",
    ],
    ['a name with $', ['$a1'], "1:1 - Cannot find name '$a1'."],
  ])('is told with its place: %s', async (_name, cells, wanted) => {
    expect(await problemsOf(cells)).toEqual([wanted])
  })

  test('is told each time', async () => {
    expect(await problemsOf(['a1\nb1\na1'])).toEqual([
      "1:1 - Cannot find name 'a1'.",
      "2:1 - Cannot find name 'b1'.",
      "3:1 - Cannot find name 'a1'.",
    ])
  })

  test.each([
    ['typeof', 'typeof a1'],
    ['typeof in parentheses', 'typeof (a1)'],
    ['a function', 'const f = () => a1'],
    ['a type', 'const a = 1 as unknown as A1'],
    ['declare const', 'declare const a1: number\n() => a1'],
    ['declare global', 'declare global { var a1: number }\n(globalThis as any).a1 = 1\na1'],
    ['declare function', 'declare function a1(): void\nif (1 > 2) a1()'],
    ['globalThis', '(globalThis as any).x;\nglobalThis.a1 = 1\na1'],
    ['global', 'global.a1 = 1\na1'],
    ['globalThis with $', 'globalThis.$a1 = 1\n$a1'],
    ['an import for its effects', 'import "node:fs"\nif (1 > 2) a1'],
    ['undefined', 'undefined'],
    ['CommonJS', '[require, module, exports, __filename, __dirname]'],
    ['a global', '[process, Buffer, fetch, console, setTimeout, URL]'],
    ['an import of types', 'import type { Stats } from "node:fs"\nlet a: Stats'],
    ['an import that may be a type', 'import { Stats, PathLike } from "node:fs"\nlet a: PathLike'],
  ])('is none of that: %s', async (_name, cell) => {
    expect(await problemsOf([cell])).toEqual([])
  })

  test('in a function fails when that is called', async () => {
    expect(await failureOf('const f = () => a1', 'f()')).toBe('ReferenceError: a1 is not defined')
  })
})

describe('syntax', () => {
  test.each<[string, string, string[]]>([
    ['a missing expression', 'const a = ;', ['1:11 - Expression expected.']],
    ['a missing bracket', 'f(1', ["1:4 - ')' expected."]],
    ['a name twice', 'let a = 1\nlet a = 2', ["2:5 - Identifier 'a' has already been declared"]],
    [
      'a function and a constant of one name',
      'const a = 1;\n  function a() {}',
      ["2:3 - Identifier 'a' has already been declared"],
    ],
    ['break outside of loops', '1\n\tbreak', ['2:2 - Illegal break statement']],
  ])('is checked: %s', async (_name, cell, wanted) => {
    expect(await problemsOf([cell])).toEqual(wanted)
  })

  test('is all that is told where it is wrong', async () => {
    expect(await problemsOf(['nothing; const a = ;'])).toEqual(['1:20 - Expression expected.'])
  })

  test('is that of TypeScript, types are not checked', async () => {
    expect(
      await runCells(
        'const a: string = 1 as any as string\nlet b: number = "x" as never\nenum E { A }\n// @ts-expect-error\na satisfies number',
      ),
    ).toBe(1)
    expect(await runCells('// @ts-nocheck\nconst a: string = 1; a')).toBe(1)
  })

  test('begins with a shebang if it likes', async () => {
    expect(await runCells('#!/usr/bin/env -S npx tsx\n1')).toBe(1)
    expect(await problemsOf(['#!x\n  nothing'])).toEqual(["2:3 - Cannot find name 'nothing'."])
  })

  test.each([
    ['a type argument', 'const f = <T,>(x: T) => x\nf<number>(4)', 4],
    ['a type parameter', 'const f = <T>(x: T): T => x\nf(4)', 4],
    ['a type assertion', '<any>4', 4],
    ['comparison', 'const a = 1, b = 5\na <b', true],
  ])('of elements is not seen in %s', async (_name, cell, wanted) => {
    expect(await runCells(cell)).toBe(wanted)
  })
})

describe('elements', () => {
  const React =
    'const React = { Fragment: "F", createElement: (type, props, ...children) => [type, props, ...children] }'

  test.each<[string, string, unknown]>([
    ['an element', '<a b="c" d={1}>e</a>', ['a', { b: 'c', d: 1 }, 'e']],
    ['a fragment', '<>x</>', ['F', null, 'x']],
    [
      'one in another, with code',
      '<ul>{[1].map((n: number) => <li key={n}/>)}</ul>',
      ['ul', null, [['li', { key: 1 }]]],
    ],
    ['a component of the cell', 'const A = () => 1\n;<A {...{ b: 1 }}/>', [expect.any(Function), { b: 1 }]],
  ])('are made by React: %s', async (_name, code, wanted) => {
    expect(await runCells(`${React}\n;${code}`)).toEqual(wanted)
    expect(await runCells(React, code)).toEqual(wanted)
  })

  test('are made in a function by the React of that time', async () => {
    expect(await runCells('const f = () => <a/>', React, 'f()')).toEqual(['a', null])
  })

  test('are made by what a comment names', async () => {
    const h = 'const h = (type, props) => type'
    expect(await runCells(h, '/** @jsx h */\n<a/>')).toBe('a')
  })

  test('do not hide what else is wrong', async () => {
    expect((await problemsOf(['const a = <b/>; const']))[0]).toMatch(/^1:\d+ - /)
  })
})

describe('a JavaScript cell', () => {
  const js = { isJs: true }

  test('is run', async () => {
    expect(await notebook(js).run('const a = 1', 'a + 1')).toBe(2)
  })

  test('has elements', async () => {
    expect(await notebook(js).run('const React = { createElement: (a) => a }\n;<b/>')).toBe('b')
  })

  test('has no types', async () => {
    expect(await problemsOf(['const a: number = 1'], js)).toEqual([
      '1:10 - Type annotations can only be used in TypeScript files.',
    ])
  })

  test('has imports', async () => {
    expect(await notebook(js).run('import { sep } from "node:path"\nsep')).toBe('/')
  })

  test('is checked for names', async () => {
    expect(await problemsOf(['nothing'], js)).toEqual(["1:1 - Cannot find name 'nothing'."])
  })
})

describe('toSource', () => {
  /** Where a marked place of the script came from: `line:column` of the cell, both from 0. */
  const origin = (cell: string, text: string, isJs = false) => {
    const { script, toSource } = compile(cell, isJs)
    const at = script.indexOf(text)
    const before = script.slice(0, at)
    const line = before.split('\n').length - 1
    const place = toSource({ line, column: at - before.lastIndexOf('\n') - 1 })
    return place === undefined ? undefined : `${place.line}:${place.column}`
  }

  test.each([
    ['on the first line', 'mark1()', '0:0'],
    ['below types that are gone', 'interface A {\n  x: 1\n}\n\n\nmark1()', '5:0'],
    ['after a type', 'const a: number = mark1()', '0:18'],
    ['after several declarators', 'const a = 1, b = 2, c = mark1()', '0:24'],
    ['after rewritten names', 'let b = 1; b++; b = b + 1; mark1()', '0:27'],
    ['after an import', 'import { sep } from "node:path"; mark1()', '0:33'],
    ['in an enum', 'enum E {\n  A = mark1(),\n}', '1:6'],
    ['after an emoji', 'const a = "🙂🙂"; mark1()', '0:18'],
    ['in a template', '`\n\n${mark1()}`', '2:2'],
    ['indented by tabs', '{\n\t\tmark1()\n}', '1:2'],
    ['after Windows line ends', '1\r\nmark1()', '1:0'],
  ])('leads back to what was typed: %s', (_name, cell, wanted) => {
    const globals = globalThis as { mark1?: unknown }
    globals.mark1 = () => 0
    try {
      expect(origin(cell, 'mark1()')).toBe(wanted)
    } finally {
      delete globals.mark1
    }
  })

  test('leads nowhere from code around the cell', () => {
    const { script, toSource } = compile('1')
    expect(toSource({ line: 0, column: 0 })).toBeUndefined()
    expect(toSource({ line: script.split('\n').length - 1, column: 3 })).toBeUndefined()
  })
})
