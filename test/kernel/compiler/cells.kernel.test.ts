/**
 * Documented TypeScript on the real kernel, by import on each tslab and by the kernelspec: what runs, what holds a cell
 * back, what is noted beside, and what questions find.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { longSuite, variants } from '../../support/extent'
import { displaysOf, errorOf, Kernel, streamText, type CellRecord } from '../../support/kernel'
import { KERNEL_SETUPS, startWithLibrary } from '../../support/kernel-setups'

jest.setTimeout(120_000)

const noteOf = (cell: CellRecord) => displaysOf(cell).map((data) => data['text/plain'])

describe.each(KERNEL_SETUPS)('a cell on %s', (_name, options) => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await startWithLibrary(options)
    await kernel.run('%typecheck wait')
  })
  afterAll(() => kernel.close())

  const said = async (...cells: readonly string[]) => {
    let last = ''
    for (const code of cells) {
      const cell = await kernel.run(code)
      const error = errorOf(cell)
      if (error) throw new Error(`${error.ename}: ${error.evalue}`)
      last = streamText(cell)
    }
    return last
  }

  test.each([
    ['exports', ['export const a1 = 1\nexport function b1() { return a1 + 1 }', 'b1()'], '2\n'],
    [
      'uses what only a current TypeScript knows',
      ['{ using a2 = { [Symbol.dispose]() { console.log("end") } } }'],
      'end\n',
    ],
    ['sees what a later cell assigns', ['let a3 = 1\nconst f3 = () => a3', 'a3 = 2', 'f3()'], '2\n'],
    [
      'sees what a later cell declares anew',
      [
        'const a4 = 1; function f4() { return g4() + a4 }; function g4() { return 1 }',
        'const a4 = 10; function g4() { return 5 }',
        'f4()',
      ],
      '15\n',
    ],
    [
      'declares what an earlier one was waiting for',
      ['const f5 = () => later5', 'const later5 = "there"', 'f5()'],
      'there\n',
    ],
    [
      'has import.meta and __dirname',
      ['[typeof import.meta.url, import.meta.dirname === __dirname].join()'],
      'string,true\n',
    ],
    ['runs with a type error in it', ['const n6: number = "text" as any as string\nn6'], 'text\n'],
    ['imports with import =', ['import path7 = require("path")\npath7.extname("a.md")'], '.md\n'],
    [
      'waits in a class',
      ['const base8 = async () => class { x = 1 }\nclass A8 extends (await base8()) {}\nnew A8().x'],
      '1\n',
    ],
  ] as const)('%s', async (_title, cells, wanted) => {
    expect(await said(...cells)).toBe(wanted)
  })

  test.each([
    [
      'a name that nothing declares',
      'console.log("ran")\nnothing9 + 1',
      "2:1 - Cannot find name 'nothing9'.",
    ],
    [
      'a module that is not there',
      'console.log("ran")\nimport x from "no-such-package"',
      "2:15 - Cannot find module 'no-such-package' or its corresponding type declarations. To install it: %npm install no-such-package",
    ],
    [
      'a constant that is given a value',
      'const c10 = 1\nconsole.log("ran")\nc10 = 2',
      "3:1 - Cannot assign to 'c10' because it is a constant.",
    ],
    ['a name declared twice', 'let d11 = 1\nlet d11 = 2', "2:5 - Identifier 'd11' has already been declared"],
    [
      'an await that is not in async code',
      'function f12() {\n  await 1\n}',
      "2:3 - 'await' expressions are only allowed within async functions and at the top levels of modules.",
    ],
  ])('is held back by %s', async (_title, code, message) => {
    const cell = await kernel.run(code)
    expect([errorOf(cell)?.ename, errorOf(cell)?.evalue, streamText(cell)]).toEqual([
      'TypeScriptError',
      message,
      '',
    ])
  })

  test('is noted for its type errors, under its output', async () => {
    const cell = await kernel.run('console.log("ran")\nconst n13: number = "text"')
    expect([streamText(cell), cell.reply?.status]).toEqual(['ran\n', 'ok'])
    expect(noteOf(cell)).toEqual(["types: 2:7 - Type 'string' is not assignable to type 'number'. (TS2322)"])
  })

  test('counts the lines of its magics in notes and in errors', async () => {
    const cell = await kernel.run('! echo a \\\n  b\nconst n14: number = "text"\nthrow new Error("why")')
    expect(noteOf(cell)).toEqual([expect.stringMatching(/^types: 3:7 - /)])
    expect(errorOf(cell)?.traceback).toEqual([
      'throw new Error("why")',
      '      ^',
      '',
      'Error: why',
      expect.stringMatching(/at cell \[\d+\]:4:7$/),
    ])
  })

  test('is not run for a type error after %typecheck block', async () => {
    await kernel.run('%typecheck block')
    const cell = await kernel.run('console.log("ran")\nconst n15: number = "text"')
    await kernel.run('%typecheck wait')
    expect([streamText(cell), errorOf(cell)?.evalue]).toEqual([
      '',
      "2:7 - Type 'string' is not assignable to type 'number'. (TS2322)",
    ])
  })

  test('obeys comments about its types', async () => {
    expect(noteOf(await kernel.run('// @ts-nocheck\nconst n16: number = "text"'))).toEqual([])
    expect(noteOf(await kernel.run('// @ts-expect-error\nconst n17: number = "text"'))).toEqual([])
  })

  test('imports files beside the notebook, and reads them again when they have changed', async () => {
    const write = (text: string) => writeFileSync(join(kernel.cwd, 'helper18.ts'), text)
    write('export const version: number = 1\n')
    expect(await said('import { version as v18 } from "./helper18.js"\nv18')).toBe('1\n')
    write('export const version: number = 22\nexport const wrong: number = "text"\n')
    const cell = await kernel.run('import { version as v19 } from "./helper18"\nv19')
    expect(streamText(cell)).toBe('22\n')
    expect(noteOf(cell)).toEqual([expect.stringMatching(/^types: helper18\.ts 2:14 - /)])
    expect(noteOf(await kernel.run('import { version as v20 } from "./helper18"\nv20'))).toEqual([])
  })

  test('shows where an error was thrown also when it prints it', async () => {
    const text = await said(
      'interface Long {\n  a: number\n}\nfunction f21(x?: Long) {\n  return x!.a\n}\ntry { f21() } catch (e) { console.log(e) }',
    )
    expect(text).toMatch(
      /^TypeError: Cannot read properties of undefined \(reading 'a'\)\n {4}at f21 \(cell \[\d+\]:5:13\)\n {4}at cell \[\d+\]:7:7\n$/,
    )
  })

  test('is run when it is sent right after one that failed, and dropped when it was waiting', async () => {
    const failing = await kernel.start(
      'await new Promise((r) => setTimeout(r, 200)); throw new Error("first")',
    )
    const waiting = await kernel.start('console.log("waiting")')
    const [first, second] = await kernel.wait([failing, waiting])
    expect([first?.reply?.status, second?.reply?.status]).toEqual(['error', 'aborted'])
    expect(await said('"sent after"')).toBe('sent after\n')
  })

  test('draws a value that knows how', async () => {
    const [drawn] = displaysOf(
      await kernel.run('({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>drawn</b>" }) })'),
    )
    expect(drawn?.['text/html']).toBe('<b>drawn</b>')
  })

  test.each([
    ['the variables of the environment', 'process.env.HO', 'HOME'],
    ['a package', 'import x from "open', 'openai'],
    ['members of what an earlier cell declares', 'known22.toF', 'toFixed'],
    ['one of several texts', 'const x: "alpha" | "beta" = "al', 'alpha'],
  ])('is completed by %s', async (_title, code, match) => {
    await kernel.run('const known22 = 1')
    expect(await kernel.question('complete', code)).toMatchObject({
      matches: expect.arrayContaining([match]) as string[],
    })
  })

  test.each([
    ['a variable of an earlier cell', 'known23', 'const known23: {\n    readonly a: number;'],
    [
      'what a call takes, inside of its parentheses',
      'takes23(1, ',
      'takes23(first: number, second: string): void',
    ],
  ])('is told about %s', async (_title, code, text) => {
    await kernel.run(
      'const known23 = { a: 1 } as { readonly a: number }\nfunction takes23(first: number, second: string): void {}',
    )
    expect(await kernel.question('inspect', code)).toMatchObject({
      data: { 'text/plain': expect.stringContaining(text) as string },
    })
  })
})

longSuite('what was declared before the import', () => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await Kernel.start()
    await kernel.run('let before = 1\nconst readBefore = () => before\ninterface Shape { side: number }')
    await kernel.run('import "tslab-magics"')
  })
  afterAll(() => kernel.close())

  test('is there after it, values and types', async () => {
    expect(streamText(await kernel.run('before + 1'))).toBe('2\n')
    await kernel.run('%typecheck wait')
    const cell = await kernel.run('const shape: Shape = { side: "text" }')
    expect(noteOf(cell)).toEqual([
      expect.stringContaining("Type 'string' is not assignable to type 'number'"),
    ])
    expect(await kernel.question('inspect', 'before')).toMatchObject({
      data: { 'text/plain': expect.stringContaining('before: number') as string },
    })
  })
})

longSuite('a kernel without a TypeScript that fits', () => {
  const files = {
    // As if none were installed.
    'hide.cjs': `const Module = require('module'), resolve = Module._resolveFilename
Module._resolveFilename = function (id, ...rest) {
  if (/^typescript(\\/|$)/.test(id)) throw Object.assign(new Error('hidden'), { code: 'MODULE_NOT_FOUND' })
  return resolve.call(this, id, ...rest)
}`,
  }
  const env = { NODE_OPTIONS: '--require ./hide.cjs' }

  test.each(
    variants([
      ['by import', false],
      ['by the kernelspec', true],
    ] as const),
  )('compiles by tslab %s, and says so once', async (_title, entry) => {
    const kernel = await Kernel.start({ files, env, entry })
    try {
      if (!entry) await kernel.run('import "tslab-magics"')
      const cell = await kernel.run('const a: number = 1\na + 1')
      expect(streamText(cell)).toBe('2\n')
      const { log } = await kernel.ask<{ log: string }>({ do: 'log' })
      expect(streamText(cell, 'stderr') + log).toContain(
        "tslab-magics: cells are compiled by tslab's own TypeScript, for there is no TypeScript from 5.9 on and before 7.",
      )
      expect(errorOf(await kernel.run('const b: number = "text"'))?.ename).toBe('TypeScriptError')
      expect(streamText(await kernel.run('! echo magic'))).toBe('magic\n')
      const failed = await kernel.run('throw new RangeError("why")')
      expect([errorOf(failed)?.ename, errorOf(failed)?.evalue]).toEqual(['RangeError', 'why'])
      expect(await kernel.question('complete', 'a.toF')).toMatchObject({ matches: ['toFixed'] })
    } finally {
      await kernel.close()
    }
  })
})
