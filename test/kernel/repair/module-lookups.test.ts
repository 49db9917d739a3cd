import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildSync } from 'esbuild'

// Node's memory of lookups belongs to the process, and jest has a `require` of its own: each case is a process.
const folder = mkdtempSync(join(tmpdir(), 'tslab-magics-test-'))
beforeAll(() => {
  const entry = resolve(__dirname, '../../../src/kernel/repair/module-lookups.ts')
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: join(folder, 'lookups.cjs'),
  })
  mkdirSync(join(folder, 'node_modules'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const HELPERS = `
const { mkdirSync, writeFileSync } = require('fs')
const { join } = require('path')
const put = (path, text) => { mkdirSync(join(path, '..'), { recursive: true }); writeFileSync(path, text) }
const user = require('module').createRequire(process.cwd() + '/src.js')
const say = (name) => { try { console.log(user(name).v) } catch (error) { console.log(error.code) } }
`
const run = (script: string) =>
  execFileSync(
    process.execPath,
    ['-e', `require('./lookups.cjs').keepLookupsFresh(); ${HELPERS} ${script}`],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  )
    .split('\n')
    .slice(0, -1)

describe('keepLookupsFresh', () => {
  test('lets a package be found that was missing before', () => {
    const printed = run(`say('late'); say('late/deep'); say('@s/late')
      put('node_modules/late/package.json', '{"main":"m.js"}'); put('node_modules/late/m.js', 'exports.v = 1')
      put('node_modules/late/deep.js', 'exports.v = 2')
      put('node_modules/@s/late/package.json', '{"exports":"./e.js"}'); put('node_modules/@s/late/e.js', 'exports.v = 3')
      say('late'); say('late/deep'); say('@s/late')`)
    expect(printed).toEqual([...Array<string>(3).fill('MODULE_NOT_FOUND'), '1', '2', '3'])
  })

  test('knows the kind of module that the package says it is', () => {
    const printed = run(`say('esm')
      put('node_modules/esm/package.json', '{"type":"module","exports":"./e.js"}'); put('node_modules/esm/e.js', 'export const v = 4')
      say('esm')`)
    expect(printed).toEqual(['MODULE_NOT_FOUND', '4'])
  })

  test('finds what Node finds: files, folders above, relative paths, builtins', () => {
    writeFileSync(join(folder, 'node_modules', 'loose.js'), 'exports.v = 5')
    writeFileSync(join(folder, 'own.js'), 'exports.v = 6')
    mkdirSync(join(folder, 'below'), { recursive: true })
    const printed =
      run(`say('loose'); say('./own'); say(process.cwd() + '/own.js'); console.log(typeof user('fs').readFileSync, typeof user('node:fs').readFileSync)
      const below = require('module').createRequire(process.cwd() + '/below/src.js')
      console.log(below('loose').v, below.resolve('../own'), user.resolve('loose') === below.resolve('loose'))`)
    expect(printed).toEqual(['5', '6', '6', 'function function', `5 ${join(folder, 'own.js')} true`])
  })

  test('is made once', () => {
    const script = `const Module = require('module'); const at = () => Module._findPath
      const { keepLookupsFresh } = require('./lookups.cjs'); const first = at()
      keepLookupsFresh(); const patched = at()
      keepLookupsFresh(); console.log(first === patched, patched === at())`
    expect(execFileSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' })).toBe(
      'false true\n',
    )
  })
})
