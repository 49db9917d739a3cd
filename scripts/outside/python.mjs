// Virtual environments of Python packages, kept in the user's cache beside those of npm. The registry is asked through
// pip only, for exact versions, and only wheels are taken: what would have to be compiled is not installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CACHE } from './folders.mjs'
import { findLibrary } from './kernel.mjs'

const PIP = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '--only-binary', ':all:'] // prettier-ignore

/** A Python and its platform for which nearly every project has wheels. */
const PLATFORMS = ['manylinux2014_x86_64', 'manylinux_2_17_x86_64', 'manylinux_2_28_x86_64']
const COMMON = [...PLATFORMS.flatMap((platform) => ['--platform', platform]), '--python-version', '3.12', '--implementation', 'cp'] // prettier-ignore

/** PyPI has no wheel of a package for this Python on this platform. */
export class NoWheelError extends Error {}

/**
 * Installs a pinned list once.
 * @param {string} name Of the list: a part of the folder's name.
 * @param {string} file A requirements file.
 * @param {{ log?: (line: string) => void, base?: string, cache?: string }} [options] `base` is the Python that makes it, that of `.venv`
 * by default; `cache` the folder that it is kept in.
 * @returns {Promise<string>} The Python of the environment.
 * @throws {NoWheelError} See there. Anything else that goes wrong, the network say, is another error.
 */
export async function installPython(
  name,
  file,
  { log = () => {}, base = findLibrary().python, cache = CACHE } = {},
) {
  const list = readFileSync(file)
  const version = await run(base, ['-c', 'import sys; print(sys.version)'])
  const hash = createHash('sha256').update(list).update(version.stdout).digest('hex').slice(0, 10)
  const folder = join(cache, `${name}-${hash}`)
  const python = join(folder, 'bin', 'python')
  const mark = join(folder, 'installed')
  if (existsSync(mark)) return python
  log(`installing the Python packages of ${name} into ${folder} …`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(dirname(folder), { recursive: true })
  check('making the environment', await run(base, ['-m', 'venv', folder]))
  const installed = await run(python, [...PIP, '--requirement', file])
  const missing = /No matching distribution found for (\S+)/.exec(installed.stderr)?.[1]
  // pip says the same of a registry that it cannot reach. Whether it can, and the version is there, tells the same
  // question for a platform that has wheels.
  if (missing && (await isOnRegistry(python, missing, join(folder, 'target')))) {
    rmSync(folder, { recursive: true, force: true })
    const [release] = version.stdout.split(' ')
    throw new NoWheelError(
      `no wheel of ${missing} for Python ${release} on ${process.platform} ${process.arch}`,
    )
  }
  check(`pip install --requirement ${file}`, installed)
  writeFileSync(mark, '')
  return python
}

async function isOnRegistry(python, requirement, target) {
  const args = [...PIP, '--dry-run', '--no-deps', '--target', target, ...COMMON, requirement]
  return (await run(python, args)).code === 0
}

function check(what, { code, stderr }) {
  if (code !== 0) throw new Error(`${what} failed: ${stderr.slice(-2000)}`)
}

function run(command, args) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.once('error', fail)
    child.once('close', (code) => done({ code, stdout, stderr }))
  })
}
