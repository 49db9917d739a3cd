import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildSync } from 'esbuild'
import { longSuite, longTest, rounds } from '../support/extent'
import { displaysOf, errorOf, Kernel, streamText, type CellRecord } from '../support/kernel'
import { KERNEL_VERSIONS } from '../support/kernel-setups'

/** The helper as one file, as a package of its own would bring it. */
const helper = buildSync({
  entryPoints: [resolve(__dirname, '../../src/shell/npm.ts')],
  bundle: true,
  write: false,
  // A JavaScript kernel checks what it imports.
  banner: { js: '// @ts-nocheck' },
  platform: 'node',
  format: 'cjs',
}).outputFiles[0]?.text

const files = {
  'package.json': JSON.stringify({ name: 'notebook', private: true }),
  '.npmrc': 'offline=true\naudit=false\nfund=false\n',
  'npm.js': helper as string,
}

/** Makes a package in the notebook's folder that exports one number. */
function makePackage(cwd: string, name: string, value: number, version = '1.0.0'): void {
  const folder = join(cwd, `src-${name}`)
  mkdirSync(folder, { recursive: true })
  const json = { name, version, main: 'main.js', types: 'main.d.ts' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(json))
  writeFileSync(join(folder, 'main.js'), `exports.value = ${value}`)
  writeFileSync(join(folder, 'main.d.ts'), `export declare const value: ${value}`)
}

const said = (cell: CellRecord) =>
  errorOf(cell)?.evalue ?? (cell.reply?.status === 'ok' ? streamText(cell) : `${cell.reply?.status}`)

/** Any way to run npm from a cell that is not ours; it stands for a terminal too. */
const exec = (name: string) =>
  `import { exec } from "child_process"
await new Promise<void>((done, fail) => exec("npm install ./src-${name}", (e) => e ? fail(e) : done()))`
const ours = (name: string) => `await require("./npm.js").npm\`install ./src-${name}\``
const script = (name: string) => `await bash({ quiet: true })\`npm install ./src-${name}\``

/** How many packages are installed, one after the other. */
const PACKAGES = rounds(10, 1)

describe.each(KERNEL_VERSIONS)('packages installed while tslab %s runs', (tslab) => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await Kernel.start({ tslab, files })
    const cell = await kernel.run('import { bash } from "tslab-magics"')
    expect(cell.reply?.status).toBe('ok')
    await kernel.run('%typecheck wait')
  })
  afterAll(() => kernel.close())

  test(`can be imported in the next cell, ${PACKAGES} in a row, after an import that failed`, async () => {
    const ways = [ours, exec, script]
    for (let i = 0; i < PACKAGES; i++) {
      const name = `pkg-${i}`
      const use = `import { value as value${i} } from "${name}"\nvalue${i}`
      makePackage(kernel.cwd, name, i)
      expect(said(await kernel.run(use))).toContain(`Cannot find module '${name}'`)
      await kernel.pump(0.3)
      const install = (ways[i % 3] as typeof ours)(name)
      expect((await kernel.run(install)).reply?.status).toBe('ok')
      expect(said(await kernel.run(use))).toBe(`${i}\n`)
      // The types are there too, and what was imported before is still in use.
      const [note] = displaysOf(await kernel.run(`const wrong: string = value${i}`))
      expect(note?.['text/plain']).toContain("Type 'number' is not assignable")
      expect(said(await kernel.run('value0'))).toBe('0\n')
    }
  }, 240_000)

  longTest(
    'leave the kernel usable when its watchers notice them late',
    async () => {
      makePackage(kernel.cwd, 'late', 7)
      await kernel.run(exec('late'))
      // Longer than the watchers wait.
      await kernel.pump(3)
      expect(said(await kernel.run('1 + 1'))).toBe('2\n')
      expect(said(await kernel.run('import { value as late } from "late"\nlate'))).toBe('7\n')
    },
    60_000,
  )

  longTest(
    'do not disturb completion',
    async () => {
      makePackage(kernel.cwd, 'other', 8)
      await kernel.run(exec('other'))
      await kernel.pump(3)
      expect(said(await kernel.run('const abcdef = 1; abcdef'))).toBe('1\n')
    },
    60_000,
  )
})

