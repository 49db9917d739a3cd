import { join } from 'node:path'
import { inspect } from 'node:util'
import vm from 'node:vm'
import { createRequire, newFolder, notebook, writeIn } from '../notebook'
import { installStackTraces } from '../../../../src/kernel/compiler/positions/stack-traces'
import { nativeImportFrom } from '../../../../src/kernel/compiler/modules/native-import'

// Cells run outside of jest's realm: what is installed has to go there, and comes away at the end.
const NodeError = vm.runInThisContext('Error') as typeof Error
const JestError = globalThis.Error
const { prepareStackTrace: earlier } = NodeError
const foreign = newFolder()

beforeAll(() => {
  globalThis.Error = NodeError
  Reflect.deleteProperty(NodeError, 'prepareStackTrace')
  installStackTraces({ folders: [join(foreign, '/'), join(__dirname, '../../../..', '/')] })
})

afterAll(() => {
  globalThis.Error = JestError
  if (earlier === undefined) Reflect.deleteProperty(NodeError, 'prepareStackTrace')
  else NodeError.prepareStackTrace = earlier
})

/** The stack of what the last of some cells throws. */
async function stackOf(...cells: string[]): Promise<string> {
  return stackIn(notebook(), ...cells)
}

async function stackIn({ run }: ReturnType<typeof notebook>, ...cells: string[]): Promise<string> {
  await run(...cells.slice(0, -1))
  try {
    await run(...cells.slice(-1))
  } catch (error) {
    return String((error as Error).stack)
  }
  return 'no failure'
}

/** The frames of a stack. */
const framesOf = (stack: string) => stack.split('\n').flatMap((line) => /^ {4}at (.*)$/.exec(line)?.[1] ?? [])

describe('a place in a stack trace', () => {
  test.each([
    ['on the first line', 'throw new Error("x")', '1:7'],
    ['indented by spaces', '{\n   throw new Error("x")\n}', '2:10'],
    ['indented by tabs', '{\n\t\tthrow new Error("x")\n}', '2:9'],
    ['below types', 'interface A {\n  a: 1\n}\ntype B =\n  | 1\n  | 2\nthrow new Error("x")', '7:7'],
    ['below declarations', 'declare const a: number\ndeclare module "x" {\n}\n\nthrow new Error("x")', '5:7'],
    ['after a type', 'const a: { b: string } = (() => { throw new Error("x") })()', '1:41'],
    ['after a type assertion', 'const a = 1 as unknown as string, b = null!.c', '1:45'],
    ['after an assertion in brackets', '<any>1; null.a', '1:14'],
    ['below an enum', 'enum E {\n  A,\n  B,\n}\nthrow new Error(`x`)', '5:7'],
    ['in an enum', 'enum E {\n  A = null.a,\n}', '2:12'],
    ['below a namespace', 'namespace N {\n  export const a = 1\n}\n  null.a', '4:8'],
    ['in a namespace', 'namespace N {\n  export const a = null.b\n}', '2:25'],
    [
      'below overloads',
      'function f(a: 1): 1\nfunction f(a: 2): 2\nfunction f(a) { return a }\nnull.a',
      '4:6',
    ],
    ['below an import', 'import fs from "node:fs"\nimport type { Stats } from "node:fs"\nnull.a', '3:6'],
    ['after an import', 'import fs from "node:fs"; null.a', '1:32'],
    ['after several declarators', 'const a = 1, b = a, { c } = null', '1:23'],
    ['after names of the notebook', 'let a = 1; a++; a += a; [a] = [a]; null.a', '1:41'],
    ['after an emoji', '"🙂👩‍👩‍👧"; null.a', '1:20'],
    ['after other scripts', 'const größe = "数"; null.a', '1:25'],
    ['in a template', '`a ${null.a}`', '1:11'],
    ['in a template of several lines', '`a\n  ${\n    null.a}`', '3:10'],
    ['below a template', 'const a = `\n\n`\nnull.a', '4:6'],
    ['below a comment', '/*\n *\n */ // b\nnull.a', '4:6'],
    ['after a comment', '/* a */ null.a', '1:14'],
    ['after a shebang', '#!/usr/bin/env node\nnull.a', '2:6'],
    ['after Windows line ends', 'const a = 1\r\n\r\nnull.a', '3:6'],
    ['over several lines', 'const a = [1]\n  .map((b) => b)\n  .map((b) => null.a)', '3:20'],
    ['in the last expression', 'const a = 1\na + null.b', '2:10'],
    ['after await', 'await 1\nnull.a', '2:6'],
    ['in a callback after await', 'await Promise.all([1].map(async () => {\n  await 1\n  null.a\n}))', '3:8'],
    ['in a class', 'class A {\n  private a: number = 1\n  b = null.a\n}\nnew A()', '3:12'],
    [
      'in a decorated class',
      'const dec = (v: any, _: any) => v\n@dec\nclass A {\n  @dec m(): void { null.a }\n}\nnew A().m()',
      '4:25',
    ],
    [
      'in a class with parameter properties',
      'class A {\n  constructor(\n    public a: number,\n  ) { null.a }\n}\nnew A(1)',
      '4:12',
    ],
    ['under using', 'using a = null\nnull.a', '2:6'],
    ['in elements', 'const React = { createElement: () => {} }\n;<a\n  b={null.a}\n/>', '3:11'],
    ['of a name that is used too early', 'const b = 1\nconst a = () => c\na()\nconst c = 2', '2:17'],
    ['of a call that is none', 'const f = 1 as any\n  f()', '2:3'],
    ['of a call on an object', 'const o: any = {}\no.f()', '2:3'],
  ])('is the one that was typed: %s', async (_name, cell, place) => {
    const [first] = framesOf(await stackOf(cell))
    expect(first?.replace(/^.*?cell \[1\]:(\d+:\d+)\)?$/, '$1')).toBe(place)
  })

  test('is one in a file beside the notebook', async () => {
    const book = notebook({
      files: {
        'lib.ts': 'interface A {}\ntype B = 1\nexport const f = (a: any): void => {\n  null.a\n}\n',
        'plain.cjs': '"use strict"\nexports.f = () => null.a',
        'own.mjs': 'export const f = () => null.a',
      },
    })
    const at = async (name: string) => framesOf(await stackIn(book, `import { f } from "./${name}"\nf()`))
    expect(await at('lib')).toEqual([
      `f (${join(book.root, 'lib.ts')}:4:8)`,
      expect.stringMatching(/^cell \[1\]:2:1$/),
    ])
    expect((await at('plain.cjs'))[0]).toMatch(/plain\.cjs:2:24\)?$/)
    expect((await at('own.mjs'))[0]).toMatch(/own\.mjs:1:29\)?$/)
  })

  test.each([
    ['CommonJS', 'lib.cjs', 'null.a', '1:6'],
    ['CommonJS after other code', 'lib.js', 'const a = 1; null.a', '1:19'],
    ['TypeScript', 'lib.ts', 'null.a; export const a = 1', '1:6'],
    ['TypeScript that waits', 'lib.ts', 'await 1; null.a; export const a = 1', '1:15'],
    ['a file with a shebang', 'lib.ts', '#!x\nnull.a', '2:6'],
  ])('is one on the first lines of a file: %s', async (_name, name, text, place) => {
    const book = notebook({ files: { [name]: text } })
    expect(framesOf(await stackIn(book, `import "./${name}"`))[0]).toContain(
      `${join(book.root, name)}:${place}`,
    )
  })

  test('is one at the top level of a file', async () => {
    const book = notebook({ files: { 'lib.ts': 'type A = 1\n\nthrow new Error("x")' } })
    expect(framesOf(await stackIn(book, 'import "./lib"'))[0]).toBe(
      `Object.<anonymous> (${join(book.root, 'lib.ts')}:3:7)`,
    )
  })
})

