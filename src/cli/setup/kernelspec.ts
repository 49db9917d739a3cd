/**
 * The kernelspec in `.venv`: how Jupyter starts tslab with this project's Node, and the settings JupyterLab opens with.
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { makeFolders } from '../../base/make-folders'
import { findTslab, type Project } from './project'
import { placesOf } from './venv'

/** Name of the kernel that notebooks ask for: the one `tslab install` uses as well. */
const KERNEL_NAME = 'tslab'

/**
 * Writes the kernelspec and JupyterLab's defaults into `.venv`, unless they are there already.
 *
 * @param project - Project whose `.venv` is ready.
 * @throws CliError When tslab is not installed.
 */
export function ensureKernelspec(project: Project): void {
  const share = join(project.venv, 'share', 'jupyter')
  writeIfOther(join(share, 'kernels', KERNEL_NAME, 'kernel.json'), kernelspecOf(project))
  // No question about news and no look for updates: a tutorial starts on its notebook and talks to nobody.
  writeIfOther(join(share, 'lab', 'settings', 'overrides.json'), {
    '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
  })
}

function kernelspecOf(project: Project): object {
  const { bin } = placesOf(project.venv)
  return {
    argv: [process.execPath, findTslab(project.root), 'kernel', '--config-path', '{connection_file}'],
    display_name: 'TypeScript',
    language: 'typescript',
    // The signal also ends a loop that never yields; a message would wait behind it.
    interrupt_mode: 'signal',
    // So that `python`, `pip` and `jupyter` in a cell are this environment's. Jupyter expands ${PATH}.
    env: {
      PATH: `${bin.replaceAll('$', '$$$$')}${delimiter}\${PATH}`,
      VIRTUAL_ENV: project.venv.replaceAll('$', '$$$$'),
    },
    metadata: { debugger: false },
  }
}

function writeIfOther(path: string, value: object): void {
  const text = `${JSON.stringify(value, null, 2)}\n`
  if (readOrEmpty(path) === text) return
  makeFolders(dirname(path))
  writeFileSync(path, text)
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
