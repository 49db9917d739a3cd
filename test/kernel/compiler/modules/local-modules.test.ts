import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { notebook } from '../notebook'

/** Takes `value` of a file anew. */
const take = (name: string) => `import { value } from "./${name}"\nvalue`

describe('a file beside the notebook', () => {
  test.each<[string, string, string, unknown]>([
    ['TypeScript', 'lib.ts', 'enum E { A = 1 }\nexport const value: number = E.A', 1],
    [
      'TypeScript with elements',
      'lib.tsx',
      'const React = { createElement: (type: string) => type }\nexport const value = <a/>',
      'a',
    ],
    ['JavaScript with imports', 'lib.js', 'import { sep } from "node:path"\nexport const value = sep', '/'],
    ['JavaScript of CommonJS', 'lib.js', 'exports.value = require("path").sep', '/'],
    [
      'JavaScript with elements',
      'lib.jsx',
      'const React = { createElement: (type) => type }\nexport const value = <a/>',
      'a',
    ],
    ['.mjs', 'lib.mjs', 'import { sep } from "path"\nexport const value = sep', '/'],
    ['.cjs', 'lib.cjs', 'module.exports = { value: require("path").sep }', '/'],
    ['.mts', 'lib.mts', 'export const value: number = 1', 1],
    ['.cts', 'lib.cts', 'const { sep } = require("path")\nmodule.exports = { value: sep as string }', '/'],
    ['.cts with import =', 'lib.cts', 'import path = require("path")\nexport = { value: path.sep }', '/'],
    ['JSON', 'lib.json', '{ "value": [1] }', [1]],
    ['with a shebang', 'lib.ts', '#!/usr/bin/env tsx\nexport const value = 1', 1],
    [
      'with decorators',
      'lib.ts',
      'const dec = (v: any, _: any) => v\n@dec class A { x = 1 }\nexport const value = new A().x',
      1,
    ],
    [
      'with using',
      'lib.ts',
      'let log = ""\n{ using a = { [Symbol.dispose]() { log += "end" } } }\nexport const value = log',
      'end',
    ],
    [
      'with the names of CommonJS',
      'lib.ts',
      'export const value = [typeof require, typeof module, typeof exports, __filename.slice(-6), __dirname.length > 0]',
      ['function', 'object', 'object', 'lib.ts', true],
    ],
    ['with this', 'lib.js', 'this.value = this === module.exports', true],
    [
      'with its own names of CommonJS',
      'lib.ts',
      'import { fileURLToPath } from "node:url"\nimport path from "node:path"\nconst __filename = fileURLToPath(import.meta.url)\nconst __dirname = path.dirname(__filename)\nexport const value = path.basename(__filename)',
      'lib.ts',
    ],
    [
      'with its own require',
      'lib.ts',
      'import { createRequire } from "node:module"\nconst require = createRequire(import.meta.url)\nexport const value = require("path").sep',
      '/',
    ],
    ['that renames its exports', 'lib.ts', 'const a = 1\nexport { a as value }', 1],
    ['that passes on', 'lib.ts', 'export { sep as value } from "node:path"', '/'],
    ['that passes on all', 'lib.ts', 'export * from "./other"', 'other'],
    [
      'that imports types',
      'lib.ts',
      'import type { A } from "./nowhere"\nimport { B } from "./types"\nexport const value: B = 1',
      1,
    ],
    [
      'that imports a file under its .js name',
      'lib.ts',
      'import { value as v } from "./other.js"\nexport const value = v',
      'other',
    ],
    [
      'that imports JSON',
      'lib.ts',
      'import data, { a } from "./data.json"\nexport const value = [data.a, a]',
      [1, 1],
    ],
    [
      'that imports itself',
      'lib.ts',
      'import * as self from "./lib"\nexport const value = 1\nexport const f = () => self.value',
      1,
    ],
  ])('is run: %s', async (_name, file, text, wanted) => {
    const { run } = notebook({
      files: {
        'other.ts': 'export const value = "other"',
        'types.ts': 'export type B = number',
        'data.json': '{ "a": 1 }',
        [file]: text,
      },
    })
    expect(await run(take(file.replace(/\.(?:ts|js|tsx|jsx|json)$/, '')))).toEqual(wanted)
  })

  test('has import.meta', async () => {
    const { run, root } = notebook({
      files: {
        'lib.ts': 'export const value = [import.meta.url, import.meta.filename, import.meta.dirname]',
        'other.ts': '',
      },
    })
    const file = join(root, 'lib.ts')
    expect(await run(take('lib'))).toEqual([pathToFileURL(file).href, file, root])
  })

  test('has import.meta.resolve', async () => {
    const { run, root } = notebook({
      files: { 'lib.ts': 'export const value = import.meta.resolve("./other")', 'other.ts': '' },
    })
    expect(await run(take('lib'))).toBe(pathToFileURL(join(root, 'other.ts')).href)
  })

  test('has require.resolve', async () => {
    const { run, root } = notebook({
      files: {
        'sub/lib.ts': 'export const value = [require.resolve("../other"), require.resolve("fs")]',
        'other.ts': '',
      },
    })
    expect(await run(take('sub/lib'))).toEqual([join(root, 'other.ts'), 'fs'])
  })

  test('finds what it imports from its own folder', async () => {
    const { run } = notebook({
      files: {
        'sub/lib.ts':
          'import { b } from "./b"\nimport { c } from "../c"\nimport d from "dep"\nexport const value = [b, c, d]',
        'sub/b.ts': 'export const b = 1',
        'c.ts': 'export const c = 2',
        'sub/node_modules/dep/index.js': 'module.exports = 3',
        'node_modules/dep/index.js': 'module.exports = 4',
      },
    })
    expect(await run(take('sub/lib'))).toEqual([1, 2, 3])
    expect(await run('import d from "dep"\nd')).toBe(4)
  })

  test('imports dynamically', async () => {
    const { run } = notebook({
      files: {
        'lib.ts':
          'export const value = (await import("./b")).b\nexport const later = async (name: string) => (await import(name)).default',
        'b.ts': 'export const b = 1\nexport default 2',
        'c.cjs': 'module.exports = 3',
      },
    })
    expect(await run(take('lib'))).toBe(1)
    expect(
      await run(
        'import { later } from "./lib"\nawait Promise.all([later("./b.js"), later("./c.cjs"), later("node:path")])',
      ),
    ).toMatchObject([2, 3, { sep: '/' }])
  })

  test('loads an addon', async () => {
    const addon = require.resolve('@swc/core-linux-x64-gnu')
    const { run } = notebook()
    expect(await run(`typeof require(${JSON.stringify(addon)}).transformSync`)).toBe('function')
  })

  test('may export then', async () => {
    const { run } = notebook({
      files: { 'lib.ts': 'export const value = 1\nexport function then() { throw new Error("waited for") }' },
    })
    expect(await run(take('lib'))).toBe(1)
  })

  test('has its places in errors', async () => {
    const { run, root } = notebook({ files: { 'lib.ts': 'export const a = 1\nconst value: number = ;' } })
    await expect(run('import "./lib"')).rejects.toMatchObject({
      name: 'SyntaxError',
      message: `${join(root, 'lib.ts')}:2:23 - Expression expected.`,
    })
  })
})

