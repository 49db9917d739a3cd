/**
 * `tslab-magics export`: notebooks to pages of a documentation site. Owns the files, the search for secrets as the last
 * step, the report and the exit code; what a page says is decided in `docs/`.
 */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import { addBadges } from '../../docs/add-badges'
import { loadMarkdown } from '../../docs/markdown/parser'
import type { Footers } from '../../docs/notebook/footers'
import { readPage } from '../../docs/notebook/read-page'
import { addTabs } from '../../docs/requests/add-tabs'
import type { SnippetLanguage } from '../../snippets/write-snippet'
import { TARGETS } from '../../docs/targets/all-targets'
import { writePage } from '../../docs/write-page'
import type { PageFile } from '../../docs/write-page-options'
import { findNotebooks } from '../check-files'
import { CliError } from '../errors'
import { badgeLine } from './badges'
import { diffOf } from './diff'
import { wrongUse, type ExportOptions } from './options'
import { secretsOf } from './secrets'
import { Staging } from './staging'
import type { CliIo } from '../io'
import { slashed } from '../paths'
import { dotenvReader } from '../../env/known-values'

const FOLD_LINES = 30

/**
 * Writes the pages of notebooks, all or none.
 *
 * @param paths - Notebooks, folders, patterns.
 * @param options - See {@link ExportOptions}.
 * @param io - World of the command.
 * @returns Exit code: 0 done, 1 a secret was found or a page differs, 2 wrong use.
 * @throws CliError When a file cannot be read or is no notebook.
 */
export async function exportCommand(
  paths: readonly string[],
  options: ExportOptions,
  io: CliIo,
): Promise<number> {
  const isPrinted = options.out === undefined
  const files = findNotebooks(paths, io.cwd)
  const wrong =
    wrongUse(options) ??
    (isPrinted && files.length > 1
      ? 'Only one notebook can be printed: name a folder with --out.'
      : undefined)
  if (wrong !== undefined) {
    io.err(`error: ${wrong}\n`)
    return 2
  }
  if (files.length === 0) throw new CliError(`There are no notebooks in ${paths.join(', ')}.`)
  if (options.student) {
    const { exportForStudents } = await import('./student.js')
    return exportForStudents(files, { root: commonFolder(files), out: resolve(io.cwd, options.out!) }, io)
  }
  await loadMarkdown()
  const valuesOf = dotenvReader(io.env)
  const root = commonFolder(files)
  const pages = new Map(
    files.map((file) => [
      slashed(relative(root, file)),
      slashed(relative(root, file)).replace(/\.ipynb$/, ''),
    ]),
  )
  const out = resolve(io.cwd, options.out ?? '.')
  const staging = isPrinted || options.check ? undefined : new Staging(out)
  let trouble = 0
  let written = 0
  try {
    for (const file of files) {
      const { files: pageFiles, notes } = await pageOf(file, { options, io, root, pages })
      for (const note of new Set([...notes, ...(pageFiles[0]?.notes ?? [])]))
        io.err(`${relative(io.cwd, file) || file}: ${note}\n`)
      const found = secretsOf(pageFiles, valuesOf(dirname(file)))
      for (const line of found) io.err(`${relative(io.cwd, file) || file}: ${line}\n`)
      trouble += found.length
      if (found.length > 0) continue
      if (options.check) trouble += differences(pageFiles, out, io)
      else if (staging) staging.add(pageFiles)
      else print(pageFiles, io)
      written += pageFiles.length
    }
    if (trouble === 0) staging?.commit()
  } finally {
    staging?.discard()
  }
  if (!isPrinted)
    io.err(`${summary({ pages: files.length, files: written, trouble, check: options.check ?? false })}\n`)
  else if (trouble > 0)
    io.err('nothing was printed; take the secrets out of the notebook, and replace them\n')
  return trouble > 0 ? 1 : 0
}

interface Run {
  readonly options: ExportOptions
  readonly io: CliIo
  readonly root: string
  readonly pages: ReadonlyMap<string, string>
}

