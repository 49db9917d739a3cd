/**
 * `tslab-magics check`: keys in notebooks, before they are published. Owns the files, the report and the exit code;
 * what a secret is, and how it is taken out, is decided beside it.
 */
import { readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { findNotebooks } from '../check-files'
import { findSecrets, lineAt, type KnownValues } from '../../secrets/find-secrets'
import { fixSource, importAskEnv, maskFound } from './fix'
import {
  isPython,
  notebookTexts,
  parseNotebook,
  writeNotebook,
  type Notebook,
  type NotebookText,
} from './notebook'
import { CliError } from '../errors'
import { replaceFile } from '../../base/replace-file'
import type { CliIo } from '../io'
import { dotenvReader } from '../../env/known-values'

/** Options of the command. */
export interface CheckOptions {
  /** Take secrets out: mask outputs and metadata, turn `%set_env NAME=value` into its prompting form. */
  readonly fix?: boolean
}

interface Report {
  readonly lines: string[]
  /** Secrets that are still in the notebook. */
  left: number
}

/**
 * Looks for keys in the sources, outputs and metadata of notebooks. Prints file, cell, line and kind of each, never the value.
 *
 * @param paths - Notebooks, folders, patterns.
 * @param options - `fix`.
 * @param io - World of the command.
 * @returns Exit code: 0 when nothing was found, 1 on a find, also on one that was repaired.
 * @throws CliError When a path does not exist or a file is no notebook.
 */
export async function checkCommand(
  paths: readonly string[],
  options: CheckOptions,
  io: CliIo,
): Promise<number> {
  if (paths.length === 0) throw new CliError('Name the notebooks to check: files, folders or patterns.')
  const files = findNotebooks(paths, io.cwd)
  const valuesOf = dotenvReader()
  let found = 0
  let left = 0
  let unreadable = 0
  for (const file of files) {
    const name = relative(io.cwd, file) || file
    const json = readFileSync(file, 'utf8')
    const notebook = parseNotebook(json)
    if (notebook === undefined) {
      unreadable++
      io.err(`${name}: not a notebook of format 4 or 3; it was searched as text\n`)
      for (const { start, kind } of findSecrets(json, valuesOf(dirname(file)))) {
        io.out(`${name}: line ${lineAt(json, start)}: ${kind}${options.fix ? ' (change it by hand)' : ''}\n`)
        found++
        left++
      }
      continue
    }
    const report = checkNotebook(notebook, valuesOf(dirname(file)), options.fix ?? false)
    for (const line of report.lines) io.out(`${name}: ${line}\n`)
    found += report.lines.length
    left += report.left
    if (notebook.edits.size > 0) replaceFile(file, writeNotebook(notebook))
  }
  io.err(`${summary({ files: files.length, found, left, fix: options.fix ?? false })}\n`)
  return found > 0 || unreadable > 0 ? 1 : 0
}

/**
 * Checks one notebook, and repairs it in place when told so.
 *
 * @param notebook - As it was read; its texts are replaced by the repair.
 * @param values - The values of the local `.env`.
 * @param fix - Whether to repair.
 * @returns A line for each secret, and how many are left.
 */
function checkNotebook(notebook: Notebook, values: KnownValues, fix: boolean): Report {
  const report: Report = { lines: [], left: 0 }
  let asks = false
  const python = isPython(notebook)
  const sources: { readonly each: NotebookText; text: string }[] = []
  for (const each of notebookTexts(notebook)) {
    const source = { each, text: each.text }
    if (each.part === 'source') sources.push(source)
    const found = findSecrets(each.text, values, each.name)
    if (found.length === 0) continue
    let left = fix ? 0 : found.length
    let repaired = each.part === 'source' ? '' : 'masked'
    if (fix && each.part !== 'source') each.replace(maskFound(each.text, found))
    else if (fix) {
      const fixed = fixSource(each.text, { values, python })
      if (fixed.text !== each.text) each.replace(fixed.text)
      source.text = fixed.text
      asks ||= fixed.asks
      left = findSecrets(fixed.text, values).length
      repaired = left === 0 ? 'now asked for' : 'change it by hand'
    }
    report.left += left
    const place = each.cell === undefined ? 'notebook' : `cell ${each.cell}`
    for (const { start, kind } of found)
      report.lines.push(
        `${place}, ${each.part} line ${lineAt(each.text, start)}: ${kind}${fix ? ` (${repaired})` : ''}`,
      )
  }
  if (asks) addImport(sources)
  return report
}

function addImport(sources: readonly { readonly each: NotebookText; readonly text: string }[]): void {
  for (const { each, text } of sources) {
    const imported = importAskEnv(text)
    if (imported !== text) return each.replace(imported)
  }
}

function summary({
  files,
  found,
  left,
  fix,
}: {
  files: number
  found: number
  left: number
  fix: boolean
}): string {
  const checked = `${files} ${files === 1 ? 'notebook' : 'notebooks'} checked`
  if (found === 0) return `${checked}, no secrets found`
  const secrets = `${found} ${found === 1 ? 'secret' : 'secrets'} found`
  if (!fix)
    return `${checked}, ${secrets}. --fix masks outputs and has %set_env ask; keys that were saved once should be replaced.`
  return `${checked}, ${secrets}, ${left} left to change by hand. Keys that were saved once should be replaced.`
}