describe('the frames', () => {
  test('are those of the notebook, down to the cell', async () => {
    expect(
      await stackOf('function f(): never {\n  throw new RangeError("x")\n}', 'const g = () => f()', '\ng()'),
    ).toBe(
      ['RangeError: x', '    at f (cell [1]:2:9)', '    at g (cell [2]:1:17)', '    at cell [3]:2:1'].join(
        '\n',
      ),
    )
  })

  test('name methods and constructors', async () => {
    const cell =
      'class A {\n  constructor() { this.m() }\n  m() { A.s() }\n  static s() { throw new Error("x") }\n}\nnew A()'
    expect(framesOf(await stackOf(cell))).toEqual([
      expect.stringMatching(/^(?:Function|A)\.s \(cell \[1\]:4:22\)$/),
      'A.m (cell [1]:3:11)',
      'new A (cell [1]:2:24)',
      'cell [1]:6:1',
    ])
  })

  test('name what stands between', async () => {
    expect(framesOf(await stackOf('[1].forEach(() => {\n  throw new Error("x")\n})'))).toEqual([
      'cell [1]:2:9',
      'Array.forEach (<anonymous>)',
      'cell [1]:1:5',
    ])
  })

  test('go on after await', async () => {
    const frames = framesOf(
      await stackOf(
        'async function f() {\n  await 1\n  throw new Error("x")\n}',
        'async function g() {\n  await f()\n}',
        'await g()',
      ),
    )
    expect(frames.filter((each) => !each.includes('node:internal'))).toEqual([
      'f (cell [1]:3:9)',
      'async g (cell [2]:2:3)',
      'async cell [3]:1:1',
    ])
  })

  test('show no name of ours', async () => {
    const stack = await stackOf(
      'let f',
      'f = () => { throw new Error("x") }\nconst o = { g: () => f() }',
      'export default () => o.g()',
      'exports.default()',
    )
    expect(stack).not.toMatch(/__vars__|__cell__|tslab-magics-cell/)
  })

  test('leave out what is not the user’s', async () => {
    const { run, variables } = notebook()
    const file = writeIn(foreign, 'kernel.cjs', 'exports.call = (f) => f()')
    variables['kernel'] = createRequire(file)(file)
    const made = await run('const { call } = kernel\ncall(() => new Error("x"))')
    expect(framesOf(String((made as Error).stack))).toEqual(['cell [1]:2:12', 'cell [1]:2:1'])
  })

  test('keep those of packages', async () => {
    const book = notebook({
      files: { 'node_modules/dep/index.js': 'exports.f = () => {\n  throw new Error("x")\n}' },
    })
    const frames = framesOf(await stackIn(book, 'import { f } from "dep"\nf()'))
    expect(frames[0]).toMatch(/dep\/index\.js:2:9\)$/)
    expect(frames[1]).toBe('cell [1]:2:1')
  })

  test('of an error that no cell made are Node’s', () => {
    const error = vm.runInThisContext('const f = () => new Error("x"); f()', {
      filename: '/some/where.js',
    }) as Error
    expect(framesOf(String(error.stack))[0]).toMatch(/\(?\/some\/where\.js:1:17\)?$/)
  })

  test('are also those of a cell that was compiled twice', async () => {
    const { run } = notebook()
    await run('const f = () => null.a')
    await run('\n\n')
    await expect(run('f()')).rejects.toMatchObject({
      stack: expect.stringContaining('cell [1]:1:22') as string,
    })
  })
})

