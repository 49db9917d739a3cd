/**
 * Completion inside magics: names, options, files, variables of the environment. Owns the lists; which part of a
 * cell is a magic is known to `language.ts`.
 */
import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { nameOption } from './options'
import type { Magic, MagicRegistry } from './registry'

/** What may stand for the text typed so far. */
export interface Answer {
  readonly typed: string
  readonly matches: readonly string[]
}

const MAX_FILES = 200

/**
 * Completes the line of a magic.
 *
 * @param text - From its `%` to the cursor.
 * @param registry - The magics there are.
 * @param options - `isFirst`: whether it is the first line of its cell, where `%%name` can stand.
 */
export function completeMagic(
  text: string,
  registry: MagicRegistry,
  { isFirst }: { isFirst: boolean },
): Answer {
  if (/^%%?\w*$/.test(text)) {
    const names = registry
      .list()
      .flatMap(({ name, kind }) => [
        ...(kind === 'cell' ? [] : [`%${name}`]),
        ...(kind === 'line' || !isFirst ? [] : [`%%${name}`]),
      ])
    return { typed: text, matches: names.filter((name) => name.startsWith(text)) }
  }
  const name = /^%%?(\w+)/.exec(text)?.[1] ?? ''
  const magic = registry.find(name)
  const typed = /\S*$/.exec(text)?.[0] ?? ''
  if (typed.startsWith('-') && magic !== undefined) return completeOption(typed, magic)
  if (magic?.words === 'variable') return startingWith(typed, Object.keys(process.env))
  if (magic?.words === 'file' || magic?.words === 'folder')
    return completeFile(typed, magic.words === 'folder')
  return { typed, matches: [] }
}

/**
 * Completes a shell script: `$NAME` and files.
 *
 * @param text - The script up to the cursor.
 */
export function completeShell(text: string): Answer {
  const variable = /\$(\{?)\w*$/.exec(text)
  if (variable)
    return startingWith(
      variable[0],
      Object.keys(process.env).map((name) => `$${variable[1]}${name}`),
    )
  return completeFile(/(?:\\.|[^\s"'`=<>|;&()\\])*$/.exec(text)?.[0] ?? '', false)
}

function completeOption(typed: string, { options }: Magic): Answer {
  return startingWith(typed, Object.keys(options).map(nameOption))
}

function startingWith(typed: string, names: readonly string[]): Answer {
  return { typed, matches: names.filter((name) => name.startsWith(typed)).sort() }
}

function completeFile(typed: string, onlyFolders: boolean): Answer {
  const path = typed.replace(/\\(.)/g, '$1')
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const start = path.slice(folder.length)
  const matches = listFolder(resolve(folder.replace(/^~(?=\/)/, homedir()) || '.'))
    .filter(
      ({ name, isFolder }) =>
        name.startsWith(start) && (start !== '' || !name.startsWith('.')) && (isFolder || !onlyFolders),
    )
    .map(
      ({ name, isFolder }) => (folder + name).replace(/[\s"'`$&|;()<>\\*?]/g, '\\$&') + (isFolder ? '/' : ''),
    )
  return { typed, matches: matches.sort().slice(0, MAX_FILES) }
}

function listFolder(folder: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    }))
  } catch {
    // A folder that cannot be read has nothing to offer.
    return []
  }
}
