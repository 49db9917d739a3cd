// What a user waits for: the start of a kernel, trivial cells, the import of a client, many lines of output; stock tslab, this
// library by import and by its kernelspec, and Deno's kernel, in turns. Ratios are to stock tslab unless named otherwise.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setUp } from '../setup.mjs'

const root = resolve(import.meta.dirname, '..', '..')
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9)
const DENO_VERSION = '2.9.6'
/** Lines that stock tslab gets through before its 512th message hangs it are not worth a row. */
const LINES = 'for (let i = 0; i < 10000; i++) console.log("line", i)'
const CLIENT = 'import OpenAI from "openai"\nconst client = new OpenAI({ apiKey: "none" })'

/** Cells by name; each kernel runs all of them in this order. */
const CELLS = [
  ['first', '1 + 1'],
  ['trivial', '1 + 1'],
  ['trivial2', '2 + 1'],
  ['trivial3', '3 + 1'],
  ['await', 'await Promise.resolve(1)'],
  ['client', CLIENT],
  ['lines', LINES],
]

/** Installs Deno once; `undefined` where that cannot be done. */
function findDeno() {
  const folder = join(root, 'node_modules', '.cache', `deno-${DENO_VERSION}`)
  const binary = join(folder, 'node_modules', '@deno', 'linux-x64-glibc', 'deno')
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
    spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `deno@${DENO_VERSION}`], {
      cwd: folder,
      stdio: 'ignore',
    })
  }
  return existsSync(binary) ? binary : undefined
}

function makeFolder() {
  const cwd = mkdtempSync(join(tmpdir(), 'bench-cells-'))
  const modules = join(cwd, 'node_modules')
  mkdirSync(modules)
  writeFileSync(join(cwd, 'package.json'), '{"private":true,"dependencies":{"openai":"*"}}\n')
  for (const name of ['tslab', 'openai']) symlinkSync(join(root, 'node_modules', name), join(modules, name))
  symlinkSync(root, join(modules, 'tslab-magics'))
  return cwd
}

async function measure(python, argv, prepare = []) {
  const cwd = makeFolder()
  const spec = { argv: [...argv, '{connection_file}'], display_name: 'bench', language: 'typescript' }
  const child = spawn(python, [join(import.meta.dirname, '_time_kernel.py'), JSON.stringify(spec), cwd], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => JSON.parse((await lines.next()).value)
  const { readyMs, idleKb } = await next()
  const times = { ready: readyMs, idleMb: idleKb / 1024 }
  for (const code of prepare) {
    child.stdin.write(`${JSON.stringify(code)}\n`)
    await next()
  }
  for (const [name, code] of CELLS) {
    // A stock kernel loses its 513th message, and then hangs.
    if (name === 'lines' && prepare.length === 0 && argv.some((each) => each.endsWith('bin/tslab'))) continue
    child.stdin.write(`${JSON.stringify(code)}\n`)
    const { ms, kb, failed } = await next()
    if (failed) throw new Error(`${name}: ${failed}`)
    times[name] = ms
    times.usedMb = kb / 1024
  }
  times.trivial = [times.trivial, times.trivial2, times.trivial3].sort((a, b) => a - b)[1]
  child.stdin.end()
  await new Promise((done) => child.once('close', done))
  rmSync(cwd, { recursive: true, force: true })
  return times
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

export async function run() {
  const { python } = await setUp()
  const tslab = [
    process.execPath,
    join(root, 'node_modules', 'tslab', 'bin', 'tslab'),
    'kernel',
    '--config-path',
  ]
  const entry = [process.execPath, join(root, 'dist', 'kernel-entry.js'), 'kernel', '--config-path']
  const deno = findDeno()
  const kernels = {
    stock: () => measure(python, tslab),
    import: () => measure(python, tslab, ['import "tslab-magics"']),
    kernelspec: () => measure(python, entry),
    ...(deno && { deno: () => measure(python, [deno, 'jupyter', '--kernel', '--conn']) }),
  }
  const results = Object.fromEntries(Object.keys(kernels).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, start] of Object.entries(kernels)) results[name].push(await start())
  const rows = ['ready', 'first', 'trivial', 'await', 'client', 'lines', 'idleMb', 'usedMb']
  const of = (kernel, row) =>
    median((results[kernel] ?? []).map((each) => each[row]).filter((v) => v !== undefined))
  for (const row of rows)
    console.log(
      `${row.padEnd(8)} ${Object.keys(kernels)
        .map((name) => `${name} ${of(name, row)?.toFixed(1) ?? '-'}`)
        .join(' · ')}`,
    )
  const ratio = (a, b, row) => of(a, row) / of(b, row)
  const figures = {
    readyRatio: ratio('kernelspec', 'stock', 'ready'),
    firstCellRatio: ratio('kernelspec', 'stock', 'first'),
    trivialRatio: ratio('kernelspec', 'stock', 'trivial'),
    trivialByImportRatio: ratio('import', 'stock', 'trivial'),
    clientRatio: ratio('kernelspec', 'stock', 'client'),
    clientByImportRatio: ratio('import', 'stock', 'client'),
    idleMemoryRatio: ratio('kernelspec', 'stock', 'idleMb'),
  }
  if (deno)
    Object.assign(figures, {
      linesToDeno: ratio('kernelspec', 'deno', 'lines'),
      denoReadyRatio: ratio('deno', 'stock', 'ready'),
      denoClientRatio: ratio('deno', 'stock', 'client'),
    })
  return figures
}
