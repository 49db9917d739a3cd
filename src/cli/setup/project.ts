/**
 * Where a command works: the project folder, its `.venv`, and the tslab whose kernel runs the notebooks.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CliError } from '../errors'
import { foldersUp } from '../paths'

/** The places of one project. */
export interface Project {
  /** Nearest folder that has tslab (or our `.venv`), else the folder the command was started in. */
  readonly root: string
  /** The Python environment, made when missing. */
  readonly venv: string
  /** The pinned list of Python packages that belongs to this library. */
  readonly requirements: string
}

/** Name of the file in `.venv` that says we made it, from what, and where. */
export const STAMP = 'tslab-magics.json'

/**
 * Finds the project a command belongs to.
 *
 * @param cwd - Folder the command was started in.
 * @returns The places of the project; nothing is made yet.
 */
export function findProject(cwd: string): Project {
  const isRoot = (folder: string) =>
    existsSync(join(folder, '.venv', STAMP)) ||
    existsSync(join(folder, 'node_modules', 'tslab', 'package.json'))
  const root = foldersUp(cwd).find(isRoot) ?? cwd
  return { root, venv: join(root, '.venv'), requirements: findRequirements() }
}

/**
 * Finds the program of tslab that Jupyter starts as the kernel.
 *
 * @param root - Project folder, looked at first; then where this library is installed.
 * @throws CliError When tslab is in neither place.
 */
export function findTslab(root: string): string {
  for (const from of [join(root, 'package.json'), __filename])
    try {
      return join(dirname(createRequire(from).resolve('tslab/package.json')), 'bin', 'tslab')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    }
  throw new CliError(`tslab is not installed in ${root}. Run: npm install tslab tslab-magics`)
}

/** Whether notebooks of a folder find this library: not when it runs from the cache of npx. */
export function canImport(root: string): boolean {
  return foldersUp(root).some((folder) => existsSync(join(folder, 'node_modules', 'tslab-magics')))
}

/** `requirements.txt` lies at the root of this package: one folder above dist/, two above src/cli/. */
function findRequirements(): string {
  const found = foldersUp(__dirname)
    .map((folder) => join(folder, 'requirements.txt'))
    .find(existsSync)
  if (!found)
    throw new CliError(`requirements.txt is missing beside ${__dirname}. Install tslab-magics again.`)
  return found
}
