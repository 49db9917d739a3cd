/**
 * `run --record` and `run --replay`: what the kernel of a notebook is told, and what is said of its recording afterwards.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replaceFile } from '../../base/replace-file'
import { isObject } from '../../base/unknown'
import { loadRecording } from '../../recording/file/save-recording'
import { recordingOf } from '../../recording/start/from-environment'
import { CliError } from '../errors'

/** Options of `run` that are about recordings. */
export interface RecordingOptions {
  /** Records what the notebook asks of its servers, into the file beside it. */
  readonly record?: boolean
  /** Answers the notebook with what was recorded, and with nothing else. */
  readonly replay?: boolean
  /** What times of replay are multiplied by. @defaultValue 0 */
  readonly pace?: string
  /** Days, as `90d`, after which a recording is too old to be replayed. */
  readonly maxAge?: string | undefined
}

/** The recording of one notebook that runs. */
export interface NotebookRecording {
  /** What its kernel is told. */
  readonly env: Readonly<Record<string, string>>
  /**
   * What is to be said when it has run; removes what was kept for that. A run that failed leaves the recording of before.
   * @param hasFailed - Whether a cell failed, or the run was stopped.
   * @returns Notes, and failures that no cell had.
   */
  finish(hasFailed?: boolean): { readonly notes: readonly string[]; readonly failures: readonly string[] }
}

const DAY_MS = 86_400_000
const MODE = 'TSLAB_MAGICS_RECORDING'

/**
 * Prepares the recording of a notebook.
 *
 * @param notebook - Full path of the notebook.
 * @param options - Options of `run`.
 * @param now - The time, in milliseconds since 1970.
 * @returns Nothing to tell the kernel when neither is asked for.
 * @throws CliError when options contradict each other, or the recording is too old; RecordingError when it is missing.
 */
export function prepareRecording(
  notebook: string,
  options: RecordingOptions,
  now = Date.now(),
): NotebookRecording {
  const { record, replay, pace = '0', maxAge } = options
  if (record && replay) throw new CliError('--record and --replay cannot both be given.')
  if (!/^\d+(\.\d+)?$/.test(pace)) throw new CliError(`--pace takes a number, 0 or more, not "${pace}".`)
  const days = maxAge === undefined ? Infinity : readDays(maxAge)
  const file = recordingOf(notebook)
  if (record) {
    const before = existsSync(file) ? readFileSync(file) : undefined
    return {
      env: { [MODE]: 'record', [`${MODE}_FILE`]: file },
      finish: (hasFailed) => (hasFailed ? restore(file, before) : afterRecording(file, now)),
    }
  }
  if (!replay) return { env: {}, finish: () => ({ notes: [], failures: [] }) }
  const age = Math.floor((now - Date.parse(loadRecording(file).recordedAt)) / DAY_MS)
  if (age > days)
    throw new CliError(
      `${file} was recorded ${age} days ago, and --max-age is ${maxAge}. Record it again: run --record`,
    )
  const folder = mkdtempSync(join(tmpdir(), 'tslab-magics-replay-'))
  const report = join(folder, 'report.json')
  return {
    env: { [MODE]: 'replay', [`${MODE}_FILE`]: file, [`${MODE}_PACE`]: pace, [`${MODE}_REPORT`]: report },
    finish() {
      const read = existsSync(report) ? readReport(readFileSync(report, 'utf8')) : NO_REPORT
      rmSync(folder, { recursive: true, force: true })
      if (read === undefined)
        return {
          notes: [],
          failures: ['what the replay found is not known: its report is not whole. Run the notebook again.'],
        }
      const { unused, misses } = read
      const notes =
        unused === undefined
          ? ['the recording was not used: no cell imports tslab-magics']
          : unused.map((one) => `not asked for: ${one}`)
      return { notes, failures: misses }
    },
  }
}

interface Report {
  /** `undefined` when no cell has used the recording. */
  readonly unused: readonly string[] | undefined
  readonly misses: readonly string[]
}

const NO_REPORT: Report = { unused: undefined, misses: [] }

/** The report; `undefined` when it is not whole. */
function readReport(text: string): Report | undefined {
  try {
    const value = JSON.parse(text) as unknown
    const isWhole = isObject(value) && Array.isArray(value.unused) && Array.isArray(value.misses)
    return isWhole ? (value as unknown as Report) : undefined
  } catch {
    return undefined
  }
}

function restore(file: string, before: Buffer | undefined): { notes: string[]; failures: string[] } {
  if (before === undefined) rmSync(file, { force: true })
  else if (!existsSync(file) || !before.equals(readFileSync(file))) replaceFile(file, before)
  return { notes: [], failures: [] }
}

function afterRecording(file: string, began: number): { notes: string[]; failures: string[] } {
  const isNew = existsSync(file) && Date.parse(loadRecording(file).recordedAt) >= began
  if (!isNew)
    return { notes: [], failures: ['nothing was recorded: no cell asked the server that a variable names'] }
  const { exchanges } = loadRecording(file)
  return {
    notes: [`recorded ${exchanges.length} ${exchanges.length === 1 ? 'answer' : 'answers'}`],
    failures: [],
  }
}

function readDays(text: string): number {
  const [, days] = /^(\d+)d$/.exec(text) ?? []
  if (days === undefined) throw new CliError(`--max-age takes a number of days, as 90d, not "${text}".`)
  return Number(days)
}
