// What the patch costs on the real kernel: a trivial cell, and the cell that imports the library.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setUp } from '../setup.mjs'

const root = resolve(import.meta.dirname, '..', '..')
// A stock kernel loses its 513th message and then hangs: two rounds of 100 cells each.
const ROUNDS = 2
const CELLS = 100
const KERNELS = 13
/** After this, a kernel has kept the code that it compiled: only the first one on a machine compiles it all. */
const KEEP_MS = 4_000

/** Starts a kernel in a folder of its own; `run(code)` gives the milliseconds until the cell was idle, and of processor time. */
async function startKernel(python) {
  const cwd = mkdtempSync(join(tmpdir(), 'bench-kernel-'))
  const modules = join(cwd, 'node_modules')
  mkdirSync(modules)
  for (const name of ['tslab', 'node-fetch'])
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  symlinkSync(root, join(modules, 'tslab-magics'))
  const spec = {
    argv: [
      process.execPath,
      join(modules, 'tslab', 'bin', 'tslab'),
      'kernel',
      '--config-path',
      '{connection_file}',
    ],
    display_name: 'bench',
    language: 'typescript',
  }
  const child = spawn(python, [join(import.meta.dirname, '_time_cells.py'), JSON.stringify(spec), cwd], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await lines.next()
  return {
    async run(code) {
      child.stdin.write(`${JSON.stringify(code)}\n`)
      const [ms, cpuMs] = (await lines.next()).value.split(' ').map(Number)
      return { ms, cpuMs }
    },
    async close() {
      child.stdin.end()
      await new Promise((done) => child.once('close', done))
      rmSync(cwd, { recursive: true })
    },
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

export async function run() {
  const { python } = await setUp()
  const times = { stock: [], patched: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const stock = await startKernel(python)
    const patched = await startKernel(python)
    for (const kernel of [stock, patched]) await kernel.run('1')
    await patched.run('import "tslab-magics"')
    for (let i = 0; i < CELLS; i++) {
      times.stock.push((await stock.run('1')).ms)
      times.patched.push((await patched.run('1')).ms)
    }
    await new Promise((done) => setTimeout(done, KEEP_MS))
    await stock.close()
    await patched.close()
  }

  // Alternately, each in a new kernel after one first cell.
  const imports = { ours: [], fetch: [] }
  for (let i = 0; i < KERNELS; i++)
    for (const [name, code] of [
      ['ours', 'import { chat } from "tslab-magics"'],
      ['fetch', 'import fetch from "node-fetch"; fetch'],
    ]) {
      const kernel = await startKernel(python)
      await kernel.run('1')
      imports[name].push(await kernel.run(code))
      await kernel.close()
    }
  const of = (name, what) => median(imports[name].map((times) => times[what]))
  const figures = {
    trivialCellExtraMs: median(times.patched) - median(times.stock),
    importRatio: of('ours', 'ms') / of('fetch', 'ms'),
    // Steady, also where other programs run beside.
    importCpuRatio: of('ours', 'cpuMs') / of('fetch', 'cpuMs'),
  }
  console.log(
    `a cell "1": stock ${median(times.stock).toFixed(1)} ms, patched ${median(times.patched).toFixed(1)} ms`,
  )
  console.log(
    `import cell: tslab-magics ${of('ours', 'ms').toFixed(0)} ms, node-fetch ${of('fetch', 'ms').toFixed(0)} ms; ` +
      `processor time of the main thread ${of('ours', 'cpuMs').toFixed(0)} and ${of('fetch', 'cpuMs').toFixed(0)} ms`,
  )
  return figures
}
