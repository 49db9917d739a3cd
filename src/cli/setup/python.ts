/**
 * Finds a Python that can make the `.venv`: new enough, and with the parts that Debian ships apart.
 */
import { execFile } from 'node:child_process'
import { CliError } from '../errors'

/** Oldest Python the pinned packages install on. */
const MIN_PYTHON = [3, 11] as const

/** A Python on this machine. */
export interface Python {
  /** Full path of the program. */
  readonly path: string
  /** For example `3.11.7`. */
  readonly version: string
}

const PROBE = `
import sys
missing = []
for name in ("venv", "ensurepip"):
    try: __import__(name)
    except ImportError: missing.append(name)
print(getattr(sys, "_base_executable", sys.executable), ".".join(map(str, sys.version_info[:3])), ",".join(missing), sep="\\n")
`

/**
 * Finds the first usable Python on the PATH.
 *
 * @param env - Environment whose PATH is searched.
 * @returns The first of `python3`, `python` that is new enough and complete.
 * @throws CliError One line that says what to install when there is none.
 */
export async function findPython(env: Readonly<Record<string, string | undefined>>): Promise<Python> {
  const wanted = MIN_PYTHON.join('.')
  let complaint = `python3 was not found. Install Python ${wanted} or newer (https://www.python.org/downloads/), then run this again.`
  let isFirst = true
  for (const name of ['python3', 'python']) {
    const found = await probe(name, env)
    if (!found) continue
    const { path, version, missing } = found
    if (!isNewEnough(version)) {
      if (isFirst)
        complaint = `${name} is Python ${version}, too old. Install Python ${wanted} or newer, then run this again.`
    } else if (missing.length > 0) {
      if (isFirst)
        complaint =
          `${name} (Python ${version}) has no ${missing.join(' and no ')} module. ` +
          `Install it (Debian, Ubuntu: apt install python3-venv), then run this again.`
    } else return { path, version }
    isFirst = false
  }
  throw new CliError(complaint)
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > MIN_PYTHON[0] || (major === MIN_PYTHON[0] && minor >= MIN_PYTHON[1])
}

function probe(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<(Python & { missing: string[] }) | undefined> {
  return new Promise((resolve) => {
    execFile(name, ['-c', PROBE], { env: { ...env } }, (error, stdout) => {
      // Not there, or not a Python that answers (a Windows store stub, a broken shim).
      if (error) return resolve(undefined)
      const [path = name, version = '0', missing = ''] = stdout.split(/\r?\n/)
      resolve({ path, version, missing: missing.split(',').filter(Boolean) })
    })
  })
}
