/**
 * Python sources to syntax trees, by Python's own parser: the interpreter of `.venv`, else one of the PATH. The sources
 * go in and the trees come out as JSON; nothing of them is run.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Parsed } from '../../convert/python/parsed'
import { CliError } from '../errors'
import type { CliIo } from '../io'
import { findProject } from '../setup/project'

const SCRIPT = join(__dirname, 'parse-python.py')

/**
 * Parses sources in one process.
 *
 * @param sources - Python, one cell each.
 * @param io - World of the command.
 * @returns A tree for each, or why Python does not read it.
 * @throws CliError When there is no Python, or it fails.
 */
export async function parsePython(sources: readonly string[], io: CliIo): Promise<Parsed[]> {
  const venv = join(
    findProject(io.cwd).root,
    '.venv',
    ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
  )
  const candidates = [...(existsSync(venv) ? [venv] : []), 'python3', 'python']
  for (const python of candidates) {
    const answer = await run(python, JSON.stringify(sources), io)
    if (answer === undefined) continue
    if (answer.code === 0) return JSON.parse(answer.out) as Parsed[]
    const reason = answer.err.trim().split('\n').at(-1) ?? ''
    throw new CliError(`${python} could not read the notebook: ${reason}. Python 3.8 or newer is needed.`)
  }
  throw new CliError(
    'python3 was not found: it reads the Python of the notebook. Install Python 3.8 or newer (https://www.python.org/downloads/).',
  )
}

interface Answer {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a program; `undefined` when there is none of that name. */
function run(python: string, input: string, io: CliIo): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-I', '-B', SCRIPT], {
      cwd: io.cwd,
      env: { ...io.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(undefined)
      else reject(new CliError(`${python} could not be started: ${error.message}`, { cause: error }))
    })
    child.once('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') }),
    )
    // A Python that ends early closes the pipe; its exit code tells.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