describe('a file that waits at its top level', () => {
  test.each([
    ['a value', 'export const value = await Promise.resolve(1)'],
    ['a call', 'export const value = await (async () => 1)()'],
    ['a list', 'const p = Promise.resolve(1)\nexport const value = (await [p])[0] && (await p)'],
    ['a text', 'export const value = await `1` && 1'],
    ['a number', 'export const value = await +1'],
    ['a regular expression', 'export const value = await /a/ && 1'],
    ['for await', 'export let value\nfor await (const each of [Promise.resolve(1)]) value = each'],
    ['an import', 'export const { value } = await import("./other")'],
  ])('is waited for: %s', async (_name, text) => {
    const { run } = notebook({
      files: {
        'lib.ts': text,
        'other.ts': 'export const value = 1',
        'user.ts': 'export { value } from "./lib"',
      },
    })
    expect(await run(take('lib'))).toBe(1)
    expect(await run(take('user'))).toBe(1)
  })

  test('is not there for require, until it has been imported', async () => {
    const { run } = notebook({ files: { 'lib.ts': 'export const value = await 1' } })
    await expect(run('require("./lib").value')).rejects.toThrow('waits at its top level: load it by import')
    expect(await run(take('lib'))).toBe(1)
    expect(await run('require("./lib").value')).toBe(1)
  })

  test('is not there for require after one that failed, either', async () => {
    const { run } = notebook({
      files: { 'lib.ts': 'export const value = await 1\nawait new Promise(() => {})' },
    })
    for (let i = 0; i < 2; i++)
      await expect(run('require("./lib").value')).rejects.toThrow('waits at its top level')
  })

  test('is run once for all who wait', async () => {
    const { run } = notebook({
      files: {
        'lib.ts':
          'import "node:fs"; import "node:os"; import "node:util"; import "node:path"\nglobalThis.libRuns = (globalThis.libRuns ?? 0) + 1\nawait 1\nexport const value = { n: 1 }',
        'a.ts': 'import { value } from "./lib"\nexport const a = value.n',
        'b.ts': 'import { value } from "./lib"\nexport const b = value.n',
      },
    })
    const cell =
      'const [{ a }, { b }, lib] = await Promise.all([import("./a"), import("./b"), import("./lib")])\nconst runs = globalThis.libRuns\ndelete globalThis.libRuns\n;[a, b, lib.value.n, runs]'
    expect(await run(cell)).toEqual([1, 1, 1, 1])
  })

  test('is tried again when it has failed', async () => {
    const { run, write } = notebook({ files: { 'lib.ts': 'await 1\nthrow new Error("late")' } })
    await expect(run('import "./lib"')).rejects.toThrow('late')
    await expect(run('import "./lib"')).rejects.toThrow('late')
    write('lib.ts', 'export const value = await 1')
    expect(await run(take('lib'))).toBe(1)
  })
})

