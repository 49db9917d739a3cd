/**
 * Which notebooks a command means: files, folders, patterns. Owns the search; knows nothing of what is in them.
 */
import { readdirSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { CliError } from './errors'

/** Folders that hold other people's files, copies or results. */
export const SKIPPED: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.venv',
  'venv',
  '.ipynb_checkpoints',
  '__pycache__',
])

/**
 * Finds notebooks.
 *
 * @param paths - Files, folders (searched with those below), patterns with `*`, `**` and `?`.
 * @param cwd - Folder that relative paths begin at.
 * @returns Absolute paths, each once, in order.
 * @throws CliError When a path does not exist or names a file that is no notebook; a pattern may match nothing.
 */
export function findNotebooks(paths: readonly string[], cwd: string): string[] {
  const found = new Set<string>()
  for (const path of paths) for (const file of expand(path, cwd)) found.add(file)
  return [...found]
}

function expand(path: string, cwd: string): string[] {
  const full = resolve(cwd, path)
  const stats = statSync(full, { throwIfNoEntry: false })
  if (stats?.isDirectory()) return notebooksBelow(full)
  if (stats?.isFile()) {
    if (full.endsWith('.ipynb')) return [full]
    throw new CliError(`${path} is not a notebook: its name does not end with .ipynb.`)
  }
  if (!/[*?]/.test(path)) throw new CliError(`There is no file or folder ${path}.`)
  const parts = full.split(sep)
  const base =
    parts
      .slice(
        0,
        parts.findIndex((part) => /[*?]/.test(part)),
      )
      .join(sep) || sep
  if (!statSync(base, { throwIfNoEntry: false })?.isDirectory()) return []
  const pattern = toRegExp(relative(base, full).split(sep).join('/'))
  return notebooksBelow(base).filter((file) => pattern.test(relative(base, file).split(sep).join('/')))
}

function notebooksBelow(folder: string): string[] {
  const found: string[] = []
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) found.push(...notebooksBelow(path))
    } else if (entry.isFile() && entry.name.endsWith('.ipynb')) found.push(path)
  }
  return found
}

function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|[*?]|[\\^$.|+()[\]{}]/g, (token) => {
    if (token === '**/') return '(?:[^/]+/)*'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    return token === '?' ? '[^/]' : `\\${token}`
  })
  return new RegExp(`^${source}$`)
}
