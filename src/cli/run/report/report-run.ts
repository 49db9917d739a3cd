/**
 * `tslab-magics run --report`: who solved which exercises, over a folder of notebooks. Owns the runs and the file.
 */
import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { replaceFile } from '../../../base/replace-file'
import { stripControls } from '../../../display/terminal-text'
import { redact } from '../../../secrets/redact-text'
import { findNotebooks } from '../../check-files'
import { CliError } from '../../errors'
import type { CliIo } from '../../io'
import { ensureSetup } from '../../setup/setup'
import { inOrder } from '../in-order'
import { runNotebook } from '../run'
import { asJson, asMarkdown, type RunNotebook, standingsOf } from './class-report'

/** How notebooks are run. */
export interface ReportSettings {
  /** File of the report, `.json` or `.md`. */
  readonly report: string
  readonly jobs: number
  /** For one notebook. */
  readonly timeLimitSeconds: number
}

/**
 * Runs notebooks, each to its end though cells fail, and writes the report.
 *
 * @param paths - Notebooks, folders, patterns.
 * @param settings - See {@link ReportSettings}.
 * @param io - World of the command.
 * @returns 0 when all notebooks came to their end, 1 when one did not, 130 when the command was stopped.
 * @throws CliError When there is no notebook or the set-up fails.
 */
export async function reportRun(
  paths: readonly string[],
  settings: ReportSettings,
  io: CliIo,
): Promise<number> {
  const { report, jobs, timeLimitSeconds } = settings
  const files = findNotebooks(paths, io.cwd)
  if (files.length === 0) throw new CliError(`There are no notebooks in ${paths.join(', ')}.`)
  const target = resolve(io.cwd, report)
  // Said before notebooks have run for an hour.
  if (!existsSync(dirname(target))) throw new CliError(`There is no folder for the report ${report}.`)
  const { venv } = await ensureSetup(io)
  process.setMaxListeners(Math.max(process.getMaxListeners(), jobs + 10))
  const work = async (file: string): Promise<RunNotebook & { readonly wasStopped: boolean }> => {
    const name = relative(io.cwd, file) || file
    try {
      const run = { python: venv.python, timeLimitSeconds, isToGoOn: true, take: () => {} }
      const { outputs, failure, wasStopped } = await runNotebook(file, run, io)
      const trouble = failure && plainLine(`cell ${failure.cell}: ${failure.evalue}`)
      return { name, outputs, wasStopped, ...(trouble === null ? {} : { trouble }) }
    } catch (error) {
      if (!CliError.is(error)) throw error
      return { name, outputs: [], wasStopped: false, trouble: plainLine(error.message) }
    }
  }
  const notebooks: RunNotebook[] = []
  for await (const { wasStopped, ...notebook } of inOrder(files, {
    jobs,
    work,
    isLast: (run) => run.wasStopped,
  })) {
    if (wasStopped) return 130
    notebooks.push(notebook)
    const [own] = standingsOf([notebook])
    io.out(
      `${notebook.name}: ${notebook.trouble ?? `${own!.solved} solved, ${own!.exercises.length - own!.solved} open`}\n`,
    )
  }
  const standings = standingsOf(notebooks)
  replaceFile(target, report.endsWith('.json') ? asJson(standings) : asMarkdown(standings))
  const ended = notebooks.filter(({ trouble }) => trouble === undefined).length
  io.out(
    `${notebooks.length} ${notebooks.length === 1 ? 'notebook' : 'notebooks'}, ${ended} to the end: ${report}\n`,
  )
  return ended === notebooks.length ? 0 : 1
}

/** What a cell said, without its keys and without a way to write anywhere else on the terminal. */
function plainLine(text: string): string {
  return redact(stripControls(text.split('\n')[0] ?? '').replace(/\x1b\[[0-9;:]*m/g, ''))
}