describe('files that import each other', () => {
  const files = {
    'a.ts': 'import { b } from "./b"\nexport const a = 1\nexport const seeB = () => b',
    'b.ts': 'import { a } from "./a"\nexport const b = 2\nexport const seeA = () => a',
  }

  test('see each other once they have run', async () => {
    const { run } = notebook({ files })
    expect(await run('import { seeA } from "./b"\nimport { seeB } from "./a"\n;[seeA(), seeB()]')).toEqual([
      1, 2,
    ])
    expect(await run('[require("./a").seeB(), require("./b").seeA()]')).toEqual([2, 1])
  })

  test('see each other also when one is edited', async () => {
    const { run, write } = notebook({ files })
    await run('import "./a"')
    write('a.ts', files['a.ts'].replace('1', '10'))
    expect(await run('import { seeB } from "./a"\nimport { seeA } from "./b"\n;[seeA(), seeB()]')).toEqual([
      10, 2,
    ])
    write('b.ts', files['b.ts'].replace('2', '20'))
    expect(await run('import { seeB } from "./a"\nimport { seeA } from "./b"\n;[seeA(), seeB()]')).toEqual([
      10, 20,
    ])
  })

  test('need not wait for each other, forever', async () => {
    const { run } = notebook({
      files: { 'a.ts': `${files['a.ts']}\nawait 1`, 'b.ts': `${files['b.ts']}\nawait 1` },
    })
    expect(await run('import { seeB } from "./a"\nseeB()')).toBe(2)
    expect(await run('const both = await Promise.all([import("./a"), import("./b")])\nboth.length')).toBe(2)
  })
})

