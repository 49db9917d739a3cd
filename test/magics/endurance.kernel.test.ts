/**
 * Long use of one kernel: thousands of cells, a flood of lines, installs.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { longSuite } from '../support/extent'
import { errorOf, streamText, type Kernel } from '../support/kernel'
import { KERNEL_SETUPS, startWithLibrary } from '../support/kernel-setups'

const CELLS = 2000
const LINES = 5000
const INSTALLS = 10

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

longSuite.each(KERNEL_SETUPS.slice(0, 1))('many cells on %s', (_name, options) => {
  jest.setTimeout(600_000)
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await startWithLibrary(options)
  })
  afterAll(() => kernel.close())

  test(`${CELLS} cells of two lines each all end`, async () => {
    for (let from = 0; from < CELLS; from += 50) {
      const msgs: string[] = []
      for (let i = from; i < from + 50; i++) msgs.push(await kernel.start(`console.log("a${i}")\n"b${i}"`))
      const cells = await kernel.wait(msgs, { timeout: 60 })
      expect(cells.map((cell) => [cell.finished, streamText(cell)])).toEqual(
        cells.map((_cell, i) => [true, `a${from + i}\nb${from + i}\n`]),
      )
    }
  })

  test(`${LINES} lines of one cell arrive whole and in order`, async () => {
    const cell = await kernel.run(`for (let i = 0; i < ${LINES}; i++) console.log("line " + i)`, {
      timeout: 120,
    })
    expect(cell.finished).toBe(true)
    expect(streamText(cell)).toBe(Array.from({ length: LINES }, (_, i) => `line ${i}\n`).join(''))
  })

  test(`${LINES} lines of a command arrive whole and in order`, async () => {
    const cell = await kernel.run(`! seq ${LINES}`, { timeout: 120 })
    expect(streamText(cell)).toBe(Array.from({ length: LINES }, (_, i) => `${i + 1}\n`).join(''))
  })
})

longSuite.each(KERNEL_SETUPS.filter(([, { tslab }]) => tslab === undefined || tslab === '1.0.22'))(
  'installs on %s',
  (_name, options) => {
    jest.setTimeout(300_000)

    test(`with ! npm install let the next cell import, ${INSTALLS} times, after an import that failed`, async () => {
      const files = {
        'package.json': JSON.stringify({ name: 'notebook', private: true }),
        '.npmrc': 'offline=true\naudit=false\nfund=false\n',
      }
      const kernel = await startWithLibrary({ ...options, files })
      open.push(kernel)
      const ways = [
        (name: string) => `! npm install ./src-${name}`,
        (name: string) => `! cd . && npm install ./src-${name} >/dev/null`,
        (name: string) => `%npm install ./src-${name}`,
        (name: string) => `%%bash\nnpm install ./src-${name}`,
      ]
      for (let i = 0; i < INSTALLS; i++) {
        const name = `pkg-${i}`
        const folder = join(kernel.cwd, `src-${name}`)
        mkdirSync(folder)
        writeFileSync(
          join(folder, 'package.json'),
          JSON.stringify({ name, version: '1.0.0', main: 'm.js', types: 'm.d.ts' }),
        )
        writeFileSync(join(folder, 'm.js'), `exports.value = ${i}`)
        writeFileSync(join(folder, 'm.d.ts'), `export declare const value: ${i}`)
        const use = `import { value as value${i} } from "${name}"\nvalue${i}`
        expect(errorOf(await kernel.run(use))?.evalue).toContain(`Cannot find module '${name}'`)
        await kernel.pump(0.3)
        const install = await kernel.run((ways[i % ways.length] as (name: string) => string)(name))
        expect(errorOf(install)?.evalue).toBeUndefined()
        const used = await kernel.run(use)
        expect([errorOf(used)?.evalue, streamText(used)]).toEqual([undefined, `${i}\n`])
      }
      expect(streamText(await kernel.run(`value0 + value${INSTALLS - 1}`))).toBe(`${INSTALLS - 1}\n`)
    })
  },
)
