import { failureOf, notebook, problemsOf } from './notebook'
import { TypeScriptError } from '../../../src/kernel/compiler/typescript-error'
import { MagicsError } from '../../../src/errors'

describe('a module that is not there', () => {
  const none = (name: string, install?: string) =>
    `Cannot find module '${name}' or its corresponding type declarations.${install === undefined ? '' : ` To install it: %npm install ${install}`}`

  test.each<[string, string, string]>([
    ['a package', 'import { z } from "zodd"', `1:19 - ${none('zodd', 'zodd')}`],
    ['a package with a path', 'import z from "zodd/mini"', `1:15 - ${none('zodd/mini', 'zodd')}`],
    ['a package with a scope', 'import "@a-b/c.d/e"', `1:8 - ${none('@a-b/c.d/e', '@a-b/c.d')}`],
    ['a file', 'import { z } from "./nope"', `1:19 - ${none('./nope')}`],
    ['a file above', 'import { z } from "../nope.js"', `1:19 - ${none('../nope.js')}`],
    ['an absolute path', 'import "/nope/x.ts"', `1:8 - ${none('/nope/x.ts')}`],
    ['a file: URL', 'import "file:///nope/x.ts"', `1:8 - ${none('file:///nope/x.ts')}`],
    ['a module of Node', 'import "node:nope"', `1:8 - ${none('node:nope')}`],
    ['an address', 'import "https://example.com/x.js"', `1:8 - ${none('https://example.com/x.js')}`],
    ['a passed on name', 'export { a } from "zodd"', `1:19 - ${none('zodd', 'zodd')}`],
    ['all passed on', 'export * from "zodd"', `1:15 - ${none('zodd', 'zodd')}`],
    ['further down', 'const a: number = 1\n\n  import "zodd"', `3:10 - ${none('zodd', 'zodd')}`],
  ])('is told before the cell runs: %s', async (_name, cell, wanted) => {
    expect(await problemsOf([cell])).toEqual([wanted])
  })

  test('is none of the problems of import() and require, which may be tried', async () => {
    expect(await problemsOf(['() => import("zodd")', '() => require("zodd")'])).toEqual([])
    expect(await failureOf('await import("zodd")')).toMatch(/Cannot find (?:package|module) 'zodd'/)
    expect(await failureOf('require("zodd")')).toMatch(/Cannot find module 'zodd'/)
  })

  test('is there as soon as it is installed', async () => {
    const { run, write } = notebook()
    await expect(run('import a from "later"')).rejects.toThrow('%npm install later')
    write('node_modules/later/package.json', '{ "name": "later", "version": "1.0.0" }')
    write('node_modules/later/index.js', 'module.exports = 5')
    expect(await run('import a from "later"\na')).toBe(5)
  })
})

describe('compile', () => {
  test('fails by a TypeScriptError with all problems', () => {
    const { compiler } = notebook()
    const compile = () => compiler.compile('import z from "zodd"\nnothing', 'cell')
    expect(compile).toThrow(TypeScriptError)
    try {
      compile()
    } catch (error) {
      expect(MagicsError.is(error) && error.code).toBe('typescript')
      expect((error as TypeScriptError).diagnostics).toEqual([
        expect.stringMatching(/^1:15 - Cannot find module 'zodd'/),
        "2:1 - Cannot find name 'nothing'.",
      ])
      expect((error as TypeScriptError).message).toBe((error as TypeScriptError).diagnostics[0])
    }
  })

  test('runs nothing and declares nothing', async () => {
    const { compiler, variables } = notebook()
    compiler.compile('const a = 1; globalThis.ran = true', 'cell')
    expect([variables, 'ran' in globalThis]).toEqual([{}, false])
    expect(() => compiler.compile('a', 'cell')).toThrow("Cannot find name 'a'")
  })

  test('passes on what a cell throws, whatever it is', async () => {
    const { run } = notebook()
    await expect(run('throw undefined')).rejects.toBeUndefined()
    await expect(run('await 1; throw 5')).rejects.toBe(5)
    await expect(run('throw new TypeError("no")')).rejects.toMatchObject({ name: 'TypeError', message: 'no' })
  })

  test('lets cells run beside each other', async () => {
    const { compiler, run } = notebook()
    await run('let log = [], go\nconst wait = new Promise((resolve) => (go = resolve))')
    const first = compiler.compile('const a = 1\nawait wait\nlog.push(a)\na', 'cell').run()
    await run('const a = 2\nlog.push(a)\ngo()')
    expect(await first).toEqual([1])
    expect(await run('[log, a]')).toEqual([[2, 1], 2])
  })

  test('knows of constants from the run on', async () => {
    const { compiler } = notebook()
    const cell = compiler.compile('const a = 1', 'cell')
    await cell.run()
    expect(() => compiler.compile('a = 2', 'cell')).toThrow('constant')
  })

  test('takes variables that somebody else has put in', async () => {
    const { run, variables } = notebook()
    variables['given'] = 5
    expect(await run('given++\ngiven')).toBe(6)
  })
})

describe('addModule', () => {
  test('adds a module that cells import by its name', async () => {
    const { run, compiler } = notebook()
    compiler.addModule('lib', '/** @module lib */\nexport const a: number = 1', false)
    expect(await run('import { a } from "./lib"\na')).toBe(1)
    expect(await run('(await import("./lib.js")).a')).toBe(1)
  })

  test('puts another text in its place, for modules that import it, too', async () => {
    const { run, compiler } = notebook()
    compiler.addModule('lib', 'export const a = 1', false)
    compiler.addModule('other', 'export { a as b } from "./lib"', false)
    expect(await run('import { b } from "./other"\nb')).toBe(1)
    compiler.addModule('lib', 'export const a = 2', false)
    expect(await run('import { b } from "./other"\nb')).toBe(2)
  })

  test('comes before a file of that name', async () => {
    const { run, compiler } = notebook({ files: { 'lib.ts': 'export const a = "file"' } })
    compiler.addModule('lib', 'export const a = "cell"', false)
    expect(await run('import { a } from "./lib"\na')).toBe('cell')
  })

  test('has elements where it says so', async () => {
    const { run, compiler } = notebook()
    compiler.addModule(
      'lib',
      'const React = { createElement: (a: string) => a }\nexport const a = <b/>',
      true,
    )
    expect(await run('import { a } from "./lib"\na')).toBe('b')
  })

  test('is JavaScript in a JavaScript notebook', async () => {
    const { run, compiler } = notebook({ isJs: true })
    compiler.addModule('lib', 'export const a = 1', false)
    expect(await run('import { a } from "./lib"\na')).toBe(1)
    expect(() => compiler.addModule('lib', 'const a: number = 1', false)).toThrow('Type annotations')
  })

  test('tells what does not compile with its place', () => {
    const { compiler } = notebook()
    expect(() => compiler.addModule('lib', '1\nconst a = ;', false)).toThrow('2:11 - Expression expected.')
  })
})
