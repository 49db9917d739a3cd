/**
 * Long use of one kernel: interrupts at seeded random moments, thousands of cells, a flood of lines, installs.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  errorOf,
  Kernel,
  streamText,
  TSLAB_VERSIONS,
  type CellRecord,
  type KernelOptions,
} from '../support/kernel'

/** Random numbers from 0 to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const setups: readonly (readonly [string, KernelOptions])[] = [
  ...TSLAB_VERSIONS.map((tslab) => [`tslab ${tslab} by import`, { tslab }] as const),
  ['tslab 1.0.22 by kernelspec', { entry: true }],
]

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function startKernel(options: KernelOptions): Promise<Kernel> {
  const kernel = await Kernel.start(options)
  if (!options.entry) await kernel.run('import "tslab-magics"')
  return kernel
}

/** A server that streams lines until the client leaves. */
async function startEndlessServer() {
  const server = createServer((_request, response) => {
    const timer = setInterval(() => response.write('data: {"tick":1}\n\n'), 20)
    response.on('close', () => clearInterval(timer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => (server.closeAllConnections(), server.close()),
  }
}

/** Command lines of living processes that hold a text. */
function processesWith(text: string): string[] {
  const list = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
  return list.split('\n').filter((line) => line.includes(text) && !line.includes('kernel_client'))
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** Seconds after which Stop is pressed a second time. */
const AGAIN_S = 1.5

describe.each(setups)('interrupts on %s', (name, options) => {
  jest.setTimeout(600_000)
  // All of these runs hold with a hundred, which take more than a minute each.
  const INTERRUPTS = options.tslab === '1.0.22' ? 100 : 30

  test(`end a cell within 3 s, ${INTERRUPTS} times, and leave nothing behind`, async () => {
    const kernel = await startKernel(options)
    const server = await startEndlessServer()
    open.push(kernel, server)
    const random = seeded(20_261_123 + name.length)
    const mark = `31536.${process.pid}`
    const busy = [
      `const r = await (globalThis as any).fetch("${server.url}")\nfor await (const c of r.body as any) console.log(String(c).length)`,
      `%%bash\nfor i in $(seq 1000); do echo tick $i; sleep 0.02; done; sleep ${mark}`,
      `! sleep ${mark}`,
      `const never = !sleep ${mark}`,
      `%%bash\ntrap "" INT\nsleep ${mark} & sleep ${mark}`,
      `%%curl\ncurl -sN ${server.url}`,
      '%%time\nawait new Promise(() => {})',
      'await new Promise(() => {})',
      'setInterval(() => console.log("tick"), 5)\nawait new Promise(() => {})',
      'while (true) {}',
      '%%capture got\nconsole.log(1)\nawait new Promise(() => {})',
      `for (;;) {\n  ! echo tick; sleep 0.05\n}`,
    ]
    // Node loads its fetch when it is first called, and never finishes that when it is interrupted in it.
    await kernel.run(
      `const warm = await (globalThis as any).fetch("${server.url}"); await warm.body.cancel()`,
    )
    await kernel.run('let counter = 0\nconst kept = { value: 42 }')
    // The look for processes finds one that is there.
    const sleeping = await kernel.start(`! sleep ${mark}`)
    await until(() => processesWith(mark).length > 0)
    await kernel.interrupt()
    await kernel.wait([sleeping])
    await kernel.pump(0.25)
    const slow: unknown[] = []
    let pressedAgain = 0
    for (let i = 0; i < INTERRUPTS; i++) {
      const code = busy[Math.floor(random() * busy.length)] as string
      const msg = await kernel.start(code)
      // Not before the kernel has taken the cell: until then there is nothing to stop.
      for (let types: readonly string[] = []; types.length === 0;)
        types = (await kernel.pump(0.005), await kernel.ask<CellRecord>({ do: 'look', msg })).types
      await kernel.pump(0.1 + random() * 0.6)
      const from = performance.now()
      await kernel.interrupt()
      let [cell] = await kernel.wait([msg], { timeout: AGAIN_S })
      // Node swallows a SIGINT that comes in the instant in which `breakOnSigint` ends; a user presses Stop again.
      if (!cell?.finished) {
        pressedAgain++
        await kernel.interrupt()
        ;[cell] = await kernel.wait([msg], { timeout: 10 })
      }
      const tookMs = performance.now() - from
      if (tookMs > 3000) slow.push([i, code, tookMs])
      const { ename, evalue } = errorOf(cell ?? { outputs: [] }) ?? {}
      expect([i, code, cell?.finished, cell?.reply?.status, ename]).toEqual([
        i,
        code,
        true,
        'error',
        ename === 'KeyboardInterrupt' ? ename : evalue,
      ])
      // tslab drops requests for 200 ms after a failure.
      await kernel.pump(0.4)
      const next = await kernel.run(
        'counter += 1\nawait new Promise((done) => setTimeout(done, 30))\ncounter + kept.value',
      )
      expect([i, code, streamText(next), streamText(next, 'stderr')]).toEqual([i, code, `${i + 43}\n`, ''])
    }
    expect(slow).toEqual([])
    expect(pressedAgain).toBeLessThanOrEqual(INTERRUPTS / 25)
    await kernel.pump(1)
    expect(processesWith(mark)).toEqual([])
  })
})

describe.each(setups.slice(0, 1))('many cells on %s', (_name, options) => {
  jest.setTimeout(600_000)
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await startKernel(options)
  })
  afterAll(() => kernel.close())

  test('2,000 cells of two lines each all end', async () => {
    for (let from = 0; from < 2000; from += 50) {
      const msgs: string[] = []
      for (let i = from; i < from + 50; i++) msgs.push(await kernel.start(`console.log("a${i}")\n"b${i}"`))
      const cells = await kernel.wait(msgs, { timeout: 60 })
      expect(cells.map((cell) => [cell.finished, streamText(cell)])).toEqual(
        cells.map((_cell, i) => [true, `a${from + i}\nb${from + i}\n`]),
      )
    }
  })

  test('5,000 lines of one cell arrive whole and in order', async () => {
    const cell = await kernel.run('for (let i = 0; i < 5000; i++) console.log("line " + i)', { timeout: 120 })
    expect(cell.finished).toBe(true)
    expect(streamText(cell)).toBe(Array.from({ length: 5000 }, (_, i) => `line ${i}\n`).join(''))
  })

  test('5,000 lines of a command arrive whole and in order', async () => {
    const cell = await kernel.run('! seq 5000', { timeout: 120 })
    expect(streamText(cell)).toBe(Array.from({ length: 5000 }, (_, i) => `${i + 1}\n`).join(''))
  })
})

describe.each(setups.filter(([, { tslab }]) => tslab === undefined || tslab === '1.0.22'))(
  'installs on %s',
  (_name, options) => {
    jest.setTimeout(300_000)

    test('with ! npm install let the next cell import, ten times, after an import that failed', async () => {
      const files = {
        'package.json': JSON.stringify({ name: 'notebook', private: true }),
        '.npmrc': 'offline=true\naudit=false\nfund=false\n',
      }
      const kernel = await startKernel({ ...options, files })
      open.push(kernel)
      const ways = [
        (name: string) => `! npm install ./src-${name}`,
        (name: string) => `! cd . && npm install ./src-${name} >/dev/null`,
        (name: string) => `%npm install ./src-${name}`,
        (name: string) => `%%bash\nnpm install ./src-${name}`,
      ]
      for (let i = 0; i < 10; i++) {
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
      expect(streamText(await kernel.run('value0 + value9'))).toBe('9\n')
    })
  },
)
