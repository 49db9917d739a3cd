import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { notebook } from './notebook'

describe('Completion offers', () => {
  const book = notebook()
  beforeAll(() => {
    const { run, write, root } = book
    write('helper.ts', 'export const first = 1\nexport function second() {}\nexport interface Third {}')
    write('data.json', '{}')
    write('folder/inner.ts', 'export {}')
    write('node_modules/plain/index.d.ts', 'export const p: 1')
    write(
      'node_modules/mapped/package.json',
      '{ "name": "mapped", "exports": { ".": "./index.d.ts", "./sub": "./sub.d.ts", "./deep/*": "./lib/*.d.ts" } }',
    )
    for (const name of ['index', 'sub', 'lib/one', 'lib/other'])
      write(`node_modules/mapped/${name}.d.ts`, 'export const m: 1')
    write('node_modules/@scope/pack/index.d.ts', 'export const s: 1')
    mkdirSync(join(root, 'node_modules/.bin'), { recursive: true })
    run('const client = { chat: { create() {}, list: 1 }, charge: 2, "with-dash": 3 }; let rate = 1')
    run(
      'function ask(options: { model: "big" | "small" | "a b"; tone?: string }) {}; class Robot { name = "" }',
    )
    run('import * as helper from "./helper"; type Mode = "fast" | "slow"; enum Level { Low, High }')
    run('const dashed = { "x-y": 1 }')
  })

  test.each([
    ['members', 'client.ch|', ['client.charge', 'client.chat']],
    ['members that contain the word', 'client.arge|', ['client.charge']],
    ['members in any case', 'client.CHAT|', ['client.chat']],
    ['members of members', 'client.chat.cr|', ['client.chat.create']],
    ['the word as a whole', 'client.cr|eate; 1', []],
    ['what replaces the rest of the word', 'client.cha|rge; 1', ['client.charge; 1', 'client.chat; 1']],
    ['optional members', 'client?.chat?.li|', ['client?.chat?.list']],
    [
      'members of what is awaited',
      '(await Promise.resolve(client)).chat.l|',
      ['(await Promise.resolve(client)).chat.list'],
    ],
    ['members in open parentheses', 'console.log(client.chat.cr|', ['console.log(client.chat.create']],
    [
      'members in an open function',
      'function f() { if (true) { client.chat.cr|',
      ['function f() { if (true) { client.chat.create'],
    ],
    ['members in an open template', '`a ${client.chat.cr|', ['`a ${client.chat.create']],
    ['members before more code', 'client.chat.cr|\nconst later = 1', ['client.chat.create\nconst later = 1']],
    ['members that are no identifiers, alone', 'dashed.|', ['dashed["x-y"]']],
    ['members in brackets', 'client["wi|"]', ['client["with-dash"]']],
    ['an imported name’s members', 'helper.sec|', ['helper.second']],
    ['members of an enum', 'Level.L|', ['Level.Low']],
    ['variables of earlier cells', 'rate|', ['rate']],
    ['classes of earlier cells', 'new Robo|', ['new Robot']],
    ['types of earlier cells', 'const m: Mode|', ['const m: Mode']],
    ['values of this cell', 'const vegetable = 1\nveget|', ['const vegetable = 1\nvegetable']],
    ['keys of an object', 'ask({ |', ['ask({ model', 'ask({ tone']],
    ['keys that are left', 'ask({ model: "big", | })', ['ask({ model: "big", tone })']],
    ['strings', 'ask({ model: "s|" })', ['ask({ model: "small" })']],
    ['strings with a blank', 'ask({ model: "a |" })', ['ask({ model: "a b" })']],
    ['strings without their end', 'ask({ model: "bi|', ['ask({ model: "big']],
    ['strings of a type', 'const m: Mode = "|"', ['const m: Mode = "fast"', 'const m: Mode = "slow"']],
    ['names of a module', 'import { fi| } from "./helper"', ['import { first } from "./helper"']],
    ['relative files', 'import "./hel|"', ['import "./helper"']],
    ['relative files of from', 'import { first } from "./he|"', ['import { first } from "./helper"']],
    ['relative files of import()', 'await import("./da|")', ['await import("./data.json")']],
    ['relative files of require', 'require("./hel|")', ['require("./helper")']],
    ['relative folders', 'import "./fol|"', ['import "./folder"']],
    ['files of folders', 'import "./folder/|"', ['import "./folder/inner"']],
    ['a file in the middle of a path', 'import "./he|x"', ['import "./helper"']],
    ['packages', 'import "pla|"', ['import "plain"']],
    ['packages of from', 'import { p } from "pla|"', ['import { p } from "plain"']],
    ['scopes', 'import "@sco|"', ['import "@scope"']],
    ['packages of a scope', 'import "@scope/|"', ['import "@scope/pack"']],
    ['subpaths', 'import "mapped/s|"', ['import "mapped/sub"']],
    [
      'subpaths of a pattern',
      'import "mapped/deep/o|"',
      ['import "mapped/deep/one', 'import "mapped/deep/other'].map((each) => `${each}"`),
    ],
  ])('%s', (_name, drawn, texts) => {
    expect(book.completed(drawn).slice(0, texts.length || 1)).toEqual(texts)
  })

  test.each([
    ['a global', 'consol|', 'console'],
    ['a keyword', 'awai|', 'await'],
    ['members of a string', '"".toUpper|', 'toUpperCase'],
    ['globals in an empty cell', '|', 'console'],
    ['earlier variables in an empty cell', '|', 'client'],
    ['names in export', 'export { rat| }', 'rate'],
  ])('%s', (_name, drawn, text) => {
    expect(book.matches(drawn)).toContain(text)
  })

  test.each([
    ['in a comment', '// clien|'],
    ['in a string', 'const a = "clien|"'],
    ['in a number', '1|'],
    ['after something without such a member', 'client.nothing|'],
  ])('nothing %s', (_name, drawn) => {
    const offset = drawn.indexOf('|')
    expect(book.complete(drawn)).toEqual({ start: offset, end: offset, matches: [] })
  })

  test('what is near before what is far', () => {
    const matches = book.matches('c|')
    expect(matches.indexOf('client')).toBe(0)
    expect(matches.indexOf('client')).toBeLessThan(matches.indexOf('const'))
  })

  test('no more than anybody reads', () => {
    expect(book.matches('|').length).toBe(500)
  })

  test.each(['|', '_|', 'import "./|"', 'import "./_|"', 'import { | } from "./__cell_1__"', 'import "|"'])(
    'no name of ours at %s',
    (drawn) => {
      expect(book.matches(drawn).join('\n')).not.toMatch(/__(cell|question|notebook)/)
    },
  )

  test('kinds', () => {
    const kinds = new Map(
      ['client.chat.|', 'rat|', 'Robo|', 'awai|', 'import "./hel|"', 'import "pla|"', 'const m: Mod|', 'ask|']
        .flatMap((drawn) => book.complete(drawn).matches)
        .map(({ text, kind }) => [text, kind]),
    )
    expect(Object.fromEntries(kinds)).toMatchObject({
      create: 'function',
      list: 'property',
      rate: 'instance',
      Robot: 'class',
      await: 'keyword',
      helper: 'path',
      plain: 'path',
      Mode: 'class',
      ask: 'function',
    })
  })
})
