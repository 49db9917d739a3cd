import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import Module from 'node:module'
import { join } from 'node:path'
import { newFolder, PROJECT, writeIn } from './notebook'

/** What a process has seen: for each script of a module, whether it was given cached code, and whether V8 took it. */
interface Seen {
  readonly result: unknown
  readonly scripts: readonly { readonly isGiven: boolean; readonly isRejected: boolean }[]
}

const nodeHasCache = 'enableCompileCache' in Module
const withoutNodesCache = nodeHasCache ? describe.skip : describe
const withNodesCache = nodeHasCache ? describe : describe.skip

let bundle = ''
beforeAll(() => {
  bundle = join(newFolder(), 'code-cache.cjs')
  const source = join(PROJECT, 'src/kernel/compiler/code-cache.ts')
  const esbuild = join(PROJECT, 'node_modules/esbuild/bin/esbuild')
  execFileSync(esbuild, [
    source,
    '--bundle',
    '--platform=node',
    '--format=cjs',
    `--outfile=${bundle}`,
    '--log-level=error',
  ])
})

/** Runs code in a process of its own, with the cache below a folder. */
function run(base: string, code: string, env: Record<string, string> = {}): Seen {
  const text = `
    const vm = require('node:vm')
    const scripts = []
    vm.Script = class extends vm.Script {
      constructor(code, options) {
        super(code, options)
        scripts.push({ isGiven: options.cachedData !== undefined, isRejected: this.cachedDataRejected === true })
      }
    }
    const cache = require(${JSON.stringify(bundle)})
    const result = (() => { ${code} })()
    process.stdout.write(JSON.stringify({ result, scripts }))`
  const { PATH = '', HOME = '' } = process.env
  const output = execFileSync(process.execPath, ['-e', text], {
    env: { PATH, HOME, XDG_CACHE_HOME: base, ...env },
    encoding: 'utf8',
  })
  return JSON.parse(output) as Seen
}

const MODULE =
  'exports.add = (a, b) => a + b\nexports.names = [typeof require, typeof module, __filename, __dirname]\n'

/** A folder for a cache, and a module to load. */
function setUp(text = MODULE) {
  const base = newFolder()
  const file = writeIn(newFolder(), 'big.js', text)
  const folder = join(base, 'tslab-magics')
  const load = `return cache.requireCached(${JSON.stringify(file)}).add(1, 2)`
  const loadAndKeep = `const made = cache.requireCached(${JSON.stringify(file)}).add(1, 2); cache.keepCompiledCode(); return made`
  const kept = () => (existsSync(folder) ? readdirSync(folder) : [])
  return { base, file, folder, load, loadAndKeep, kept }
}

describe('requireCached', () => {
  test('takes the code that an earlier process has left', () => {
    const { base, load, loadAndKeep, kept } = setUp()
    expect(run(base, loadAndKeep)).toEqual({ result: 3, scripts: [{ isGiven: false, isRejected: false }] })
    expect(kept()).toHaveLength(1)
    expect(run(base, load)).toEqual({ result: 3, scripts: [{ isGiven: true, isRejected: false }] })
  })

  test('writes nothing before it is told to, and once', () => {
    const { base, load, loadAndKeep, kept, folder } = setUp()
    run(base, load)
    expect(kept()).toEqual([])
    run(base, loadAndKeep)
    const [name = ''] = kept()
    const { mtimeMs } = lstatSync(join(folder, name))
    run(base, loadAndKeep)
    expect(lstatSync(join(folder, name)).mtimeMs).toBe(mtimeMs)
  })

  test('lets go of what was written first', () => {
    const { base, folder, load, loadAndKeep, kept } = setUp()
    mkdirSync(folder, { mode: 0o700 })
    for (let day = 1; day <= 9; day++) {
      const old = writeIn(folder, `big.js-build${day}`, '')
      utimesSync(old, day * 86_400, day * 86_400)
    }
    writeIn(folder, 'other.js-build1', '')
    run(base, loadAndKeep)
    const names = kept().sort()
    expect(names.filter((name) => /^big\.js-.*-node/.test(name))).toHaveLength(1)
    expect(names.filter((name) => !/-node/.test(name))).toEqual(
      [5, 6, 7, 8, 9].map((day) => `big.js-build${day}`).concat('other.js-build1'),
    )
    expect(run(base, load).scripts).toEqual([{ isGiven: true, isRejected: false }])
  })

  test('keeps the folder and its files to the user', () => {
    const { base, loadAndKeep, kept, folder } = setUp()
    run(base, loadAndKeep)
    const [name = ''] = kept()
    expect((lstatSync(folder).mode & 0o777).toString(8)).toBe('700')
    expect((lstatSync(join(folder, name)).mode & 0o777).toString(8)).toBe('600')
  })

  test('takes no code of another state of the file', () => {
    const { base, file, loadAndKeep, load } = setUp()
    run(base, loadAndKeep)
    writeFileSync(file, `// edited\n${MODULE.replace('a + b', 'a * b')}`)
    expect(run(base, load)).toEqual({ result: 2, scripts: [{ isGiven: false, isRejected: false }] })
  })

  test('makes a cache anew that V8 does not take', () => {
    const { base, loadAndKeep, load, kept, folder } = setUp()
    run(base, loadAndKeep)
    const file = join(folder, kept()[0] ?? '')
    writeFileSync(file, 'no code')
    expect(run(base, loadAndKeep)).toEqual({ result: 3, scripts: [{ isGiven: true, isRejected: true }] })
    expect(run(base, load).scripts).toEqual([{ isGiven: true, isRejected: false }])
  })

  test('gives a module all that Node gives it, and to all', () => {
    const { base, file } = setUp()
    const name = JSON.stringify(file)
    const code = `const made = cache.requireCached(${name}); return [made === require(${name}), made === cache.requireCached(${name}), require.cache[${name}].loaded, ...made.names]`
    expect(run(base, code).result).toEqual([true, true, true, 'function', 'object', file, join(file, '..')])
  })

  test('is not needed where the user wants none', () => {
    const { base, loadAndKeep, kept } = setUp()
    const seen = run(base, loadAndKeep, { NODE_DISABLE_COMPILE_CACHE: '1' })
    expect(seen).toEqual({ result: 3, scripts: [] })
    expect(kept()).toEqual([])
  })

  test('makes no folder before there is something to keep', () => {
    const { base, load, folder } = setUp()
    run(base, load)
    expect(existsSync(folder)).toBe(false)
  })

  test('gives what Node has loaded already', () => {
    const { base, file } = setUp()
    const name = JSON.stringify(file)
    expect(run(base, `return require(${name}) === cache.requireCached(${name})`)).toEqual({
      result: true,
      scripts: [],
    })
  })

  test('fails each time where the module fails', () => {
    const { base, file } = setUp('exports.half = 1\nthrow new Error("no")')
    const attempt = `(() => { try { return cache.requireCached(${JSON.stringify(file)}) } catch (error) { return error.message } })()`
    expect(run(base, `return [${attempt}, ${attempt}]`).result).toEqual(['no', 'no'])
  })

  test('writes in the main thread only', () => {
    const { base, file, kept } = setUp()
    const inWorker = `const cache = require(${JSON.stringify(bundle)}); cache.requireCached(${JSON.stringify(file)}); cache.keepCompiledCode()`
    run(base, `new (require('node:worker_threads').Worker)(${JSON.stringify(inWorker)}, { eval: true })`)
    expect(kept()).toEqual([])
  })

  test('does without where it cannot write', () => {
    const { base, loadAndKeep, kept, folder } = setUp()
    run(base, loadAndKeep)
    const file = join(folder, kept()[0] ?? '')
    rmSync(file)
    mkdirSync(file)
    expect(run(base, loadAndKeep).result).toBe(3)
    expect(kept()).toHaveLength(1)
  })
})

