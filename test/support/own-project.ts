/**
 * A project of a user for tests: tslab and this library as links, and a `.venv` that is complete at once because it reads the
 * packages of the repository's own.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { placesOf } from '../../src/cli/setup/venv'
import { STAMP } from '../../src/cli/setup/project'
import { root } from './kernel'
import { bareEnv } from './notebook'

/**
 * Makes a project.
 *
 * @param path - Its folder, made when missing.
 * @param options - `venv: false` leaves `.venv` out, as before the first start.
 * @returns The folder without links in its path.
 */
export function makeProject(path: string, options: { venv?: boolean } = {}): string {
  mkdirSync(join(path, 'node_modules'), { recursive: true })
  const project = realpathSync(path)
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n')
  symlinkSync(root, join(project, 'node_modules', 'tslab-magics'))
  symlinkSync(join(root, 'node_modules', 'tslab'), join(project, 'node_modules', 'tslab'))
  if (options.venv !== false) makeVenv(join(project, '.venv'))
  return project
}

function makeVenv(venv: string): void {
  const shared = join(root, '.venv')
  execFileSync(placesOf(shared).python, ['-m', 'venv', '--without-pip', venv])
  const [version = ''] = readdirSync(join(venv, 'lib'))
  const packages = (of: string) => join(of, 'lib', version, 'site-packages')
  writeFileSync(join(packages(venv), 'shared.pth'), `${packages(shared)}\n`)
  const link = (...path: string[]) => {
    mkdirSync(join(venv, ...path, '..'), { recursive: true })
    symlinkSync(join(shared, ...path), join(venv, ...path))
  }
  link('etc', 'jupyter')
  link('share', 'jupyter', 'nbconvert')
  for (const part of ['schemas', 'static', 'themes']) link('share', 'jupyter', 'lab', part)
  const requirements = createHash('sha256')
    .update(readFileSync(join(root, 'requirements.txt')))
    .digest('hex')
  writeFileSync(join(venv, STAMP), JSON.stringify({ place: venv, requirements }))
}

/** Labs that no test has stopped. */
const running = new Set<ChildProcess>()

afterAll(async () => {
  await Promise.all([...running].map((child) => child.kill('SIGTERM') && once(child, 'exit')))
})

/** A JupyterLab that `tslab-magics lab` has started. */
export interface StartedLab {
  /** What it said on standard error so far. */
  said(): string
  readonly url: URL
  /** Asks its server; the path begins with `/api/`. */
  ask(path: string, init?: RequestInit): Promise<Response>
  /** Ends it as Ctrl+C does. @returns Its exit code. */
  stop(): Promise<number | null>
}

/**
 * Starts `tslab-magics lab` as it is typed and waits until it serves.
 *
 * @param cwd - Folder it is started in.
 * @param args - Arguments after `lab --no-browser --port 0`.
 * @param env - Variables to set.
 * @throws Error With what it said when it ends instead.
 */
export async function startLab(
  cwd: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<StartedLab> {
  const program = [join(root, 'dist', 'cli.js'), 'lab', '--no-browser', '--port', '0', ...args]
  const child = spawn(process.execPath, program, {
    cwd,
    env: bareEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, as a terminal makes one for each command: Ctrl+C is sent to the group.
    detached: true,
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const ended = once(child, 'close') as Promise<[number | null]>
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const url = await addressOf(child)
  if (url === undefined) throw new Error(`lab ended with ${(await ended)[0]}: ${err}`)
  const token = url.searchParams.get('token') ?? ''
  return {
    url,
    said: () => err,
    ask: (path, init) =>
      fetch(new URL(path, url.origin), { ...init, headers: { authorization: `token ${token}` } }),
    async stop() {
      process.kill(-child.pid!, 'SIGINT')
      return (await ended)[0]
    },
  }
}

async function addressOf({ stdout }: ChildProcess): Promise<URL | undefined> {
  let out = ''
  for await (const text of stdout!.setEncoding('utf8')) {
    out += String(text)
    const [, address] = /(http:\S*token=\w{32,})\s/.exec(out) ?? []
    if (address !== undefined) return new URL(address)
  }
  return undefined
}
