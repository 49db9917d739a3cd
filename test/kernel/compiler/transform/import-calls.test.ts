import { failureOf, notebook, problemsOf, runCells } from '../notebook'

const files = {
  'lib.ts':
    'export const a = 1, b = 2\nexport default function f() { return 3 }\nexport interface T { x: 1 }',
  'plain.cjs': 'module.exports = { a: 1, b: 2 }',
  'callable.cjs': 'module.exports = () => 4',
}

describe('an import', () => {
  test.each<[string, string, string, unknown]>([
    ['names', 'import { a, b } from "./lib"', '[a, b]', [1, 2]],
    ['other names', 'import { a as c, default as d } from "./lib"', '[c, d()]', [1, 3]],
    ['names in quotes', 'import { "a" as c } from "./lib"', 'c', 1],
    ['the default', 'import f from "./lib"', 'f()', 3],
    ['the default and names', 'import f, { a } from "./lib"', '[f(), a]', [3, 1]],
    [
      'all',
      'import * as lib from "./lib"',
      '[lib.a, lib.default(), Object.keys(lib).sort()]',
      [1, 3, ['a', 'b', 'default']],
    ],
    ['the default and all', 'import f, * as lib from "./lib"', '[f(), lib.b]', [3, 2]],
    ['the default of CommonJS', 'import c from "./plain.cjs"', 'c', { a: 1, b: 2 }],
    ['names of CommonJS', 'import { a } from "./plain.cjs"', 'a', 1],
    ['all of CommonJS', 'import * as c from "./plain.cjs"', '[c.a, c.default]', [1, { a: 1, b: 2 }]],
    ['a function of CommonJS', 'import c from "./callable.cjs"', 'c()', 4],
    ['names of Node', 'import { sep, posix as p } from "node:path"', '[sep, p.sep]', ['/', '/']],
    ['the default of Node', 'import path from "path"', 'path.sep', '/'],
    ['all of Node', 'import * as path from "path"', 'path.sep', '/'],
    ['by require', 'import path = require("node:path")', 'path.sep', '/'],
    ['values beside types', 'import { type T, a } from "./lib"', 'a', 1],
    ['values among types', 'import { T, a } from "./lib"\nconst t: T = { x: 1 }', '[a, t.x]', [1, 1]],
    ['attributes', 'import { a } from "./lib" with { type: "ts" }', 'a', 1],
    ['dynamically', 'const { a } = await import("./lib")', 'a', 1],
    ['dynamically, later', 'const f = async () => (await import("./lib")).default()', 'await f()', 3],
    ['dynamically, CommonJS', 'const c = await import("./plain.cjs")', '[c.a, c.default.b]', [1, 2]],
    ['dynamically, by a name made then', 'const c = await import(`./${"lib"}`)', 'c.a', 1],
  ])('takes %s', async (_name, declaration, use, wanted) => {
    expect(await notebook({ files }).run(declaration, use)).toEqual(wanted)
    expect(await notebook({ files }).run(`${declaration};\n${use}`)).toEqual(wanted)
  })

  test('is done where it stands', async () => {
    const { run } = notebook({
      files: { 'env.ts': 'export const seen = process.env.TSLAB_MAGICS_TEST_SEEN' },
    })
    const cell =
      'process.env.TSLAB_MAGICS_TEST_SEEN = "yes"\nimport { seen } from "./env"\ndelete process.env.TSLAB_MAGICS_TEST_SEEN\nseen'
    expect(await run(cell)).toBe('yes')
  })

  test('may stand below its use in a function', async () => {
    expect(await runCells('const f = () => sep\nimport { sep } from "node:path"\nf()')).toBe('/')
  })

  test.each([
    ['types', 'import type { T } from "./nowhere"'],
    ['a default type', 'import type T from "./nowhere"'],
    ['only names of types', 'import { type T, type U } from "./nowhere"'],
    ['types to pass on', 'export type { T } from "./nowhere"'],
  ])('of %s loads nothing', async (_name, cell) => {
    const { compiler } = notebook()
    const made = compiler.compile(cell, 'cell')
    expect([made.isAsync, await made.run()]).toEqual([false, undefined])
  })

  test('of a name that is not there fails when the name is used', async () => {
    expect(await failureOf('import { nope } from "node:path"\nnope')).toBe(
      "SyntaxError: The module 'node:path' does not provide an export named 'nope'",
    )
    expect(await problemsOf(['import { nope } from "node:path"', 'nope'])).toEqual([
      "1:1 - Cannot find name 'nope'.",
    ])
  })

  test('for its effects runs the file once', async () => {
    const { run } = notebook({ files: { 'effect.ts': 'globalThis.effects = (globalThis.effects ?? 0) + 1' } })
    expect(
      await run(
        'import "./effect"',
        'import "./effect"\nconst n = globalThis.effects\ndelete globalThis.effects\nn',
      ),
    ).toBe(1)
  })

  test('takes the place of a variable, and a variable that of an import', async () => {
    expect(await runCells('const sep = 1', 'import { sep } from "node:path"', 'sep')).toBe('/')
    expect(await runCells('import { sep } from "node:path"', 'const sep = 1', 'sep')).toBe(1)
  })

  test('waits for files, and for packages that may have to be waited for, only', async () => {
    const { compiler } = notebook({
      files: {
        ...files,
        'node_modules/c/package.json': '{}',
        'node_modules/c/index.js': '',
        'node_modules/m/package.json': '{ "type": "module", "exports": "./index.js" }',
        'node_modules/m/index.js': '',
      },
    })
    const isAsync = (name: string) => compiler.compile(`import "${name}"`, 'cell').isAsync
    expect(['./lib', './plain.cjs', 'm', 'c', 'node:fs'].map(isAsync)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('an export', () => {
  test.each<[string, string, string, unknown]>([
    ['a constant', 'export const a = 1', 'a', 1],
    ['a pattern', 'export const { a, b: [c] } = { a: 1, b: [2] }', '[a, c]', [1, 2]],
    ['let and var', 'export let a = 1\nexport var b', '[a, b]', [1, undefined]],
    ['a function', 'export function f() { return 1 }', 'f()', 1],
    ['an async function', 'export async function f() { return 1 }', 'await f()', 1],
    ['a class', 'export class A { x = 1 }', 'new A().x', 1],
    ['an abstract class', 'export abstract class A { static x = 1 }', 'A.x', 1],
    ['an enum', 'export enum E { A = 1 }', 'E.A', 1],
    ['a const enum', 'export const enum E { A = 1 }', 'E.A', 1],
    ['a namespace', 'export namespace N { export const a = 1 }', 'N.a', 1],
    ['types', 'export interface A { x: number }\nexport type B = A\nexport declare const c: A', '1', 1],
    ['a list', 'const a = 1\nexport { a }', 'a', 1],
    ['another name', 'const a = 1\nexport { a as b }', '[a, b]', [1, 1]],
    ['a name that is declared below', 'export { a as b }\nconst a = 1', 'b', 1],
    ['the default by name', 'const a = 1\nexport { a as default }', 'exports.default', 1],
    ['a default value', 'export default 1 + 1', 'exports.default', 2],
    ['a default object', 'export default { a: 1 }', 'exports.default.a', 1],
    ['a default function', 'export default function f() { return 1 }', '[f(), exports.default?.()]', [1, 1]],
    ['a default function without a name', 'export default function () { return 1 }', 'exports.default()', 1],
    ['a default async arrow', 'export default async () => 1', 'await exports.default()', 1],
    ['a default class', 'export default class A { static x = 1 }', '[A.x, exports.default?.x]', [1, 1]],
    ['a default class without a name', 'export default class { static x = 1 }', 'exports.default.x', 1],
    ['all of a module', 'export * from "./lib"', '[a, b]', [1, 2]],
    ['all of a module under a name', 'export * as lib from "./lib"', 'lib.a', 1],
    ['names of a module', 'export { a, b as c, default as d } from "./lib"', '[a, c, d()]', [1, 2, 3]],
    ['the only name', 'export {}', '1', 1],
  ])('makes a variable of %s', async (_name, declaration, use, wanted) => {
    expect(await notebook({ files }).run(declaration, use)).toEqual(wanted)
  })

  test.each([
    ['a function', 'export default function () { return 1 }'],
    ['a class', 'export default class {}'],
  ])('of %s ends where its text ends', async (_name, cell) => {
    expect(await runCells(`let log = []\n${cell}\n(log.push("next"))\nlog`)).toEqual(['next'])
  })
})
