/**
 * Folders that Jupyter writes into: settings, data, the files of running servers. They are below the user's home; where that
 * cannot be written a folder of this run takes their place.
 * @see https://jupyter-core.readthedocs.io/en/latest/config.html
 */
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { makeFolders } from '../../base/make-folders'

type Env = Readonly<Record<string, string | undefined>>

/** Where Jupyter may write. */
export interface JupyterFolders {
  /** Variables for Jupyter; none when its own folders will do. */
  readonly env: Env
  /** Removes what was made for this run. */
  remove(): void
}

/** Jupyter's folder of the user, as `jupyter --data-dir` tells. */
export function dataFolder(env: Env): string {
  if (env['JUPYTER_DATA_DIR']) return env['JUPYTER_DATA_DIR']
  const home = env['HOME'] ?? homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Jupyter')
  if (process.platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'jupyter')
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'jupyter')
}

/**
 * Finds folders that can be written. What is in the user's own is still read.
 *
 * @param env - Environment that Jupyter will get.
 */
export function writableFolders(env: Env): JupyterFolders {
  const data = dataFolder(env)
  const config = env['JUPYTER_CONFIG_DIR'] || join(env['HOME'] ?? homedir(), '.jupyter')
  const runtime = env['JUPYTER_RUNTIME_DIR'] || join(data, 'runtime')
  if ([data, config, runtime].every(isWritable)) return { env: {}, remove() {} }
  // Its mode is 0700: the keys of kernels are in there.
  const folder = mkdtempSync(join(tmpdir(), 'tslab-magics-jupyter-'))
  const withOwn = (name: string, own: string) => [env[name], own].filter(Boolean).join(delimiter)
  return {
    env: {
      JUPYTER_DATA_DIR: join(folder, 'data'),
      JUPYTER_CONFIG_DIR: join(folder, 'config'),
      JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
      JUPYTER_PATH: withOwn('JUPYTER_PATH', data),
      JUPYTER_CONFIG_PATH: withOwn('JUPYTER_CONFIG_PATH', config),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Makes it, as Jupyter itself would. */
function isWritable(folder: string): boolean {
  try {
    makeFolders(folder, 0o700)
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
