import { notebook } from '../notebook'

/** A package of ECMAScript modules. */
const esm = (name: string, text: string, exports: unknown = './index.js') => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, type: 'module', exports }),
  [`node_modules/${name}/index.js`]: text,
})

const files = {
  ...esm('plain', 'export const a = 1\nexport default 2'),
  ...esm('waits', 'export const a = await 1\nexport default 2'),
  ...esm('import-only', 'export const a = 1\nexport default 2', { import: './index.js' }),
  ...esm('both', 'export const a = "esm"', { import: './index.js', require: './index.cjs' }),
  'node_modules/both/index.cjs': 'exports.a = "cjs"',
  ...esm('fails', 'throw new Error("no luck")'),
  ...esm('fails-late', 'await 1\nthrow new Error("no luck")'),
  ...esm('bare', 'export const a = 1'),
  'node_modules/cjs/index.js': 'module.exports = { a: 1, here: __filename }',
  'node_modules/marked/index.js':
    'Object.defineProperty(exports, "__esModule", { value: true })\nexports.a = 1\nexports.default = 2',
  'node_modules/data/data.json': '{ "a": 1 }',
  'node_modules/counts/index.js':
    'globalThis.counted = (globalThis.counted ?? 0) + 1\nexports.a = globalThis.counted',
  'node_modules/@types/typed/index.d.ts': 'export interface A {}',
  'node_modules/@types/typed/package.json': '{ "types": "index.d.ts" }',
}

describe('a package', () => {
  const loads: [string, string, unknown[]][] = [
    ['of ECMAScript modules', 'plain', [1, 2]],
    ['that waits at its top level', 'waits', [1, 2]],
    ['with exports for import alone', 'import-only', [1, 2]],
    ['of CommonJS that was an ECMAScript module', 'marked', [1, 2]],
  ]

  test.each(loads)('%s is imported by a cell', async (_name, name, wanted) => {
    expect(await notebook({ files }).run(`import d, { a } from "${name}"\n;[a, d]`)).toEqual(wanted)
    expect(await notebook({ files }).run(`import * as all from "${name}"\n;[all.a, all.default]`)).toEqual(
      wanted,
    )
    expect(
      await notebook({ files }).run(`const { a, default: d } = await import("${name}")\n;[a, d]`),
    ).toEqual(wanted)
  })

  test.each(loads)('%s is imported by a file', async (_name, name, wanted) => {
    const lib = `import d, { a } from "${name}"\nimport * as all from "${name}"\nexport const seen = [a, d]\nexport const whole = [all.a, all.default]`
    const { run } = notebook({ files: { ...files, 'lib.ts': lib } })
    expect(await run('import { seen } from "./lib"\nseen')).toEqual(wanted)
    expect(await run('import { whole } from "./lib"\nwhole')).toEqual(wanted)
  })

  test.each(loads)('%s is imported by a file when it is asked for', async (_name, name, wanted) => {
    const { run } = notebook({ files: { ...files, 'lib.ts': `export const load = () => import("${name}")` } })
    expect(
      await run('import { load } from "./lib"\nconst { a, default: d } = await load()\n;[a, d]'),
    ).toEqual(wanted)
  })

  test('without a default has none to import', async () => {
    const { run } = notebook({ files })
    await expect(run('import d from "bare"\nd')).rejects.toThrow("does not provide an export named 'default'")
  })

  test('of both kinds is the one that require loads, also for import()', async () => {
    const { run } = notebook({ files })
    expect(await run('import { a } from "both"\n;[a, require("both").a, (await import("both")).a]')).toEqual([
      'cjs',
      'cjs',
      'cjs',
    ])
  })

  test('is the same for import and require', async () => {
    const { run } = notebook({ files })
    expect(
      await run(
        'import c from "cjs"\nimport { a } from "plain"\nimport { a as w } from "waits"\n;[c === require("cjs"), require("plain").a, require("waits").a]',
      ),
    ).toEqual([true, 1, 1])
  })

  test('is loaded once', async () => {
    const { run } = notebook({ files: { ...files, 'lib.ts': 'export { a } from "counts"' } })
    expect(
      await run(
        'import { a } from "counts"\nimport { a as b } from "./lib"\nconst c = (await import("counts")).a\ndelete globalThis.counted\n;[a, b, c]',
      ),
    ).toEqual([1, 1, 1])
  })

  test.each([['fails'], ['fails-late']])('gives its own error: %s', async (name) => {
    const { run } = notebook({ files })
    for (let i = 0; i < 2; i++) await expect(run(`import "${name}"`)).rejects.toThrow('no luck')
    await expect(run(`await import("${name}")`)).rejects.toThrow('no luck')
  })

  test('that has only types is nothing', async () => {
    const { run } = notebook({ files })
    expect(
      await run('import { A } from "typed"\nimport * as all from "typed"\nconst x: A = {}\nObject.keys(all)'),
    ).toEqual(expect.any(Array))
    await expect(run('import { A } from "typed"\nA')).rejects.toThrow("does not provide an export named 'A'")
    expect(await run('require("typed")')).toEqual({})
  })

  test('may be named as Deno names it', async () => {
    const { run } = notebook({ files })
    expect(
      await run(
        'import { a } from "npm:plain@1"\nimport c from "npm:cjs"\nconst d = await import("npm:waits@2")\n;[a, c.a, d.a]',
      ),
    ).toEqual([1, 1, 1])
  })

  test('may hold JSON', async () => {
    const { run } = notebook({ files })
    expect(await run('import data, { a } from "data/data.json" with { type: "json" }\n;[data.a, a]')).toEqual(
      [1, 1],
    )
  })

  test('of Node is loaded under both names', async () => {
    const { run } = notebook({ files })
    expect(
      await run(
        'import fs from "fs"\nimport { readFileSync } from "node:fs"\n;[fs.readFileSync === readFileSync, (await import("fs")).default === fs]',
      ),
    ).toEqual([true, true])
  })

  test('that is not there fails as Node says', async () => {
    const { run } = notebook({ files })
    await expect(run('require("nowhere")')).rejects.toMatchObject({ code: 'MODULE_NOT_FOUND' })
    await expect(run('await import("nowhere")')).rejects.toMatchObject({
      code: expect.stringMatching(/MODULE_NOT_FOUND$/) as string,
    })
    await expect(run('await import("plain/nowhere")')).rejects.toMatchObject({
      code: 'ERR_PACKAGE_PATH_NOT_EXPORTED',
    })
  })
})

describe('import()', () => {
  test('loads what only Node knows', async () => {
    const { run } = notebook()
    expect(await run('(await import("data:text/javascript,export default 5")).default')).toBe(5)
  })

  test('takes anything that becomes a text', async () => {
    const { run, root } = notebook({ files: { 'lib.ts': 'export const a = 1' } })
    expect(await run(`(await import(new URL("file://${root}/lib.ts"))).a`)).toBe(1)
    expect(await run('(await import({ toString: () => "./lib" })).a')).toBe(1)
  })

  test('is refused as Node refuses it', async () => {
    const { run } = notebook()
    await expect(run('await import("https://example.com/a.js")')).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_/) as string,
    })
  })
})