longSuite('an import that failed', () => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await Kernel.start({ files })
    await kernel.run('import { bash } from "tslab-magics"')
  })
  afterAll(() => kernel.close())

  test('works once the notebook has written the file', async () => {
    expect(said(await kernel.run('import { a } from "./made"\na'))).toContain("Cannot find module './made'")
    await kernel.pump(0.3)
    await kernel.run('await bash`echo "export const a: number = 5" > made.ts`')
    expect(said(await kernel.run('import { a } from "./made"\na'))).toBe('5\n')
  })

  test('works when only `require` had asked for the package', async () => {
    makePackage(kernel.cwd, 'required', 3)
    expect(said(await kernel.run('require("required")'))).toContain("Cannot find module 'required'")
    await kernel.pump(0.3)
    expect((await kernel.run(script('required'))).reply?.status).toBe('ok')
    expect(said(await kernel.run('require("required").value'))).toBe('3\n')
  })

  longTest('stays an error, time and again, when the package has nothing to import', async () => {
    mkdirSync(join(kernel.cwd, 'node_modules', 'hollow'))
    writeFileSync(
      join(kernel.cwd, 'node_modules', 'hollow', 'package.json'),
      '{"name":"hollow","exports":{}}',
    )
    const use = 'import * as hollow from "hollow"'
    for (let i = 0; i < 3; i++) {
      expect(said(await kernel.run(use))).toContain("Cannot find module 'hollow'")
      await kernel.pump(0.3)
    }
  })

  longTest('keeps modules that are cells', async () => {
    await kernel.run('/** @module cell_module */\nexport const inCell = 11')
    makePackage(kernel.cwd, 'after-module', 4)
    await kernel.run(ours('after-module'))
    expect(said(await kernel.run('import { inCell } from "./cell_module"\ninCell'))).toBe('11\n')
  })
})

describe('the npm helper in a kernel', () => {
  let kernel: Kernel
  const kernels: Kernel[] = []
  beforeAll(async () => {
    kernel = await Kernel.start({ files })
    kernels.push(kernel)
  })
  afterAll(() => Promise.all(kernels.map((each) => each.close())))

  test('works in the cell that imports the library', async () => {
    makePackage(kernel.cwd, 'first', 1)
    const cell = await kernel.run(`import { bash } from "tslab-magics"\n${ours('first')}`)
    expect(streamText(cell)).toMatch(/^added \d+ package.*\nfirst 1\.0\.0 is installed\n$/s)
    expect(said(await kernel.run('import { value } from "first"\nvalue'))).toBe('1\n')
  })

  longTest('says when another version of a package was in use already', async () => {
    const copy = (version: string) => {
      makePackage(kernel.cwd, 'used', 1, version)
      // A packed file is copied into node_modules, as a package from the registry is.
      return `await bash({ quiet: true })\`cd src-used && npm pack --silent\`
await require("./npm.js").npm\`install ./src-used/used-${version}.tgz\``
    }
    expect(said(await kernel.run(copy('1.0.0')))).not.toContain('Restart')
    expect(said(await kernel.run('import { value as used } from "used"\nused'))).toBe('1\n')
    expect(said(await kernel.run(copy('2.0.0')))).toContain(
      'Restart the kernel: used was in use already, in another version.\n',
    )
  })

  longTest(
    'runs in a JavaScript kernel',
    async () => {
      const js = kernels[kernels.push(await Kernel.start({ js: true, files })) - 1] as Kernel
      await js.run('import { bash } from "tslab-magics"')
      makePackage(js.cwd, 'plain', 6)
      const use = 'import { value } from "plain"\nvalue'
      expect(said(await js.run(use))).toContain("Cannot find module 'plain'")
      await js.pump(0.3)
      expect(said(await js.run(ours('plain')))).toContain('plain 1.0.0 is installed')
      expect(said(await js.run(use))).toBe('6\n')
    },
    60_000,
  )
})
