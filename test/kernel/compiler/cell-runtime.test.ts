import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { notebook, runCells } from './notebook'

describe('a cell', () => {
  test('has import.meta, also in functions', async () => {
    const { root, run } = notebook({ files: { 'lib.ts': '' } })
    const filename = join(root, 'notebook.ts')
    expect(
      await run(
        'const f = () => import.meta;\n[f().url, f().filename, import.meta.dirname, import.meta.main]',
      ),
    ).toEqual([pathToFileURL(filename).href, filename, root, true])
    expect(await run('["./lib", "node:fs", "fs"].map((each) => import.meta.resolve(each))')).toEqual([
      pathToFileURL(join(root, 'lib.ts')).href,
      'node:fs',
      'fs',
    ])
  })

  test('is named after its notebook where the front end tells it', async () => {
    process.env['JPY_SESSION_NAME'] = '/somewhere/else/My notes.ipynb'
    try {
      const { root, run } = notebook()
      expect(await run('[__filename, __dirname]')).toEqual([join(root, 'My notes.ipynb'), root])
    } finally {
      delete process.env['JPY_SESSION_NAME']
    }
  })

  test('has require, with what belongs to it', async () => {
    const { root, run } = notebook({
      files: {
        'lib.ts': 'export const a = 1',
        'data.json': '{ "b": 2 }',
        'node_modules/c/index.js': 'exports.c = 3',
      },
    })
    expect(
      await run(
        '[require("./lib").a, require("./data").b, require("c").c, require("fs") === require("node:fs")]',
      ),
    ).toEqual([1, 2, 3, true])
    expect(await run('["./lib", "c", "fs"].map((each) => require.resolve(each))')).toEqual([
      join(root, 'lib.ts'),
      join(root, 'node_modules/c/index.js'),
      'fs',
    ])
    expect(await run('require.resolve.paths("c")[0]')).toBe(join(root, 'node_modules'))
    expect(await run('typeof require.cache[require.resolve("c")]')).toBe('object')
    await expect(run('require("./nowhere")')).rejects.toMatchObject({ code: 'MODULE_NOT_FOUND' })
    await expect(run('require.resolve("./nowhere")')).rejects.toMatchObject({ code: 'MODULE_NOT_FOUND' })
  })

  test('has exports that are the variables of the notebook', async () => {
    expect(
      await runCells(
        'const a = 1\nexports.b = 2\nmodule.exports.c = 3',
        '[exports.a, b, c, exports === module.exports]',
      ),
    ).toEqual([1, 2, 3, true])
  })

  test('may declare names of CommonJS itself, for later cells, too', async () => {
    const cell =
      'const require = (name) => name, exports = 2\nlet module = 3\nvar __filename = 4\nfunction __dirname() {}\n'
    const use = '[require("a"), exports, module, __filename, typeof __dirname]'
    expect(await runCells(cell + use)).toEqual(['a', 2, 3, 4, 'function'])
    expect(await runCells(cell, use)).toEqual(['a', 2, 3, 4, 'function'])
  })

  test('makes a require of its own as ECMAScript modules do', async () => {
    const cell =
      'import { createRequire } from "node:module"\nimport { dirname } from "node:path"\nimport { fileURLToPath } from "node:url"\nconst require = createRequire(import.meta.url)\nconst __filename = fileURLToPath(import.meta.url)\nconst __dirname = dirname(__filename)\n'
    const { root, run } = notebook({ files: { 'data.json': '1' } })
    expect(await run(cell, '[require("./data.json"), __dirname]')).toEqual([1, root])
  })

  test('calls this what scripts do', async () => {
    expect(await runCells('this === globalThis')).toBe(true)
    expect(await runCells('await 1; this === globalThis')).toBe(true)
  })

  test('evaluates text with its own variables', async () => {
    expect(await runCells('let a = 1\neval("a + 1")')).toBe(2)
  })

  test('gives a module with a then as it is', async () => {
    const { run } = notebook({
      files: { 'lib.ts': 'export function then() { throw new Error("waited for") }\nexport const a = 1' },
    })
    expect(await run('import { a } from "./lib"', 'a')).toBe(1)
  })

  test('imports names that come with export *', async () => {
    const { run, variables } = notebook({ files: { 'lib.ts': 'export const a = 1\nexport default 2' } })
    await run('export * from "./lib"')
    expect(variables).toEqual({ a: 1 })
  })
})
