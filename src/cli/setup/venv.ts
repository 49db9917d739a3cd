/**
 * Makes and renews `.venv`, the Python environment with JupyterLab. Made once; afterwards one small file tells that
 * nothing is to do. A `.venv` that somebody else made is never touched.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CliError } from '../errors'
import { withLock } from './lock'
import { readPipComplaint } from './pip-complaint'
import { STAMP, type Project } from './project'
import { findPython } from './python'

/** What {@link ensureVenv} needs beside the project. */
export interface VenvOptions {
  /** Environment of pip and Python. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Gets one line of progress at a time; not called when nothing is to do. */
  log(line: string): void
}

/** A ready environment. */
export interface Venv {
  /** Folder of its programs, the one to put first on a PATH. */
  readonly bin: string
  /** Its Python. */
  readonly python: string
}

/** What the stamp says: `requirements` is absent while the environment is being made. */
interface Stamp {
  readonly place: string
  readonly requirements?: string
}

/**
 * Makes `.venv` when it is missing, incomplete or moved, and installs again when the pinned list has changed.
 *
 * @param project - Where.
 * @param options - `env`, `log`.
 * @returns The programs of the environment.
 * @throws CliError When Python is missing, the packages cannot be installed, or `.venv` is not ours.
 */
export async function ensureVenv(project: Project, options: VenvOptions): Promise<Venv> {
  const wanted = createHash('sha256').update(readFileSync(project.requirements)).digest('hex')
  const venv = placesOf(project.venv)
  const isReady = () => {
    const stamp = readStamp(project.venv)
    return stamp?.place === project.venv && stamp.requirements === wanted && existsSync(venv.python)
  }
  if (isReady()) return venv
  const onWait = () => options.log('Waiting for another command that is making .venv …')
  await withLock(
    `${project.venv}.lock`,
    () => (isReady() ? Promise.resolve() : make(project, wanted, options)),
    { onWait },
  )
  return venv
}

/** The programs of an environment, whether or not they are there yet. */
export function placesOf(venv: string): Venv {
  const isWindows = process.platform === 'win32'
  const bin = join(venv, isWindows ? 'Scripts' : 'bin')
  return { bin, python: join(bin, isWindows ? 'python.exe' : 'python') }
}

async function make(project: Project, wanted: string, options: VenvOptions): Promise<void> {
  const { venv: directory, requirements } = project
  const { python } = placesOf(directory)
  const stamp = readStamp(directory)
  if (existsSync(directory) && !stamp)
    throw new CliError(
      `${directory} was not made by tslab-magics. Move it away or start from another folder.`,
    )
  // Complete but with other pins: renew in place, so that packages installed from a cell survive.
  const isComplete = stamp?.place === directory && stamp.requirements !== undefined && existsSync(python)
  if (!isComplete) {
    const found = await findPython(options.env)
    options.log(`Making .venv with Python ${found.version} (only the first time) …`)
    rmSync(directory, { recursive: true, force: true })
    mkdirSync(directory)
    writeStamp(directory, { place: directory })
    await runLines(found.path, ['-m', 'venv', directory], options, () => {}, 'Making .venv')
  }
  await installPackages(python, requirements, options)
  writeStamp(directory, { place: directory, requirements: wanted })
  options.log('.venv is ready.')
}

async function installPackages(python: string, requirements: string, options: VenvOptions): Promise<void> {
  const total = readFileSync(requirements, 'utf8').match(/^[\w.-]+==/gm)?.length ?? 0
  options.log(`Installing JupyterLab and what it needs: ${total} packages …`)
  let found = 0
  const onLine = (line: string) => {
    if (/^Collecting /.test(line) && ++found % 20 === 0) options.log(`  ${found} of ${total} fetched`)
    if (/^Installing collected packages/.test(line)) options.log('  unpacking')
  }
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off']
  await runLines(python, [...pip, '-r', requirements], options, onLine, 'Installing the Python packages')
}

/** Runs a program to its end, line by line; its last complaint becomes the error. */
function runLines(
  command: string,
  args: readonly string[],
  options: VenvOptions,
  onLine: (line: string) => void,
  doing: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...options.env, PYTHONNOUSERSITE: '1' }
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const complaint = readPipComplaint()
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('Looking in indexes:')) complaint.take(line)
      onLine(line)
    })
    createInterface({ input: child.stderr }).on('line', (line) => complaint.take(line))
    child.once('error', (cause) => reject(new CliError(`${doing} failed: ${cause.message}.`, { cause })))
    child.once('close', (code, signal) => {
      if (code === 0) return resolve()
      const why = complaint.sentence()
      reject(new CliError(`${doing} failed (${signal ?? `exit code ${code}`})${why && `: ${why}`}`))
    })
  })
}

function readStamp(venv: string): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(join(venv, STAMP), 'utf8')) as Stamp
  } catch {
    // Missing or cut off by a crash: not a stamp. A cut-off one sits in a folder we made, but nothing proves it.
    return undefined
  }
}

function writeStamp(venv: string, stamp: Stamp): void {
  writeFileSync(join(venv, STAMP), `${JSON.stringify(stamp, null, 2)}\n`)
}
