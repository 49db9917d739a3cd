/**
 * `tslab-magics lab`: JupyterLab of `.venv` on 127.0.0.1, with the notebook open.
 */
import { randomBytes } from 'node:crypto'
import { get } from 'node:http'
import { dirname, isAbsolute, relative, sep } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { runChild } from '../child'
import { CliError } from '../errors'
import type { CliIo } from '../io'
import { writableFolders } from './jupyter-folders'
import { ensureNotebook } from './new'
import { choosePort } from './ports'
import { checkNotebook } from '../run/run'
import { ensureSetup } from '../setup/setup'

/** Settings of {@link labCommand}. */
export interface LabOptions {
  /** Port; without it 8888 or, when that is taken, any. */
  readonly port?: number
  /** `false` opens no browser; nor is one opened where `CI` is set. */
  readonly browser?: boolean
}

/**
 * Runs JupyterLab until it is stopped.
 *
 * @param notebook - Notebook to open, relative to the folder the command was started in; without it a first one is made
 * where there is none.
 * @param options - `port`, `browser`.
 * @param io - World of the command.
 * @returns 0 when it was stopped by the user.
 * @throws CliError When the notebook is not there, the port is taken, the set-up fails or JupyterLab ends by itself.
 */
export async function labCommand(
  notebook: string | undefined,
  options: LabOptions,
  io: CliIo,
): Promise<number> {
  const named = notebook === undefined ? undefined : checkNotebook(notebook, io.cwd)
  const port = await choosePort(options.port)
  const { venv } = await ensureSetup(io)
  const file = named ?? ensureNotebook(io)
  const { folder, page } = placeOf(file, io.cwd)
  const token = randomBytes(24).toString('hex')
  const opensBrowser = options.browser !== false && !io.env.CI
  const settings = [
    `ServerApp.ip=127.0.0.1`,
    `ServerApp.port=${port}`,
    `ServerApp.port_retries=0`,
    `ServerApp.root_dir=${folder}`,
    `ServerApp.answer_yes=True`,
    `ServerApp.open_browser=${opensBrowser ? 'True' : 'False'}`,
    `LabApp.default_url=${page}`,
    `ServerApp.log_level=ERROR`,
    // Jupyter refuses root, which is the only user of many containers; here it listens on this machine alone.
    ...(process.getuid?.() === 0 ? ['ServerApp.allow_root=True'] : []),
  ]
  const folders = writableFolders(io.env)
  if (Object.keys(folders.env).length > 0)
    io.err('The home folder cannot be written: JupyterLab keeps its settings until it ends.\n')
  let lastLine = ''
  let hasEnded = false
  const server = runChild({
    command: venv.python,
    args: ['-m', 'jupyterlab', ...settings.map((setting) => `--${setting}`)],
    cwd: folder,
    // In the environment, where other users of the machine do not see it as they see arguments.
    env: { ...io.env, ...folders.env, JUPYTER_TOKEN: token },
    onErrorLine(line) {
      if (line.trim() !== '') lastLine = line.trim()
    },
  }).finally(() => {
    hasEnded = true
    folders.remove()
  })

  const isUp = await waitFor(port, () => hasEnded)
  if (isUp) {
    io.out(`JupyterLab runs at http://127.0.0.1:${port}${page}?token=${token}\nStop it with Ctrl+C.\n`)
  }
  const { exitCode, wasStopped } = await server
  if (wasStopped || exitCode === 0) return 0
  throw new CliError(`JupyterLab ended (exit code ${exitCode})${lastLine && `: ${lastLine}`}`)
}

/** Folder that JupyterLab shows, and the page of the notebook in it. */
function placeOf(file: string | undefined, cwd: string): { folder: string; page: string } {
  if (file === undefined) return { folder: cwd, page: '/lab' }
  const inside = relative(cwd, file)
  const folder = inside.startsWith('..') || isAbsolute(inside) ? dirname(file) : cwd
  const path = relative(folder, file).split(sep).map(encodeURIComponent).join('/')
  return { folder, page: `/lab/tree/${path}` }
}

/** Waits until the server answers; `false` when it ended instead. */
async function waitFor(port: number, hasEnded: () => boolean): Promise<boolean> {
  while (!hasEnded()) {
    const isUp = await new Promise<boolean>((resolve) => {
      // With an agent of its own: that of the process may be told to send everything to a proxy.
      get({ host: '127.0.0.1', port, path: '/login', agent: false }, (response) => {
        response.resume()
        resolve(true)
      }).once('error', () => resolve(false))
    })
    if (isUp) return true
    await pause(100)
  }
  return false
}