describe('a folder for the cache', () => {
  const NOT_USED = { result: 3, scripts: [] }

  test.each([
    ['777', 0o777],
    ['770', 0o770],
    ['702', 0o702],
  ])('is not used where others may write: %s', (_name, mode) => {
    const { base, folder, loadAndKeep, kept } = setUp()
    mkdirSync(folder)
    chmodSync(folder, mode)
    expect(run(base, loadAndKeep)).toEqual(NOT_USED)
    expect(kept()).toEqual([])
  })

  test('is not used where it is a link', () => {
    const { base, folder, loadAndKeep, kept } = setUp()
    symlinkSync(newFolder(), folder)
    expect(run(base, loadAndKeep)).toEqual(NOT_USED)
    expect(kept()).toEqual([])
  })

  const asRoot = process.getuid?.() === 0 ? test : test.skip
  asRoot('is not used where it is somebody else’s', () => {
    const { base, folder, loadAndKeep, kept } = setUp()
    mkdirSync(folder, { mode: 0o700 })
    chownSync(folder, 12_345, 12_345)
    expect(run(base, loadAndKeep)).toEqual(NOT_USED)
    expect(kept()).toEqual([])
  })

  test('is not needed where none can be made', () => {
    const { base, loadAndKeep } = setUp()
    const file = writeIn(base, 'file', '')
    expect(run(file, loadAndKeep)).toEqual(NOT_USED)
    expect(readFileSync(file, 'utf8')).toBe('')
  })

  test('is used where others may read', () => {
    const { base, folder, loadAndKeep } = setUp()
    mkdirSync(folder, { mode: 0o755 })
    expect(run(base, loadAndKeep).result).toBe(3)
    expect(readdirSync(folder)).toHaveLength(1)
  })
})

withoutNodesCache('useCompileCache', () => {
  test('says that this Node has none', () => {
    expect(run(newFolder(), 'return cache.useCompileCache()').result).toBe(false)
  })
})

withNodesCache('useCompileCache', () => {
  test('leaves nothing to our own', () => {
    const { base, load } = setUp()
    expect(run(base, `cache.useCompileCache(); ${load}`)).toEqual({ result: 3, scripts: [] })
  })

  test('has Node keep what it compiles', () => {
    const { base, folder, file } = setUp()
    expect(
      run(
        base,
        `const on = cache.useCompileCache(); require(${JSON.stringify(file)}); cache.keepCompiledCode(); return on`,
      ).result,
    ).toBe(true)
    expect(readdirSync(join(folder, 'node')).length).toBeGreaterThan(0)
  })

  test('does nothing where the user wants none', () => {
    const { base, folder } = setUp()
    expect(run(base, 'return cache.useCompileCache()', { NODE_DISABLE_COMPILE_CACHE: '1' }).result).toBe(
      false,
    )
    expect(existsSync(join(folder, 'node'))).toBe(false)
  })

  test('does nothing in a folder that others may write', () => {
    const { base, folder } = setUp()
    mkdirSync(folder)
    chmodSync(folder, 0o777)
    expect(run(base, 'return cache.useCompileCache()').result).toBe(false)
  })
})
