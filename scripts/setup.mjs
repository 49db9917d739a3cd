// Everything the repository needs before a notebook or a kernel test can run: dist/, .venv, the kernelspec, and the
// package visible to notebooks under its own name. A second call without changes does next to nothing.
import './check-node.mjs'
import { spawn } from 'node:child_process'
import { lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildAll, isBuilt } from './build.mjs'

export const root = resolve(import.meta.dirname, '..')

/**
 * Makes what is missing.
 * @param {{ log?: (line: string) => void }} [options] `log` gets one line of progress at a time.
 * @returns {Promise<{ root: string, venv: string, python: string, kernelName: string }>}
 */
export async function setUp({ log = (line) => console.error(line) } = {}) {
  await prepare({ log })
  await run(process.execPath, [join(root, 'dist', 'cli.js'), 'setup'], log)
  const venv = join(root, '.venv')
  return { root, venv, python: join(venv, 'bin', 'python'), kernelName: 'tslab' }
}

async function build(log) {
  try {
    await alone(() => buildAll({ log }))
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error(`${error.message.split('\n')[0]}: packages are missing. Run: npm ci`, { cause: error })
  }
}

/** Notebooks `import "tslab-magics"`: a link in node_modules leads to this repository, as `npm install` would. */
function linkSelf() {
  const link = join(root, 'node_modules', 'tslab-magics')
  if (lstatSync(link, { throwIfNoEntry: false })) return
  try {
    symlinkSync('..', link, 'junction')
  } catch (error) {
    // Another start has just made it.
    if (error.code !== 'EEXIST') throw error
  }
}

/** Makes dist/ and the link, and leaves `.venv` and the kernelspec to the command that needs them. */
export async function prepare({ log = (line) => console.error(line) } = {}) {
  if (!isBuilt()) await build(log)
  linkSelf()
}

/** Two builds at once would write into each other's dist/. The lock of a dead process does not count. */
async function alone(work) {
  const cache = join(root, 'node_modules', '.cache')
  const lock = join(cache, 'tslab-magics-build.lock')
  mkdirSync(cache, { recursive: true })
  while (!take(lock)) await sleep(200)
  try {
    await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  try {
    const owner = readFileSync(lock, 'utf8')
    if (owner !== '') process.kill(Number(owner), 0)
  } catch (error) {
    // ESRCH: its owner is dead. ENOENT: released meanwhile.
    if (error.code === 'ESRCH') rmSync(lock, { force: true })
    else if (!['ENOENT', 'EPERM'].includes(error.code)) throw error
  }
  return false
}

/** The line of its failure becomes the error, so that it is said once. */
function run(command, args, log) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'pipe'] })
    let failure = 'error: the set-up ended without a word'
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.startsWith('error: ')) failure = line
      else log(line)
    })
    child.once('error', fail)
    child.once('close', (code) => (code === 0 ? done() : fail(new Error(failure.slice('error: '.length)))))
  })
}

if (process.argv[1] === import.meta.filename)
  try {
    await setUp()
  } catch (error) {
    console.error(`error: ${error.message}`)
    process.exitCode = 1
  }
