// A real kernel for the outside tests: the argv of each set-up, a folder for it to run in, and a driver that speaks to
// it through test/support/kernel_client.py. Knows nothing of cases, packages or mock servers.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { startPlain } from './plain.mjs'

export const root = resolve(import.meta.dirname, '..', '..')

/**
 * The ways in which a kernel gets the library. `stock` leaves it out, `plain` has no tslab either: what fails there too
 * is tslab's fault, or the case's own.
 */
export const SETUPS = ['import', 'kernelspec', 'stock', 'plain']

/** What a kernel inherits from this process; anything else, keys above all, stays out of it. */
const INHERITED = ['HOME', 'USER', 'LANG', 'LC_ALL', 'TMPDIR', 'SHELL']
const ANSI = /\x1b\[[0-9;]*[A-Za-z]/g

/**
 * The folder of the library under test and the Python that drives kernels.
 * @param {string} [library] A checkout other than this one.
 */
export function findLibrary(library = root) {
  const python = join(library, '.venv', 'bin', 'python')
  const entry = join(library, 'dist', 'kernel-entry.js')
  for (const file of [python, entry])
    if (!existsSync(file)) throw new Error(`${file} is missing. Run: node scripts/setup.mjs`)
  return { library, python, entry }
}

/**
 * Starts a kernel in a folder that holds node_modules/tslab and node_modules/tslab-magics.
 * @param {object} options
 * @param {string} options.cwd The folder of the notebook.
 * @param {'import' | 'kernelspec' | 'stock' | 'plain'} options.setup
 * @param {string} options.modules The node_modules that holds tslab.
 * @param {string} [options.library] The checkout under test; this one by default.
 * @param {string} [options.node] The Node that runs the kernel; this one by default.
 * @param {Record<string, string>} [options.env] Variables of the kernel.
 */
export async function startKernel({ cwd, setup, modules, library, node = process.execPath, env = {} }) {
  if (setup === 'plain')
    return startPlain({ cwd, node, env, typescript: join(root, 'node_modules', 'typescript') })
  const { python, entry } = findLibrary(library)
  const program = setup === 'kernelspec' ? entry : join(modules, 'tslab', 'bin', 'tslab')
  const spec = {
    argv: [node, program, 'kernel', '--config-path', '{connection_file}'],
    display_name: 'outside',
    language: 'typescript',
    env,
  }
  const kernel = new Kernel(python, spec, cwd, node)
  await kernel.ready
  if (setup === 'import') {
    const cell = await kernel.run('import "tslab-magics"')
    if (cell.reply?.status !== 'ok') throw new Error(`the import failed: ${shownBy(cell)}`)
  }
  return kernel
}

/**
 * Starts a kernel of Python.
 * @param {object} options
 * @param {string} options.python Its Python, which has ipykernel.
 * @param {string} options.cwd The folder of the notebook.
 * @param {Record<string, string>} [options.env] Variables of the kernel.
 */
export async function startPythonKernel({ python, cwd, env = {} }) {
  const argv = [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}']
  const kernel = new Kernel(
    findLibrary().python,
    { argv, display_name: 'python', language: 'python', env },
    cwd,
  )
  await kernel.ready
  return kernel
}

/** A new folder; `remove` takes it away. `prefix` is the begin of its path. */
export function makeFolder(prefix = join(tmpdir(), 'outside-')) {
  const path = mkdtempSync(prefix)
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

class Kernel {
  waiting = new Map()
  lastId = 0
  stderr = ''

  constructor(python, spec, cwd, node = process.execPath) {
    const inherited = Object.fromEntries(
      INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    )
    const path = [dirname(node), dirname(python), process.env['PATH']].join(delimiter)
    const client = join(root, 'test', 'support', 'kernel_client.py')
    this.child = spawn(python, [client, JSON.stringify(spec), cwd], {
      env: { ...inherited, PATH: path, PYTHONUNBUFFERED: '1' },
    })
    this.child.stderr.setEncoding('utf8').on('data', (text) => (this.stderr += text))
    this.ready = new Promise((ready, fail) => {
      this.child.once('error', fail)
      this.child.once('close', (code) => {
        const reason = `the kernel's driver ended (${code}): ${this.stderr.slice(-1000)}`
        fail(new Error(reason))
        for (const done of this.waiting.values()) done({ failed: reason })
      })
      createInterface({ input: this.child.stdout }).on('line', (line) => {
        const answer = JSON.parse(line)
        if (answer.ready) ready()
        this.waiting.get(answer.id)?.(answer)
        this.waiting.delete(answer.id)
      })
    })
  }

  /** Sends one command of kernel_client.py. */
  async ask(command) {
    const id = ++this.lastId
    const answer = await new Promise((done) => {
      this.waiting.set(id, done)
      this.child.stdin.write(`${JSON.stringify({ id, ...command })}\n`)
    })
    if (answer.failed !== undefined) throw new Error(answer.failed)
    return answer
  }

  /** Runs a cell. `finished` is false in what it gives when the time was over first. */
  async run(code, timeoutSeconds = 60) {
    const started = performance.now()
    const cell = await this.ask({ do: 'run', code, timeout: timeoutSeconds })
    // tslab drops requests for 200 ms after a failed cell.
    if (cell.reply?.status !== 'ok') await this.ask({ do: 'pump', seconds: 0.4 })
    return { ...cell, seconds: (performance.now() - started) / 1000 }
  }

  /** The text that Shift-Tab shows at a place of a cell; empty when the kernel has none. */
  async inspect(code, place) {
    const { reply } = await this.ask({ do: 'inspect', code, pos: place })
    return reply?.found ? String(reply.data?.['text/plain'] ?? '').replace(ANSI, '') : ''
  }

  /** What Tab offers at a place of a cell. */
  async complete(code, place) {
    const { reply } = await this.ask({ do: 'complete', code, pos: place })
    return reply?.matches ?? []
  }

  /** The end of what the kernel's process wrote to its own log. */
  async log() {
    return (await this.ask({ do: 'log' }).catch(() => ({ log: '' }))).log.slice(-2000)
  }

  async close() {
    if (this.child.exitCode !== null) return
    const closed = new Promise((done) => this.child.once('close', done))
    this.child.stdin.end(`${JSON.stringify({ id: 0, do: 'shutdown' })}\n`)
    await closed
  }
}

/**
 * What a cell shows, as text: streams, `text/plain` of displays, `MIME type` for each other type of a display, and
 * `ERROR name: text`.
 * @param {{ outputs: readonly object[] }} cell
 * @param {{ stderr?: boolean }} [options] `stderr: false` leaves that stream out.
 */
export function shownBy(cell, { stderr = true } = {}) {
  return cell.outputs
    .map((output) => {
      if (output.type === 'stream') return output.name === 'stderr' && !stderr ? '' : output.text
      if (output.type === 'error') return `ERROR ${output.ename}: ${output.evalue}\n`
      if (output.type !== 'display') return ''
      const { 'text/plain': plain, ...rest } = output.data
      const types = Object.keys(rest).map((type) => `MIME ${type}\n`)
      return [...types, plain === undefined ? '' : `${plain}\n`].join('')
    })
    .join('')
    .replace(ANSI, '')
    .trimEnd()
}
