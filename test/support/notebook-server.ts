/**
 * Notebook 7 beside the JupyterLab of `.venv`: its one package, in a folder of the user's cache that later runs find again.
 * It is not in `.venv`, which is what users get.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { root } from './kernel'

/** The release that belongs to the JupyterLab of requirements.txt. */
const NOTEBOOK = 'notebook==7.6.5'

/**
 * Installs it, once.
 *
 * @returns Variables with which the Python of `.venv` runs it.
 */
export function installNotebook(): Record<string, string> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const folder = join(cache, 'tslab-magics-outside', NOTEBOOK.replace('==', '-'))
  const mark = join(folder, 'installed')
  if (!existsSync(mark)) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const python = join(root, '.venv', 'bin', 'python')
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--target', folder]
    execFileSync(python, ['-m', 'pip', 'install', ...options, NOTEBOOK], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    writeFileSync(mark, '')
  }
  // The settings that it shares with JupyterLab are described there.
  const application = join(folder, 'share', 'jupyter', 'lab')
  const shared = join(root, '.venv', 'share', 'jupyter', 'lab')
  for (const part of ['schemas/@jupyterlab', 'themes']) {
    rmSync(join(application, part), { recursive: true, force: true })
    symlinkSync(join(shared, part), join(application, part))
  }
  return {
    PYTHONPATH: folder,
    JUPYTERLAB_DIR: application,
    JUPYTER_PATH: join(folder, 'share', 'jupyter'),
  }
}
