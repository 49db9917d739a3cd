/**
 * `tslab-magics new`: a first notebook that runs. Owns its name and the file; what is in it, says first-notebook.ts.
 */
import { opendirSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, parse, resolve } from 'node:path'
import { quoteWord } from '../../base/bash-quote'
import { makeFolders } from '../../base/make-folders'
import { systemMessage } from '../../base/system-message'
import { codeOf } from '../../base/unknown'
import { SKIPPED } from '../check-files'
import { CliError } from '../errors'
import { firstNotebook } from './first-notebook'
import type { CliIo } from '../io'

/** Name of the notebook that `lab` makes where there is none. */
const FIRST = 'first.ipynb'
/** Entries looked at in search of a notebook: `lab` in a home folder does not read all of it. */
const MAX_ENTRIES = 2000

/**
 * Writes a first notebook and says where.
 *
 * @param name - Its name, with `.ipynb` or without, relative to the folder the command was started in; missing folders
 * are made.
 * @param io - World of the command.
 * @returns Exit code 0.
 * @throws CliError When it cannot be a notebook's name, is there already, or cannot be written.
 */
export function newCommand(name: string, io: CliIo): number {
  const path = notebookName(name)
  writeNew(path, { text: firstNotebook(), cwd: io.cwd })
  const shown = quoteWord(path)
  io.out(
    `Wrote ${shown}\nOpen it: npx tslab-magics lab ${shown}\nOr run it here: npx tslab-magics run ${shown}\n`,
  )
  return 0
}

/**
 * Writes a first notebook where there is none, neither in the folder nor below it.
 *
 * @param io - World of the command.
 * @returns Its full path; `undefined` when nothing was written.
 * @throws CliError When it cannot be written.
 */
export function ensureNotebook(io: CliIo): string | undefined {
  if (mayHaveNotebook(io.cwd)) return undefined
  writeNew(FIRST, { text: firstNotebook(), cwd: io.cwd })
  io.err(`There is no notebook here: wrote ${FIRST}\n`)
  return join(io.cwd, FIRST)
}

/** The path as typed, with the ending; refused where JupyterLab could not open it. */
export function notebookName(name: string): string {
  const refuse = (why: string) => {
    throw new CliError(`A notebook cannot be named ${JSON.stringify(name)}: ${why}. Try: first`)
  }
  if (name.trim() === '') refuse('that is no name')
  if (/[\u0000-\u001f\u007f-\u009f]/.test(name)) refuse('it holds a control character')
  if (/[\\/]$/.test(name) && (process.platform === 'win32' || name.endsWith('/'))) refuse('that is a folder')
  const { root } = parse(name)
  const parts = name.slice(root.length).split(process.platform === 'win32' ? /[\\/]+/ : /\/+/)
  const last = parts.at(-1) ?? ''
  if (['', '.', '..'].includes(last)) refuse('that is a folder')
  for (const part of parts) {
    if (/[\\:]/.test(part)) refuse('JupyterLab opens no name with ":" or "\\"')
    if (part.startsWith('.') && part !== '.' && part !== '..')
      refuse('JupyterLab shows nothing that begins with "."')
  }
  return name.replace(/(?:\.ipynb)?$/i, '.ipynb')
}

/** A notebook to be written. */
export interface NewNotebook {
  /** Its file. */
  readonly text: string
  /** Folder that its path begins at. */
  readonly cwd: string
}

/**
 * Writes a notebook where there is nothing yet.
 *
 * @param path - Its path, as typed.
 * @param notebook - What is in it, and where the path begins.
 * @throws CliError When something is there, or it cannot be written.
 */
export function writeNew(path: string, { text, cwd }: NewNotebook): void {
  const full = resolve(cwd, path)
  const where = isAbsolute(path) ? path : `${path} in ${cwd}`
  try {
    makeFolders(dirname(full))
    // Fails where anything is, a folder or a link that leads nowhere too.
    writeFileSync(full, text, { flag: 'wx' })
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST')
      throw new CliError(`There is a ${path} already. Choose another name, or move it away.`, { cause })
    throw new CliError(
      `${where} cannot be written: ${systemMessage(cause)}. Choose another name or folder.`,
      {
        cause,
      },
    )
  }
}

/** Whether there is a notebook, or so much else that one may be. Nearest folders first; links are not followed. */
function mayHaveNotebook(start: string): boolean {
  const folders = [start]
  let seen = 0
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const open = openFolder(folder)
    if (!open) continue
    try {
      for (let entry = open.readSync(); entry; entry = open.readSync()) {
        if (entry.name.endsWith('.ipynb') && !entry.isDirectory()) return true
        const isShown = !SKIPPED.has(entry.name) && !entry.name.startsWith('.')
        if (entry.isDirectory() && isShown) folders.push(join(folder, entry.name))
        if (++seen > MAX_ENTRIES) return true
      }
    } finally {
      open.closeSync()
    }
  }
  return false
}

/** A folder that may not be read hides nothing that JupyterLab could show. */
function openFolder(folder: string) {
  try {
    return opendirSync(folder)
  } catch (error) {
    if (['EACCES', 'EPERM', 'ENOENT'].includes(codeOf(error) ?? '')) return undefined
    throw error
  }
}
