/**
 * Runs one notebook and compares each output with the one that is saved.
 */
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { replaceFile } from '../../../base/replace-file'
import { isObject, stringOf, type JsonObject } from '../../../base/unknown'
import { RecordingError } from '../../../recording/errors'
import { recordingOf } from '../../../recording/start/from-environment'
import { settledText } from '../../../docs/notebook/terminal'
import { redact } from '../../../secrets/redact-text'
import { CliError } from '../../errors'
import type { CliIo } from '../../io'
import { runNotebook } from '../run'
import type { RunFailure } from '../print-run'
import type { CellReport, NotebookReport } from './check-report'
import { compareCell } from './compare-cell'
import { codeCellsOf, updateOutputs } from './update'
import { Pairs } from './volatile'

/** How a notebook is compared. */
export interface CheckSettings {
  /** Python of `.venv`. */
  readonly python: string
  readonly shouldUpdate: boolean
  readonly timeLimitSeconds: number
  readonly maxAge?: string | undefined
}

/**
 * Checks one notebook. Never throws for what is wrong with it: that is in the report.
 *
 * @param path - Absolute path.
 * @param settings - See {@link CheckSettings}.
 * @param io - World of the command.
 */
export async function checkNotebook(
  path: string,
  settings: CheckSettings,
  io: CliIo,
): Promise<NotebookReport> {
  const name = relative(io.cwd, path) || path
  const start = Date.now()
  const report = { name, cells: [], isUpdated: false, wasStopped: false }
  const seconds = (): number => (Date.now() - start) / 1000
  try {
    const json = readFileSync(path, 'utf8')
    const saved = savedCells(json, name)
    const run = await runNotebook(path, { ...settings, replay: isReplayed(path, io), take: () => {} }, io)
    if (run.wasStopped) return { ...report, seconds: seconds(), wasStopped: true }
    if (run.failure === null && run.failures.length > 0)
      return { ...report, seconds: seconds(), trouble: run.failures.join('; ') }
    const sources = saved.map(({ source }) => source).join('\n')
    const pairs = new Pairs({ start, end: Date.now() }, sources)
    const cells: CellReport[] = []
    for (const [index, cell] of saved.entries())
      cells.push(await reportCell(cell, { outputs: run.outputs[index] ?? [], failure: run.failure, pairs }))
    const changed = cells.filter(({ state }) => state === 'differs')
    // Like --save: a run that failed does not cost the outputs of the last good one.
    const isUpdated = settings.shouldUpdate && run.failure === null && changed.length > 0
    if (isUpdated) {
      if (readFileSync(path, 'utf8') !== json)
        throw new CliError('was changed by somebody while it ran; nothing was written')
      const fresh = changed.map(({ number }) => ({ number, outputs: run.outputs[number - 1] ?? [] }))
      replaceFile(path, updateOutputs(json, { cells: fresh, pairs }))
    }
    return { ...report, seconds: seconds(), cells, isUpdated }
  } catch (error) {
    if (!CliError.is(error) && !RecordingError.is(error)) throw error
    return { ...report, seconds: seconds(), trouble: error.message }
  }
}

/** What lies beside a notebook as its recording is what it is compared with, unless the environment says otherwise. */
function isReplayed(path: string, io: CliIo): boolean {
  return !io.env['TSLAB_MAGICS_RECORDING'] && existsSync(recordingOf(path))
}

interface SavedCell {
  readonly number: number
  readonly id?: string
  readonly line: number
  readonly source: string
  readonly outputs: readonly unknown[]
  readonly isIgnored: boolean
}

interface NewCell {
  readonly outputs: readonly unknown[]
  readonly failure: RunFailure | null
  readonly pairs: Pairs
}

async function reportCell(cell: SavedCell, { outputs, failure, pairs }: NewCell): Promise<CellReport> {
  const { number, id, line } = cell
  const report = { number, line, ...(id === undefined ? {} : { id }), lines: [] }
  if (failure && number > failure.cell) return { ...report, state: 'not-run' }
  if (failure?.cell === number) return { ...report, state: 'failed', lines: [failureLine(failure, outputs)] }
  if (cell.isIgnored) return { ...report, state: 'ignored' }
  const difference = await compareCell({ saved: cell.outputs, now: outputs }, pairs)
  return difference ? { ...report, state: 'differs', lines: difference.lines } : { ...report, state: 'same' }
}

/** Of a stock kernel the reason is on stderr alone. */
function failureLine({ ename, evalue }: RunFailure, outputs: readonly unknown[]): string {
  const [line = ''] = evalue.split('\n')
  if (line.trim() !== '') return redact(`${ename}: ${line}`)
  const printed = outputs.filter(isObject).filter((output) => output['name'] === 'stderr')
  const lines = settledText(printed.map((output) => textOf(output['text'])).join('')).split('\n')
  return redact(
    lines.find((each) => /^\w*Error\b/.test(each)) ?? lines.find((each) => each.trim() !== '') ?? ename,
  )
}

function savedCells(json: string, name: string): SavedCell[] {
  const nodes = codeCellsOf(json)
  let notebook: unknown
  try {
    notebook = JSON.parse(json)
  } catch {
    throw new CliError(`${name} is not a notebook: it is no JSON.`)
  }
  const cells = isObject(notebook) ? notebook['cells'] : undefined
  if (!Array.isArray(cells)) throw new CliError(`${name} is not a notebook of format 4.`)
  return cells
    .filter((cell: unknown): cell is JsonObject => isObject(cell) && cell['cell_type'] === 'code')
    .map((cell, index) => {
      const source = textOf(cell['source'])
      const before = json.slice(0, nodes[index]?.start ?? 0)
      return {
        number: index + 1,
        ...(typeof cell['id'] === 'string' ? { id: cell['id'] } : {}),
        line: before.split('\n').length,
        source,
        outputs: Array.isArray(cell['outputs']) ? (cell['outputs'] as unknown[]) : [],
        isIgnored: isIgnored(cell, source),
      }
    })
}

/** The words of nbval, so that a notebook needs no others. @see https://nbval.readthedocs.io */
function isIgnored({ metadata }: JsonObject, source: string): boolean {
  const tags = isObject(metadata) && Array.isArray(metadata['tags']) ? metadata['tags'] : []
  return tags.includes('nbval-ignore-output') || /^\s*(?:\/\/|#)\s*NBVAL_IGNORE_OUTPUT\b/m.test(source)
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(stringOf).join('') : stringOf(value)
}