describe('the heading', () => {
  test.each([
    ['an error', 'throw new Error("x")', 'Error: x'],
    ['an error of several lines', 'throw new Error("x\\ny")', 'Error: x'],
    ['an error without a message', 'throw new TypeError()', 'TypeError'],
    ['one with its own name', 'throw Object.assign(new Error("x"), { name: "Own" })', 'Own: x'],
    [
      'a class of its own',
      'class Own extends Error { name = "Own" }\nthrow new Own("x")',
      /^(?:Error|Own): x$/,
    ],
    ['a call of nothing', 'const f = null as any\nf()', 'TypeError: f is not a function'],
    [
      'a call of nothing in an earlier cell’s function',
      'const f = () => g()\nlet g = 5 as any\nf()',
      'TypeError: g is not a function',
    ],
    [
      'a member of nothing',
      'const a = undefined as any\na.b.c',
      "TypeError: Cannot read properties of undefined (reading 'b')",
    ],
    ['a call of a member', 'let a = {} as any\na.b()', 'TypeError: a.b is not a function'],
    ['a loop over nothing', 'let a = 1 as any\nfor (const b of a) b', 'TypeError: a is not iterable'],
    ['new of nothing', 'let A = 1 as any\nnew A()', 'TypeError: A is not a constructor'],
    [
      'destructuring of nothing',
      'let a = null as any\nconst { b } = a',
      /^TypeError: Cannot destructure property 'b' of 'a' as it is null\.$/,
    ],
  ])('is that of Node, in the words of the cell: %s', async (_name, cell, wanted) => {
    const [first] = (await stackOf(cell)).split('\n')
    if (typeof wanted === 'string') expect(first).toBe(wanted)
    else expect(first).toMatch(wanted)
  })

  test('names variables of an earlier cell as they are', async () => {
    expect((await stackOf('let f: any = 1', 'f()')).split('\n')[0]).toBe('TypeError: f is not a function')
    expect((await stackOf('const g = () => f()', 'const f: any = 1', 'g()')).split('\n')[0]).toBe(
      'TypeError: f is not a function',
    )
  })

  test('survives an error that cannot be read', async () => {
    const cell =
      'const e = Object.defineProperty(new Error(), "message", { get() { throw 1 } })\nError.captureStackTrace(e)\ne.stack'
    expect(await notebook().run(cell)).toMatch(/^.+\n {4}at cell \[1\]:2:7/)
  })

  test('is that of captureStackTrace, too', async () => {
    const cell = 'const o = {}\nError.captureStackTrace(o)\no.stack'
    expect(await notebook().run(cell)).toMatch(/\n {4}at cell \[1\]:2:7$/)
  })
})

test('an error prints as its stack says', async () => {
  const error = await notebook().run('new Error("x")')
  expect(inspect(error)).toContain('at cell [1]:1:1')
})

test('a function of the user that prepares stack traces is left alone', () => {
  const { prepareStackTrace: ours } = NodeError
  const own = () => 'own'
  NodeError.prepareStackTrace = own
  try {
    installStackTraces({ folders: [] })
    expect(NodeError.prepareStackTrace).toBe(own)
  } finally {
    if (ours) NodeError.prepareStackTrace = ours
  }
})

test('an error of an ECMAScript module keeps its places', async () => {
  const file = writeIn(newFolder(), 'a.mjs', '\nexport const f = () => new Error("x")')
  const { f } = (await nativeImportFrom(newFolder())(file)) as { f: () => Error }
  expect(framesOf(String(f().stack))[0]).toContain(`${file}:2:24`)
})