async function pageOf(
  file: string,
  { options, io, root, pages }: Run,
): Promise<{ readonly files: PageFile[]; readonly notes: readonly string[] }> {
  const notebook = slashed(relative(root, file))
  const page = pages.get(notebook)!
  const read = readPage(readFileSync(file, 'utf8'), {
    name: posix.basename(page),
    noOutputs: options.outputs === false,
    footers: (options.footers ?? 'drop') as Footers,
    answers: options.answers === 'fence' ? 'fence' : 'prose',
  })
  const name = relative(io.cwd, file) || file
  if (read === undefined)
    throw new CliError(`${name} is not a notebook of format 4. Open it in JupyterLab and save it.`)
  const { cell } = options
  if (cell !== undefined && !read.cells.some((each) => cell === String(each.number) || cell === each.id))
    throw new CliError(`${name} has no cell ${cell} to show: give its number, from 1, or its id.`)
  const beside = (path: string): Uint8Array | undefined => readBeside(file, path, [root, io.cwd])
  const languages = (options.tabs?.split(',') ?? []) as SnippetLanguage[]
  const place = { cwd: dirname(file), readBeside: beside, languages }
  const tabbed = languages.length === 0 ? { page: read, notes: [] } : await addTabs(read, place)
  const hasBadges = cell === undefined && options.badge !== undefined
  const whole = hasBadges
    ? addBadges(tabbed.page, badgeLine(options.badge, { file, cwd: io.cwd }))
    : tabbed.page
  const files = writePage(whole, {
    target: TARGETS.find((target) => target.name === options.to)!,
    page,
    notebook,
    pages,
    baseUrl: options.baseUrl,
    foldLines: options.fold === undefined ? FOLD_LINES : Number(options.fold),
    onlyCell: cell,
    readBeside: beside,
  })
  return { files, notes: tabbed.notes }
}

/** A file beside a notebook, if it is where the notebooks or the user are: a notebook must not publish other files. */
function readBeside(notebook: string, path: string, folders: readonly string[]): Uint8Array | undefined {
  const full = resolve(dirname(notebook), path)
  if (!existsSync(full) || !statSync(full).isFile()) return undefined
  const real = realpathSync(full)
  const isInside = folders.some((folder) => real.startsWith(join(realpathSync(folder), sep)))
  return isInside ? readFileSync(real) : undefined
}

function differences(files: readonly PageFile[], out: string, io: CliIo): number {
  let count = 0
  for (const { path, content } of files) {
    const full = join(out, path)
    const expected = Buffer.from(content)
    const found = existsSync(full) ? readFileSync(full) : undefined
    if (found?.equals(expected)) continue
    count++
    if (found === undefined) io.out(`${path}: is missing\n`)
    else if (typeof content === 'string')
      io.out(`${path}: differs\n${diffOf(found.toString('utf8'), content)}`)
    else io.out(`${path}: differs\n`)
  }
  return count
}

function print(files: readonly PageFile[], io: CliIo): void {
  const [page, ...others] = files
  io.out(String(page!.content))
  if (others.length > 0)
    io.err(
      `${others.length} ${others.length === 1 ? 'picture is' : 'pictures are'} not printed; --out writes them\n`,
    )
}

/** The deepest folder that holds all files. */
function commonFolder(files: readonly string[]): string {
  let parts = dirname(files[0]!).split(sep)
  for (const file of files) {
    const other = dirname(file).split(sep)
    const end = parts.findIndex((part, index) => part !== other[index])
    if (end !== -1) parts = parts.slice(0, end)
  }
  return parts.join(sep) || sep
}

interface Counts {
  readonly pages: number
  readonly files: number
  readonly trouble: number
  readonly check: boolean
}

function summary({ pages, files, trouble, check }: Counts): string {
  const what = `${pages} ${pages === 1 ? 'page' : 'pages'}`
  if (check)
    return trouble === 0 ? `${what}, as on disk` : `${trouble} differ; run the same command without --check`
  if (trouble > 0) return 'nothing was written; take the secrets out of the notebook, and replace them'
  return `${what}, ${files} ${files === 1 ? 'file' : 'files'}`
}
