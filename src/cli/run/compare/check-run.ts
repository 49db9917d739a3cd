/**
 * `tslab-magics run --check`: whether what is saved in notebooks is still what they give. Owns the order of the reports
 * and the exit code.
 */
import { findNotebooks } from '../../check-files'
import { CliError } from '../../errors'
import type { CliIo } from '../../io'
import { ensureSetup } from '../../setup/setup'
import { inOrder } from '../in-order'
import { isAsSaved, type NotebookReport } from './check-report'
import { checkNotebook } from './check-notebook'
import type { CheckRunSettings } from './options'
import { reportWriter } from './write-report'

/**
 * Runs notebooks and compares.
 *
 * @param paths - Notebooks, folders, patterns.
 * @param settings - See {@link CheckRunSettings}.
 * @param io - World of the command.
 * @returns 0 when all outputs are as saved, or were updated; 1 when one is not or a cell failed; 130 when it was stopped.
 * @throws CliError When there is no notebook or the set-up fails.
 */
export async function checkRun(
  paths: readonly string[],
  settings: CheckRunSettings,
  io: CliIo,
): Promise<number> {
  const files = findNotebooks(paths, io.cwd)
  if (files.length === 0) throw new CliError(`There are no notebooks in ${paths.join(', ')}.`)
  const { venv } = await ensureSetup(io)
  const { format, jobs } = settings
  // Each program that runs listens to the signals of this one.
  process.setMaxListeners(Math.max(process.getMaxListeners(), jobs + 10))
  const writer = reportWriter(format, io.hasColours)
  const reports: NotebookReport[] = []
  const check = (file: string): Promise<NotebookReport> =>
    checkNotebook(file, { ...settings, python: venv.python }, io)
  for await (const report of inOrder(files, { jobs, work: check, isLast: ({ wasStopped }) => wasStopped })) {
    if (report.wasStopped) return 130
    reports.push(report)
    io.out(writer.notebook(report))
  }
  io.out(writer.end(reports))
  const differs = reports.some(
    ({ cells, isUpdated }) => !isUpdated && cells.some(({ state }) => state === 'differs'),
  )
  if (differs && format === 'text')
    io.err('Write the new outputs with: npx tslab-magics run --check --update\n')
  return reports.every(isAsSaved) ? 0 : 1
}