describe('a file that has changed', () => {
  test.each([
    ['import', take('lib')],
    ['import()', '(await import("./lib")).value'],
    ['require', 'require("./lib").value'],
  ])('is read again by %s', async (_name, cell) => {
    const { run, write } = notebook({ files: { 'lib.ts': 'export const value = 1' } })
    expect(await run(cell)).toBe(1)
    write('lib.ts', 'export const value = 2')
    expect(await run(cell)).toBe(2)
  })

  test('is kept with its state until then', async () => {
    const { run, write } = notebook({ files: { 'lib.ts': 'let n = 0\nexport const next = () => ++n' } })
    const cell = 'import { next } from "./lib"\nnext()'
    expect(await run(cell, cell, cell)).toBe(3)
    expect(await run('require("./lib").next()')).toBe(4)
    write('lib.ts', 'let n = 100\nexport const next = () => ++n')
    expect(await run(cell)).toBe(101)
  })

  test('leaves what an earlier cell has taken as it was', async () => {
    const { run, write } = notebook({ files: { 'lib.ts': 'export const value = 1' } })
    await run(take('lib'))
    write('lib.ts', 'export const value = 2')
    expect(await run('value')).toBe(1)
  })

  test.each([
    ['directly', 'export { value } from "./lib"'],
    ['by require', 'exports.value = require("./lib").value'],
    ['at a distance', 'export { value } from "./between"'],
    ['as JSON', 'import { value as v } from "./lib.json"\nexport const value = v'],
  ])('has those who import it run again: %s', async (_name, text) => {
    const { run, write } = notebook({
      files: {
        'user.ts': text,
        'between.ts': 'import { value as v } from "./lib"\nexport const value = v',
        'lib.ts': 'export const value = 1',
        'lib.json': '{ "value": 1 }',
      },
    })
    expect(await run(take('user'))).toBe(1)
    write('lib.ts', 'export const value = 2')
    write('lib.json', '{ "value": 2 }')
    expect(await run(take('user'))).toBe(2)
  })

  test('has them run again also when it was imported itself before', async () => {
    const { run, write } = notebook({
      files: {
        'user.ts': 'export { value } from "./lib"',
        'far.ts': 'export { value } from "./user"',
        'lib.ts': 'export const value = 1',
      },
    })
    expect(await run(take('far'))).toBe(1)
    write('lib.ts', 'export const value = 2')
    expect(await run(take('lib'))).toBe(2)
    expect(await run(take('far'))).toBe(2)
    expect(await run(take('user'))).toBe(2)
  })

  test.each([
    ['a name of another script', 'größe'],
    ['a quote', "it's"],
    ['a space', 'a b'],
    ['an emoji', '🙂'],
  ])('has them run again, and waits for it, whatever its name has: %s', async (_name, name) => {
    const { run, write } = notebook({
      files: {
        'user.ts': `export { value } from ${JSON.stringify(`./${name}`)}`,
        [`${name}.ts`]: 'export const value = await 1',
      },
    })
    expect(await run(take('user'))).toBe(1)
    write(`${name}.ts`, 'export const value = await 2')
    expect(await run(take('user'))).toBe(2)
  })

  test('is read anew also while the old one still waits', async () => {
    const { run, write } = notebook({
      files: { 'lib.ts': 'export const value = 1\nawait new Promise(() => {})' },
    })
    void run('import "./lib"')
    write('lib.ts', 'export const value = 2')
    expect(await run(take('lib'))).toBe(2)
  }, 10_000)

  test('leaves alone who does not import it', async () => {
    const { run, write } = notebook({
      files: {
        'user.ts': 'import "./lib"',
        'lib.ts': '',
        'other.ts': 'let n = 0\nexport const next = () => ++n',
        'both.ts': 'export * from "./other"\nimport "./lib"',
      },
    })
    const cell = 'import "./user"\nimport { next } from "./both"\nnext()'
    expect(await run(cell)).toBe(1)
    write('lib.ts', '// new')
    expect(await run(cell)).toBe(2)
  })

  test('may be JSON', async () => {
    const { run, write } = notebook({ files: { 'data.json': '{ "value": 1 }' } })
    expect(await run(take('data.json'))).toBe(1)
    write('data.json', '{ "value": 2 }')
    expect(await run(take('data.json'))).toBe(2)
    write('data.json', '{ "value": ')
    await expect(run(take('data.json'))).rejects.toThrow(/^\S*data\.json: /)
    write('data.json', '{ "value": 3 }')
    expect(await run(take('data.json'))).toBe(3)
  })

  test('may have been there under another extension', async () => {
    const { run, write, root } = notebook({ files: { 'lib.js': 'exports.value = 1' } })
    expect(await run(take('lib'))).toBe(1)
    rmSync(join(root, 'lib.js'))
    write('lib.ts', 'export const value = 2')
    expect(await run(take('lib'))).toBe(2)
  })

  test('may be gone', async () => {
    const { run, root } = notebook({
      files: { 'lib.ts': 'export const value = 1', 'user.ts': 'export { value } from "./lib"' },
    })
    await run(take('user'))
    rmSync(join(root, 'lib.ts'))
    await expect(run(take('lib'))).rejects.toThrow("Cannot find module './lib'")
    await expect(run(take('user'))).rejects.toThrow("Cannot find module './lib'")
  })
})

describe('a file that fails', () => {
  test('is tried again, with its own error each time', async () => {
    const { run, write } = notebook({
      files: { 'lib.ts': 'throw new Error(`try ${(globalThis.tries = (globalThis.tries ?? 0) + 1)}`)' },
    })
    await expect(run('import "./lib"')).rejects.toThrow('try 1')
    await expect(run('require("./lib")')).rejects.toThrow('try 2')
    write('lib.ts', 'export const value = globalThis.tries\ndelete globalThis.tries')
    expect(await run(take('lib'))).toBe(2)
  })

  test('has those who import it fail, and work when it does', async () => {
    const { run, write } = notebook({
      files: { 'user.ts': 'export { value } from "./lib"', 'lib.ts': 'throw new Error("no")' },
    })
    await expect(run(take('user'))).rejects.toThrow('no')
    write('lib.ts', 'export const value = 1')
    expect(await run(take('user'))).toBe(1)
  })

  test('fails in the same way where the mistake is in its text', async () => {
    const { run, write } = notebook({ files: { 'lib.ts': 'const = 1' } })
    for (let i = 0; i < 2; i++) await expect(run('import "./lib"')).rejects.toThrow(/lib\.ts:1:7 - /)
    write('lib.ts', 'let a = 1\nlet a = 2')
    await expect(run('import "./lib"')).rejects.toThrow("Identifier 'a' has already been declared")
    write('lib.ts', 'export const value = 1')
    expect(await run(take('lib'))).toBe(1)
  })
})
