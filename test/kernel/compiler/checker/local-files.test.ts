import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { notebook, short } from './notebook'

describe('Files beside the notebook', () => {
  test.each([
    ['without extension', 'helper.ts', './helper'],
    ['with extension', 'helper.ts', './helper.ts'],
    ['with the extension of what it is compiled to', 'helper.ts', './helper.js'],
    ['of a folder', 'folder/index.ts', './folder'],
    ['with JSX', 'helper.tsx', './helper'],
    ['in JavaScript', 'helper.js', './helper'],
    ['that are modules in JavaScript', 'helper.mjs', './helper.mjs'],
    ['further down', 'a/b/helper.ts', './a/b/helper'],
  ])('are found %s', (_name, file, specifier) => {
    const { run, write, inspect } = notebook()
    write(file, 'export const value = 1')
    expect(run(`import { value } from "${specifier}"`)).toEqual([])
    expect(inspect('value|')).toBe('const value: 1')
  })

  test.each([
    'import data from "./data.json"',
    'import data from "./data.json" with { type: "json" }',
    'const data = (await import("./data.json")).default',
    'import data = require("./data.json")',
  ])('are found as JSON: %s', (code) => {
    const { run, write } = notebook()
    write('data.json', '{ "a": [1] }')
    expect(run(`${code}\ndata.a[0].toFixed()`)).toEqual([])
    expect(short(run('data.b'))).toEqual(['1:6 TS2339'])
  })

  test('are seen as they are edited', () => {
    const { run, write } = notebook()
    write('helper.ts', 'export const value = 1')
    expect(run('import { value } from "./helper"\nvalue.toFixed()')).toEqual([])
    write('helper.ts', 'export const value = ""')
    expect(short(run('import { value } from "./helper"\nvalue.no'))).toEqual(['2:7 TS2339'])
  })

  test('have notes of their own, each once until the file changes', () => {
    const { run, write } = notebook()
    write('lib/deep.ts', 'const a: string = 1\nexport {}')
    write('helper.ts', 'import "./lib/deep"\nabsent')
    const notes = ['helper.ts:2:1 TS2304', 'lib/deep.ts:1:7 TS2322']
    expect(short(run('import "./helper"'))).toEqual(notes)
    expect(short(run('import "./helper"'))).toEqual([])
    write('lib/deep.ts', '\nconst a: string = 1\nexport {}')
    expect(short(run('1 + 1'))).toEqual([])
    expect(short(run('import "./helper"'))).toEqual(['lib/deep.ts:2:7 TS2322'])
  })

  test('that are broken are told of', () => {
    const { run, write } = notebook()
    write('helper.ts', 'export const = 1')
    expect(short(run('import "./helper"'))[0]).toMatch(/^helper\.ts:1:14 TS/)
  })

  test('of packages are not checked', () => {
    const { run, write } = notebook()
    write('node_modules/p/index.ts', 'export const a: string = 1')
    expect(run('import { a } from "p"\na.length')).toEqual([])
  })
})

describe('A module that is not there', () => {
  test('is found as soon as it is', () => {
    const { run, write } = notebook()
    expect(short(run('import { value } from "./late"'))).toEqual(['1:23 TS2307'])
    expect(short(run('import { make } from "pack"'))).toEqual(['1:22 TS2307'])
    write('late.ts', 'export const value = 1')
    write('node_modules/pack/package.json', '{ "name": "pack", "version": "1.0.0", "types": "types.d.ts" }')
    write('node_modules/pack/types.d.ts', 'import { Dep } from "dep"\nexport declare function make(): Dep')
    write('node_modules/dep/index.d.ts', 'export interface Dep { d: number }')
    // The cells that asked for them have them, too.
    expect(short(run('value.toFixed(); make().d.toFixed(); value.no; make().no'))).toEqual([
      '1:44 TS2339',
      '1:55 TS2339',
    ])
    expect(run('import { value as again } from "./late"; import { make as two } from "pack"')).toEqual([])
  })

  test('is missed again when it is gone', () => {
    const { run, write, root } = notebook()
    write('helper.ts', 'export const value = 1')
    expect(run('import { value } from "./helper"')).toEqual([])
    rmSync(join(root, 'helper.ts'))
    expect(short(run('import { value } from "./helper"'))).toEqual(['1:23 TS2307'])
  })
})

describe('After an install', () => {
  test('another version of a package is seen', () => {
    const { run, write, checker } = notebook()
    write('node_modules/pack/package.json', '{ "name": "pack", "types": "old.d.ts" }')
    write('node_modules/pack/old.d.ts', 'export const value: 1')
    expect(run('import { value } from "pack"\nvalue.toFixed()')).toEqual([])
    write('node_modules/pack/package.json', '{ "name": "pack", "types": "young.d.ts" }')
    write('node_modules/pack/young.d.ts', 'export const value: ""')
    checker.invalidate()
    expect(short(run('value.no'))).toEqual(['1:7 TS2339'])
  })

  test('new ambient types are seen', () => {
    const { run, write, checker } = notebook()
    expect(short(run('ambient'))).toEqual(['1:1 TS2304'])
    write('node_modules/@types/ambient/index.d.ts', 'declare const ambient: number')
    checker.invalidate()
    expect(run('ambient.toFixed()')).toEqual([])
  })
})

describe('Cells that are modules', () => {
  test('are imported by name, and checked', () => {
    const { run, checker, matches } = notebook()
    checker.addModule({ name: 'mod', code: 'export const value = 1\nabsent', jsx: false })
    expect(short(checker.check({ module: 'mod' }))).toEqual(['2:1 TS2304'])
    expect(short(checker.check({ module: 'mod' }))).toEqual(['2:1 TS2304'])
    expect(run('import { value } from "./mod"\nvalue.toFixed()')).toEqual([])
    expect(matches('import { | } from "./mod"')).toContain('value')
    expect(matches('import "./m|"')).toEqual(['mod'])
    checker.addModule({ name: 'mod', code: 'export const value = ""', jsx: false })
    expect(short(run('value.no'))).toEqual(['1:7 TS2339'])
  })

  test('have their notes told by the cell that imports them, when nobody asked before', () => {
    const { run, checker } = notebook()
    checker.addModule({ name: 'mod', code: 'absent', jsx: false })
    expect(short(run('import "./mod"'))).toEqual(['mod.ts:1:1 TS2304'])
    expect(short(run('import "./mod"'))).toEqual([])
  })

  test('do not see the cells', () => {
    const { run, checker } = notebook()
    run('const a = 1')
    checker.addModule({ name: 'mod', code: 'a', jsx: false })
    expect(short(checker.check({ module: 'mod' }))).toEqual(['1:1 TS2304'])
  })
})

test('The kernel’s own tslab is meant by its name', () => {
  const { run } = notebook()
  expect(run('import * as tslab from "tslab"\ntslab.display.html("")')).toEqual([])
  expect(short(run('tslab.nothing'))).toEqual(['1:7 TS2339'])
})
