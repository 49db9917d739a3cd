import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { longTest } from '../../support/extent'
import { joined, readCells, runCli, writeNotebook, type CommandEnd } from '../../support/notebook'

jest.setTimeout(120_000)

const root = resolve(__dirname, '..', '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'run-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const good = writeNotebook(join(folder, 'good.ipynb'), [
  'const answer = 6 * 7\nconsole.log("first line")',
  'answer',
  'import { execSync } from "child_process"\nexecSync("command -v python; command -v pip; pwd").toString().trim()',
])
const bad = writeNotebook(join(folder, 'bad.ipynb'), [
  'console.log("before")',
  'throw new RangeError("why it failed")',
  'console.log("never")',
])

describe('tslab-magics run', () => {
  const before = readFileSync(good, 'utf8')
  let end: CommandEnd
  beforeAll(async () => {
    end = await runCli(['run', good])
  })

  test('prints each cell with its output and ends with 0', () => {
    const { exitCode, out, err } = end
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    expect(out).toMatch(/── cell 1 of 3 ─+\nconst answer = 6 \* 7\n.*\n┄+\nfirst line\n/)
    expect(out).toMatch(/── cell 2 of 3 ─+\nanswer\n┄+\n42\n/)
  })

  test('runs cells beside their notebook, with python and pip of .venv', () => {
    const bin = join(root, '.venv', 'bin')
    expect(end.out.trimEnd().split('\n').slice(-3)).toEqual([join(bin, 'python'), join(bin, 'pip'), folder])
  })

  test('ends with 1 when a cell failed, names it, and does not run the cells after it', async () => {
    const { exitCode, out, err } = await runCli(['run', bad])
    expect(exitCode).toBe(1)
    expect(out).toContain('before\n')
    expect(out).not.toContain('never')
    expect(err).toMatch(/^\S*bad\.ipynb: cell 2 failed: /)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  longTest('starts a kernel again that ended before it answered', async () => {
    const share = join(folder, 'share')
    const spec = join(share, 'kernels', 'tslab', 'kernel.json')
    const flag = join(folder, 'started')
    const program = `const { existsSync, writeFileSync } = require('fs')
if (!existsSync(process.argv[1])) { writeFileSync(process.argv[1], ''); process.exit(1) }
require(process.argv[2]).startKernel({ configPath: process.argv[3] })`
    const tslab = join(root, 'node_modules', 'tslab', 'dist', 'main.js')
    const argv = [process.execPath, '-e', program, flag, tslab, '{connection_file}']
    mkdirSync(dirname(spec), { recursive: true })
    writeFileSync(spec, JSON.stringify({ argv, display_name: 'TypeScript', language: 'typescript' }))
    const { exitCode, out, err } = await runCli(['run', good], {
      env: { ...process.env, JUPYTER_PATH: share },
    })
    expect([exitCode, err, existsSync(flag)]).toEqual([0, '', true])
    expect(out).toContain('\n42\n')
  })

  longTest('runs the other notebooks when one has failed', async () => {
    const { exitCode, out } = await runCli(['run', bad, good])
    expect(exitCode).toBe(1)
    expect(out).toMatch(/══ \S*good\.ipynb\n/)
    expect(out).toContain('\n42\n')
  })

  test('leaves the notebook as it was, and writes the outputs back with --save', async () => {
    expect(readFileSync(good, 'utf8')).toBe(before)
    const saved = writeNotebook(join(folder, 'saved.ipynb'), ['console.log("kept")\nconsole.log("too")'])
    await runCli(['run', saved, '--save'])
    expect(readCells(saved)[0]?.outputs?.map(({ text }) => joined(text))).toEqual(['kept\ntoo\n'])
  })

  longTest('leaves a notebook that fails as it was, with --save as well', async () => {
    const before = readFileSync(bad, 'utf8')
    await runCli(['run', bad, '--save'])
    expect(readFileSync(bad, 'utf8')).toBe(before)
  })

  longTest('shows output while the cell still runs', async () => {
    const slow = writeNotebook(join(folder, 'slow.ipynb'), [
      'console.log("started")\nawait new Promise((done) => setTimeout(done, 1500))\nconsole.log("ended")',
    ])
    const states: string[] = []
    await runCli(['run', slow], { onOut: (out) => void states.push(out) })
    const outputOf = (out: string) => out.split('┄\n')[1] ?? ''
    expect(states.map(outputOf)).toContain('started\n')
    expect(outputOf(states.at(-1) ?? '')).toBe('started\nended\n')
  })

  longTest('ends with 130 when it is stopped, and the kernel with it', async () => {
    const endless = writeNotebook(join(folder, 'endless.ipynb'), [
      'console.log(`kernel ${process.pid}.`)\nawait new Promise(() => setInterval(() => {}, 1000))',
    ])
    const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), 'run', endless], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    let kernel = 0
    for await (const line of createInterface({ input: child.stdout }))
      if ((kernel = Number(/^kernel (\d+)\.$/.exec(line)?.[1] ?? 0))) break
    child.kill('SIGTERM')
    expect(await ended).toBe(130)
    expect(() => process.kill(kernel, 0)).toThrow('ESRCH')
  })

  test('says that a file is not a notebook', async () => {
    const { exitCode, err } = await runCli(['run', 'package.json'])
    expect(exitCode).toBe(1)
    expect(err).toMatch(/^error: package\.json could not be run: .+\n$/)
  })
})

describe('tslab-magics lab', () => {
  longTest('serves the notebook to who has the token, until it is told to end', async () => {
    const program = [join(root, 'dist', 'cli.js'), 'lab', good, '--no-browser', '--port', '0']
    const child = spawn(process.execPath, program, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    let url = ''
    for await (const line of createInterface({ input: child.stdout }))
      if ((url = /http:\S+/.exec(line)?.[0] ?? '')) break
    const { origin, pathname, search, hostname } = new URL(url)
    expect({ hostname, pathname }).toEqual({ hostname: '127.0.0.1', pathname: '/lab/tree/good.ipynb' })
    expect((await fetch(`${origin}/api/contents`)).status).toBe(403)
    const contents = (await (await fetch(`${origin}/api/contents${search}`)).json()) as {
      content: { name: string }[]
    }
    expect(contents.content.map(({ name }) => name)).toContain('good.ipynb')
    const specs = (await (await fetch(`${origin}/api/kernelspecs${search}`)).json()) as {
      kernelspecs: object
    }
    expect(Object.keys(specs.kernelspecs)).toContain('tslab')
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    await expect(fetch(origin)).rejects.toThrow()
  })
})
