/**
 * Where the `.env` of a notebook is: next to it, else in the folders above, up to the end of the project.
 */
import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** Name of the file. */
export const DOTENV = '.env'

/**
 * Looks for `.env` in a folder and those above it. Stops after the folder that holds `.git`, and at the home folder:
 * what lies above a project belongs to somebody else.
 *
 * @param folder - Where to begin: the notebook's folder.
 * @returns The path, or `undefined` when there is none.
 */
export function findDotenv(folder: string): string | undefined {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const path = join(here, DOTENV)
    if (isFile(path)) return path
    if (existsSync(join(here, '.git')) || here === homedir() || here === dirname(here)) return undefined
  }
}

/**
 * What is unsafe about the file.
 *
 * @param path - Path of a `.env` file.
 * @returns A sentence with the remedy; `undefined` when only its owner, the user, can read it, and on Windows.
 */
export function describeAccess(path: string): string | undefined {
  if (process.getuid === undefined) return undefined
  const { mode, uid } = statSync(path)
  const user = process.getuid()
  if (user !== 0 && uid !== user && uid !== 0) return 'it belongs to another user of this computer'
  return (mode & 0o077) === 0
    ? undefined
    : 'other users of this computer can open it; to keep them out: chmod 600'
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
